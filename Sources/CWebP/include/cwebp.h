#pragma once
#include <stddef.h>
#include <stdint.h>

// WebP pictures as pixels, through libwebp, which is opened when the first one comes.

enum { cwebp_message_size = 200 };

// The opened library.
typedef struct cwebp_library cwebp_library;

// Opens the library by its file name. Returns NULL with a message where it is not there. What has been opened stays open.
const cwebp_library *cwebp_open(const char *name, char message[cwebp_message_size]);

// The sides of a picture: 1, or 0 where the bytes are none that can be read.
int cwebp_size(const cwebp_library *library, const uint8_t *bytes, size_t count, int *width,
               int *height);

// Writes red, green and blue of every pixel into `pixels`, which has room for `width * height * 3`
// bytes: 1, or 0 where the picture is damaged.
int cwebp_read(const cwebp_library *library, const uint8_t *bytes, size_t count, int width,
               int height, uint8_t *pixels);
