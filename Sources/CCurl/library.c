#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool find_functions(ccurl_library *library, void *handle, const char *name, char *message) {
#define X(function)                                                                             \
    {                                                                                           \
        void *address = dlsym(handle, #function);                                               \
        if (address == NULL) {                                                                  \
            snprintf(message, ccurl_message_size, "%s has no function %s", name, #function);    \
            return false;                                                                       \
        }                                                                                       \
        memcpy(&library->function, &address, sizeof address);                                   \
    }
    CCURL_FUNCTIONS
#undef X
    return true;
}

const ccurl_library *ccurl_open(const char *name, char message[ccurl_message_size]) {
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(message, ccurl_message_size, "%s", dlerror());
        return NULL;
    }
    ccurl_library *library = calloc(1, sizeof *library);
    if (library == NULL) {
        snprintf(message, ccurl_message_size, "memory is short");
        return NULL;
    }
    if (!find_functions(library, handle, name, message)) {
        free(library);
        return NULL;
    }
    const CURLcode code = library->curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) {
        snprintf(message, ccurl_message_size, "%s", library->curl_easy_strerror(code));
        free(library);
        return NULL;
    }
    return library;
}
