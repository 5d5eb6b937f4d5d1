#pragma once
#include "cpango.h"

// The few functions and constants of the libraries that are used, as their headers declare them.
// Both libraries have kept them unchanged since version 1.16 (2007) and 1.10 (2009).

typedef struct {
    int x, y, width, height;
} pango_rectangle;

enum {
    pango_scale = 1024,
    pango_weight_normal = 400,
    pango_weight_bold = 700,
    pango_align_centre = 1,
    pango_ellipsize_end = 3,
    pango_wrap_word_char = 2,
    cairo_format_argb32 = 0,
    cairo_antialias_gray = 2,
    cairo_hint_style_slight = 2,
    cairo_hint_metrics_off = 1,
};

// X(what it returns, its name, what it takes)
#define CPANGO_FUNCTIONS                                                                        \
    X(void *, pango_cairo_font_map_get_default, (void))                                         \
    X(void *, pango_font_map_create_context, (void *map))                                       \
    X(void, pango_cairo_context_set_font_options, (void *context, const void *options))         \
    X(void *, pango_context_load_font, (void *context, const void *description))                \
    X(void *, pango_layout_new, (void *context))                                                \
    X(void, pango_layout_set_text, (void *layout, const char *text, int length))                \
    X(void, pango_layout_set_font_description, (void *layout, const void *description))         \
    X(void, pango_layout_set_width, (void *layout, int width))                                  \
    X(void, pango_layout_set_height, (void *layout, int height))                                \
    X(void, pango_layout_set_ellipsize, (void *layout, int mode))                               \
    X(void, pango_layout_set_wrap, (void *layout, int mode))                                    \
    X(void, pango_layout_set_alignment, (void *layout, int alignment))                          \
    X(void, pango_layout_get_pixel_extents,                                                     \
      (void *layout, pango_rectangle *ink, pango_rectangle *logical))                           \
    X(void *, pango_font_description_new, (void))                                               \
    X(void, pango_font_description_set_family, (void *description, const char *family))         \
    X(void, pango_font_description_set_absolute_size, (void *description, double size))         \
    X(void, pango_font_description_set_weight, (void *description, int weight))                 \
    X(void, pango_font_description_free, (void *description))                                   \
    X(void, pango_cairo_show_layout, (void *cairo, void *layout))                               \
    X(void *, cairo_font_options_create, (void))                                                \
    X(void, cairo_font_options_set_antialias, (void *options, int antialias))                   \
    X(void, cairo_font_options_set_hint_style, (void *options, int style))                      \
    X(void, cairo_font_options_set_hint_metrics, (void *options, int metrics))                  \
    X(void, cairo_font_options_destroy, (void *options))                                        \
    X(void *, cairo_image_surface_create, (int format, int width, int height))                  \
    X(unsigned char *, cairo_image_surface_get_data, (void *surface))                           \
    X(int, cairo_image_surface_get_stride, (void *surface))                                     \
    X(void, cairo_surface_flush, (void *surface))                                               \
    X(void, cairo_surface_destroy, (void *surface))                                             \
    X(void *, cairo_create, (void *surface))                                                    \
    X(int, cairo_status, (void *cairo))                                                         \
    X(void, cairo_set_source_rgb, (void *cairo, double red, double green, double blue))         \
    X(void, cairo_move_to, (void *cairo, double x, double y))                                   \
    X(void, cairo_destroy, (void *cairo))                                                       \
    X(void, g_object_unref, (void *object))

struct cpango_library {
#define X(result, name, arguments) result(*name) arguments;
    CPANGO_FUNCTIONS
#undef X
};
