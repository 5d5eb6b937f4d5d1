#include <stdlib.h>
#include <string.h>

#include "cpng.h"
#include "error.h"

// What a file may make libpng allocate: texts of at most 4 MiB each once decompressed, at most 64
// chunks of them; sides that a caller's 32-bit arithmetic can stand. The pixels are the caller's
// memory.
enum { longest_side = 1 << 16, largest_chunk = 4 << 20, most_chunks = 64 };

struct cpng_reader {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t left;
    char message[cpng_message_size];
};

static void take(png_structp png, png_bytep bytes, size_t count) {
    cpng_reader *reader = png_get_io_ptr(png);
    if (count > reader->left) {
        png_error(png, "the file ends too early");
    }
    memcpy(bytes, reader->bytes, count);
    reader->bytes += count;
    reader->left -= count;
}

// Asks for 8-bit RGB whatever the file holds.
static void convert_to_rgb(png_structp png) {
    // The upper 8 of 16 bits, as Pillow takes them.
    png_set_strip_16(png);
    png_set_expand(png);
    png_set_gray_to_rgb(png);
    png_set_strip_alpha(png);
}

cpng_reader *cpng_open(const uint8_t *bytes, size_t count, char message[cpng_message_size]) {
    strcpy(message, "memory is short");
    cpng_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        return NULL;
    }
    reader->bytes = bytes;
    reader->left = count;
    reader->png =
        png_create_read_struct(PNG_LIBPNG_VER_STRING, reader->message, cpng_fail, cpng_ignore);
    reader->info = reader->png == NULL ? NULL : png_create_info_struct(reader->png);
    if (reader->info == NULL) {
        cpng_close(reader);
        return NULL;
    }
    if (setjmp(png_jmpbuf(reader->png))) {
        memcpy(message, reader->message, cpng_message_size);
        cpng_close(reader);
        return NULL;
    }
    png_set_read_fn(reader->png, reader, take);
    png_set_user_limits(reader->png, longest_side, longest_side);
    png_set_chunk_malloc_max(reader->png, largest_chunk);
    png_set_chunk_cache_max(reader->png, most_chunks);
    png_read_info(reader->png, reader->info);
    return reader;
}

uint32_t cpng_width(const cpng_reader *reader) {
    return png_get_image_width(reader->png, reader->info);
}

uint32_t cpng_height(const cpng_reader *reader) {
    return png_get_image_height(reader->png, reader->info);
}

int cpng_read(cpng_reader *reader, uint8_t *rgb, char message[cpng_message_size]) {
    if (setjmp(png_jmpbuf(reader->png))) {
        memcpy(message, reader->message, cpng_message_size);
        return 0;
    }
    png_structp png = reader->png;
    convert_to_rgb(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, reader->info);
    size_t stride = (size_t)cpng_width(reader) * 3;
    if (png_get_rowbytes(png, reader->info) != stride) {
        png_error(png, "its pixels do not become RGB");
    }
    uint32_t height = cpng_height(reader);
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < height; y++) {
            png_read_row(png, rgb + y * stride, NULL);
        }
    }
    png_read_end(png, reader->info);
    return 1;
}

size_t cpng_text_count(const cpng_reader *reader) {
    return (size_t)png_get_text(reader->png, reader->info, NULL, NULL);
}

cpng_text cpng_text_at(const cpng_reader *reader, size_t index) {
    png_textp texts = NULL;
    png_get_text(reader->png, reader->info, &texts, NULL);
    const png_text *text = &texts[index];
    int is_utf8 = text->compression >= PNG_ITXT_COMPRESSION_NONE;
    size_t count = is_utf8 ? text->itxt_length : text->text_length;
    return (cpng_text){text->key, text->text, text->text == NULL ? 0 : count, is_utf8};
}

void cpng_close(cpng_reader *reader) {
    if (reader != NULL) {
        png_destroy_read_struct(&reader->png, &reader->info, NULL);
        free(reader);
    }
}
