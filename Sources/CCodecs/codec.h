#pragma once
#include "ccodecs.h"

enum { most_functions = 4 };

// How a kind of picture is read, and the library's functions in the order in which they were asked for.
struct ccodec {
    int (*size)(const ccodec *, const uint8_t *bytes, size_t count, int *width, int *height);
    int (*read)(const ccodec *, const uint8_t *bytes, size_t count, int width, int height,
                uint8_t *pixels);
    void *functions[most_functions];
};

// Opens a library and finds these functions in it, as many as there are up to a NULL. Returns a copy of `kind` with them,
// or NULL with a message.
const ccodec *ccodec_open(const char *name, const ccodec *kind,
                          const char *const functions[most_functions], char *message);
