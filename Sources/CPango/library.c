#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const cpango_library *cpango_open(const char *name, char message[cpango_message_size]) {
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(message, cpango_message_size, "%s", dlerror());
        return NULL;
    }
    cpango_library *library = calloc(1, sizeof *library);
    if (library == NULL) {
        snprintf(message, cpango_message_size, "memory is short");
        return NULL;
    }
    // A handle finds what the library itself depends on, too.
#define X(result, function, arguments)                                                          \
    {                                                                                           \
        void *address = dlsym(handle, #function);                                               \
        if (address == NULL) {                                                                  \
            snprintf(message, cpango_message_size, "%s has no function %s", name, #function);   \
            free(library);                                                                      \
            return NULL;                                                                        \
        }                                                                                       \
        memcpy(&library->function, &address, sizeof address);                                   \
    }
    CPANGO_FUNCTIONS
#undef X
    return library;
}
