#pragma once
#include <png.h>

#include "cpng.h"

// A libpng error handler for structs whose error pointer is a message of cpng_message_size bytes.
_Noreturn void cpng_fail(png_structp png, png_const_charp text);

// Warnings concern chunks that libpng leaves out; the pixels are whole without them.
void cpng_ignore(png_structp png, png_const_charp text);
