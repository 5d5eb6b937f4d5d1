#pragma once
#include <stddef.h>
#include <stdint.h>

// The functions here never jump out of C: libpng's errors come back as a message in the room that
// the caller gives, and as a return value that says so.

enum { cpng_message_size = 200 };

// The content of a text chunk, to be written before the pixels.
typedef struct {
    size_t offset;  // Where it begins in the bytes that hold all chunks' contents.
    size_t count;
    int is_international;  // 0: tEXt, 1: iTXt.
} cpng_chunk;

// A finished file in memory that free() frees.
typedef struct {
    uint8_t *bytes;
    size_t count;
} cpng_file;

// Writes 8-bit RGB rows without padding as a PNG file. Returns 1, or 0 with a message and nothing
// to free.
int cpng_encode(const uint8_t *rgb, uint32_t width, uint32_t height, const uint8_t *contents,
                const cpng_chunk *chunks, size_t chunk_count, cpng_file *file,
                char message[cpng_message_size]);

// A PNG file that is being read.
typedef struct cpng_reader cpng_reader;

// A text of a PNG file, whose memory belongs to the reader.
typedef struct {
    const char *keyword;  // Latin-1.
    const char *text;
    size_t count;
    int is_utf8;  // 0: Latin-1.
} cpng_text;

// Reads as far as the pixels. The bytes must outlive the reader. Returns NULL with a message on
// failure.
cpng_reader *cpng_open(const uint8_t *bytes, size_t count, char message[cpng_message_size]);

// The picture's size.
uint32_t cpng_width(const cpng_reader *reader);
uint32_t cpng_height(const cpng_reader *reader);

// Reads the pixels as width * height * 3 values of 8-bit RGB, and what follows them. Alpha is
// dropped, of 16 bits the upper 8 are kept. Returns 1, or 0 with a message.
int cpng_read(cpng_reader *reader, uint8_t *rgb, char message[cpng_message_size]);

// The texts met so far.
size_t cpng_text_count(const cpng_reader *reader);
cpng_text cpng_text_at(const cpng_reader *reader, size_t index);

// Frees a reader and its texts.
void cpng_close(cpng_reader *reader);
