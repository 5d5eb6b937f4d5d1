#pragma once
#include <stddef.h>
#include <stdint.h>

// WebP and JPEG pictures as pixels, through libraries that are opened when the first such picture comes.

enum { ccodec_message_size = 200 };

// An opened library that reads one kind of picture.
typedef struct ccodec ccodec;

// Open libwebp and TurboJPEG by their file names. They return NULL with a message where it is not there. What has been
// opened stays open.
const ccodec *ccodec_open_webp(const char *name, char message[ccodec_message_size]);
const ccodec *ccodec_open_jpeg(const char *name, char message[ccodec_message_size]);

// The sides of a picture: 1, or 0 where the bytes are none that can be read.
int ccodec_size(const ccodec *codec, const uint8_t *bytes, size_t count, int *width, int *height);

// Writes red, green and blue of every pixel into `pixels`, which has room for `width * height * 3`
// bytes: 1, or 0 where the picture is damaged.
int ccodec_read(const ccodec *codec, const uint8_t *bytes, size_t count, int width, int height,
                uint8_t *pixels);
