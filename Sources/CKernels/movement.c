// Kernels that only move bytes.
#include <string.h>

#include "ckernels.h"
#include "parallel.h"

/// Bytes that a piece of work is to move.
enum { piece_bytes = 1 << 17 };

/// About how long moving takes, in nanoseconds.
static int64_t moving(int64_t bytes) { return bytes / 16; }

/// Two matrices to be laid side by side.
typedef struct concatenation {
    const char *a, *b;
    char *y;
    int64_t rows, a_width, b_width, piece_rows;
} concatenation;

static void concatenate_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const concatenation *job = data;
    const int64_t first = index * job->piece_rows, width = job->a_width + job->b_width;
    const int64_t end =
        job->rows - first < job->piece_rows ? job->rows : first + job->piece_rows;
    for (int64_t row = first; row < end; row++) {
        char *y = job->y + row * width;
        memcpy(y, job->a + row * job->a_width, (size_t)job->a_width);
        memcpy(y + job->a_width, job->b + row * job->b_width, (size_t)job->b_width);
    }
}

void ek_concatenate(
    int64_t rows, const void *a, int64_t a_width, const void *b, int64_t b_width, void *y) {
    const int64_t width = a_width + b_width;
    if (rows <= 0 || width <= 0) return;
    const int64_t piece_rows = piece_bytes / width > 1 ? piece_bytes / width : 1;
    concatenation job = {
        .a = a, .b = b, .y = y, .rows = rows, .a_width = a_width, .b_width = b_width,
        .piece_rows = piece_rows,
    };
    ek_run((rows + piece_rows - 1) / piece_rows, moving(rows * width), &job, concatenate_piece);
}

/// Pictures to be resized.
typedef struct resizing {
    const char *x;
    char *y;
    int64_t height, width, pixel, out_height, out_width;
} resizing;

/// One row of one resized picture.
static void resize_row(const void *data, int64_t index, int worker) {
    (void)worker;
    const resizing *job = data;
    const int64_t item = index / job->out_height, row = index % job->out_height;
    const int64_t from = item * job->height + row * job->height / job->out_height;
    const char *x = job->x + from * job->width * job->pixel;
    char *y = job->y + index * job->out_width * job->pixel;
    for (int64_t i = 0; i < job->out_width; i++, y += job->pixel)
        memcpy(y, x + i * job->width / job->out_width * job->pixel, (size_t)job->pixel);
}

void ek_resize_nearest(
    int64_t batch, int64_t height, int64_t width, int64_t pixel_bytes, int64_t out_height,
    int64_t out_width, const void *x, void *y) {
    resizing job = {
        .x = x, .y = y, .height = height, .width = width, .pixel = pixel_bytes,
        .out_height = out_height, .out_width = out_width,
    };
    const int64_t bytes = batch * out_height * out_width * pixel_bytes;
    ek_run(batch * out_height, moving(bytes), &job, resize_row);
}

/// Pictures to be interleaved.
typedef struct interleaving {
    const char *phases[4];
    char *y;
    int64_t width, pixel;
} interleaving;

/// One row of the result.
static void interleave_row(const void *data, int64_t index, int worker) {
    (void)worker;
    const interleaving *job = data;
    const int64_t from = index / 2 * job->width * job->pixel;
    const char *left = job->phases[index % 2 * 2] + from;
    const char *right = job->phases[index % 2 * 2 + 1] + from;
    char *y = job->y + index * 2 * job->width * job->pixel;
    for (int64_t i = 0; i < job->width; i++, y += 2 * job->pixel) {
        memcpy(y, left + i * job->pixel, (size_t)job->pixel);
        memcpy(y + job->pixel, right + i * job->pixel, (size_t)job->pixel);
    }
}

void ek_interleave(
    int64_t batch, int64_t height, int64_t width, int64_t pixel_bytes, const void *const *phases,
    void *y) {
    interleaving job = {
        .phases = {phases[0], phases[1], phases[2], phases[3]}, .y = y, .width = width,
        .pixel = pixel_bytes,
    };
    const int64_t rows = batch * height * 2;
    ek_run(rows, moving(rows * 2 * width * pixel_bytes), &job, interleave_row);
}
