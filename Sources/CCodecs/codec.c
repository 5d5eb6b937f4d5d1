#include "codec.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

const ccodec *ccodec_open(const char *name, const ccodec *kind,
                          const char *const functions[most_functions], char *message) {
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(message, ccodec_message_size, "%s", dlerror());
        return NULL;
    }
    ccodec *codec = malloc(sizeof *codec);
    if (codec == NULL) {
        snprintf(message, ccodec_message_size, "memory is short");
        return NULL;
    }
    *codec = *kind;
    for (int i = 0; i < most_functions && functions[i] != NULL; i++) {
        codec->functions[i] = dlsym(handle, functions[i]);
        if (codec->functions[i] == NULL) {
            snprintf(message, ccodec_message_size, "there is no function %s", functions[i]);
            free(codec);
            return NULL;
        }
    }
    return codec;
}

int ccodec_size(const ccodec *codec, const uint8_t *bytes, size_t count, int *width, int *height) {
    return codec->size(codec, bytes, count, width, height) && *width > 0 && *height > 0;
}

int ccodec_read(const ccodec *codec, const uint8_t *bytes, size_t count, int width, int height,
                uint8_t *pixels) {
    return codec->read(codec, bytes, count, width, height, pixels);
}
