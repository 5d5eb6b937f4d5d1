#include "error.h"

#include <stdio.h>

void cpng_fail(png_structp png, png_const_charp text) {
    char *message = png_get_error_ptr(png);
    if (message != NULL) {
        snprintf(message, cpng_message_size, "%s", text);
    }
    png_longjmp(png, 1);
}

void cpng_ignore(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}
