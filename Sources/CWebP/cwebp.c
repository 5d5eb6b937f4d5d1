#include "cwebp.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// As libwebp's header webp/decode.h declares them.
typedef int get_info(const uint8_t *, size_t, int *, int *);
typedef uint8_t *decode_into(const uint8_t *, size_t, uint8_t *, size_t, int);

struct cwebp_library {
    get_info *info;
    decode_into *decode;
};

// Finds a function, and stores its address at `place`.
static int find(void *handle, const char *name, void *place, char *message) {
    void *address = dlsym(handle, name);
    if (address == NULL) {
        snprintf(message, cwebp_message_size, "there is no function %s", name);
        return 0;
    }
    memcpy(place, &address, sizeof address);
    return 1;
}

const cwebp_library *cwebp_open(const char *name, char message[cwebp_message_size]) {
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(message, cwebp_message_size, "%s", dlerror());
        return NULL;
    }
    cwebp_library *library = calloc(1, sizeof *library);
    if (library == NULL) {
        snprintf(message, cwebp_message_size, "memory is short");
        return NULL;
    }
    if (!find(handle, "WebPGetInfo", &library->info, message)
        || !find(handle, "WebPDecodeRGBInto", &library->decode, message)) {
        free(library);
        return NULL;
    }
    return library;
}

int cwebp_size(const cwebp_library *library, const uint8_t *bytes, size_t count, int *width,
               int *height) {
    return library->info(bytes, count, width, height) != 0 && *width > 0 && *height > 0;
}

int cwebp_read(const cwebp_library *library, const uint8_t *bytes, size_t count, int width,
               int height, uint8_t *pixels) {
    const size_t size = (size_t)width * (size_t)height * 3;
    return library->decode(bytes, count, pixels, size, width * 3) != NULL;
}
