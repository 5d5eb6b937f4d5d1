#pragma once
#include <stddef.h>
#include <stdint.h>

// Text as pixels, through Pango and Cairo.
//
// The libraries are opened when text is first drawn: linked, they and what they bring would add 5 ms
// to every start of the program, which draws text only for labels.

enum { cpango_message_size = 200 };

// The opened libraries.
typedef struct cpango_library cpango_library;

// Opens Pango's library for Cairo by its file name, and everything else through it. Returns NULL
// with a message where it is not there. What has been opened stays open.
const cpango_library *cpango_open(const char *name, char message[cpango_message_size]);

// Whether there is a font to draw with: 1 or 0. Where there is none, nothing else here may be called,
// since Pango then makes up sizes.
int cpango_has_font(const cpango_library *library);

// How a text looks.
typedef struct {
    double size;    // Of the font, in pixels.
    int is_bold;    // 0 or 1.
    int is_centred; // 0: at the left.
    int width;      // The most pixels in a line; 0: without end.
    int lines;      // The most lines; what is left over becomes an ellipsis.
} cpango_style;

// A text that is laid out.
typedef struct cpango_text cpango_text;

// Lays out UTF-8 without zero bytes. Returns NULL where memory is short.
cpango_text *cpango_lay_out(const cpango_library *library, const char *utf8, size_t count,
                            const cpango_style *style);

// How many pixels it takes.
void cpango_size(const cpango_text *text, int *width, int *height);

// Draws it in a colour over 8-bit RGB pixels, whose rows have no padding, with its upper left corner
// at x and y; what lies outside is cut off. Returns 1, or 0 where memory is short.
int cpango_draw(const cpango_text *text, const uint8_t colour[3], uint8_t *rgb, int width, int height,
                int x, int y);

// Frees a text.
void cpango_free(cpango_text *text);
