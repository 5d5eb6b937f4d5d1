#pragma once
#include <stdint.h>

// The columns that a Unicode scalar takes in a terminal by the C library's table for UTF-8, whatever
// locale the process runs in: 0, 1 or 2, and 0 for control characters.
int cterminal_width(uint32_t scalar);
