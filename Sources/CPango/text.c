#include <limits.h>
#include <stdlib.h>

#include "library.h"

struct cpango_text {
    const cpango_library *library;
    void *layout;
    pango_rectangle extents;
};

// A context that draws in shades of the colour alone, whatever the screen's pixels are made of, and the
// same at every size.
static void *make_context(const cpango_library *library) {
    void *context =
        library->pango_font_map_create_context(library->pango_cairo_font_map_get_default());
    void *options = library->cairo_font_options_create();
    library->cairo_font_options_set_antialias(options, cairo_antialias_gray);
    library->cairo_font_options_set_hint_style(options, cairo_hint_style_slight);
    library->cairo_font_options_set_hint_metrics(options, cairo_hint_metrics_off);
    library->pango_cairo_context_set_font_options(context, options);
    library->cairo_font_options_destroy(options);
    return context;
}

static void *make_font(const cpango_library *library, double size, int is_bold) {
    void *font = library->pango_font_description_new();
    library->pango_font_description_set_family(font, "Sans");
    library->pango_font_description_set_absolute_size(font, size * pango_scale);
    library->pango_font_description_set_weight(font,
                                               is_bold ? pango_weight_bold : pango_weight_normal);
    return font;
}

int cpango_has_font(const cpango_library *library) {
    void *context = make_context(library);
    void *description = make_font(library, 13, 0);
    void *font = library->pango_context_load_font(context, description);
    library->pango_font_description_free(description);
    if (font != NULL) {
        library->g_object_unref(font);
    }
    library->g_object_unref(context);
    return font != NULL;
}

cpango_text *cpango_lay_out(const cpango_library *library, const char *utf8, size_t count,
                            const cpango_style *style) {
    cpango_text *text = calloc(1, sizeof *text);
    if (text == NULL || count > INT_MAX) {
        free(text);
        return NULL;
    }
    void *context = make_context(library);
    void *layout = library->pango_layout_new(context);
    library->g_object_unref(context);
    void *font = make_font(library, style->size, style->is_bold);
    library->pango_layout_set_font_description(layout, font);
    library->pango_font_description_free(font);
    if (style->width > 0 && style->width <= INT_MAX / pango_scale) {
        library->pango_layout_set_width(layout, style->width * pango_scale);
        library->pango_layout_set_wrap(layout, pango_wrap_word_char);
        // A negative height counts lines.
        library->pango_layout_set_height(layout, -style->lines);
        library->pango_layout_set_ellipsize(layout, pango_ellipsize_end);
    }
    if (style->is_centred) {
        library->pango_layout_set_alignment(layout, pango_align_centre);
    }
    library->pango_layout_set_text(layout, utf8, (int)count);
    library->pango_layout_get_pixel_extents(layout, NULL, &text->extents);
    text->library = library;
    text->layout = layout;
    return text;
}

void cpango_size(const cpango_text *text, int *width, int *height) {
    *width = text->extents.width;
    *height = text->extents.height;
}

// Lays a premultiplied 32-bit row over an RGB row.
static void blend(const uint32_t *above, uint8_t *below, int count) {
    for (int i = 0; i < count; i++) {
        uint32_t rest = 255 - (above[i] >> 24);
        for (int band = 0; band < 3; band++) {
            uint8_t *value = below + i * 3 + band;
            uint32_t own = above[i] >> (16 - 8 * band) & 255;
            *value = (uint8_t)(own + (*value * rest + 127) / 255);
        }
    }
}

static int larger(int a, int b) { return a > b ? a : b; }
static int smaller(int a, int b) { return a < b ? a : b; }

int cpango_draw(const cpango_text *text, const uint8_t colour[3], uint8_t *rgb, int width, int height,
                int x, int y) {
    const cpango_library *library = text->library;
    void *surface = library->cairo_image_surface_create(cairo_format_argb32, text->extents.width,
                                                        text->extents.height);
    void *cairo = library->cairo_create(surface);
    library->cairo_set_source_rgb(cairo, colour[0] / 255.0, colour[1] / 255.0, colour[2] / 255.0);
    library->cairo_move_to(cairo, -text->extents.x, -text->extents.y);
    library->pango_cairo_show_layout(cairo, text->layout);
    library->cairo_surface_flush(surface);
    int is_done = library->cairo_status(cairo) == 0;
    const unsigned char *pixels = library->cairo_image_surface_get_data(surface);
    size_t stride = (size_t)library->cairo_image_surface_get_stride(surface);
    int left = larger(x, 0), right = smaller(x + text->extents.width, width);
    int top = larger(y, 0), bottom = smaller(y + text->extents.height, height);
    for (int row = top; is_done && pixels != NULL && left < right && row < bottom; row++) {
        const unsigned char *from = pixels + (size_t)(row - y) * stride;
        blend((const uint32_t *)(const void *)from + (left - x),
              rgb + ((size_t)row * width + left) * 3, right - left);
    }
    library->cairo_destroy(cairo);
    library->cairo_surface_destroy(surface);
    return is_done;
}

void cpango_free(cpango_text *text) {
    if (text != NULL) {
        text->library->g_object_unref(text->layout);
        free(text);
    }
}
