#include "layout.h"

#include "parallel.h"

/// Rounds up to whole cache lines.
static size_t lines(int64_t bytes) { return ((size_t)bytes + 63) & ~(size_t)63; }

static int64_t divided_up(int64_t a, int64_t b) { return (a + b - 1) / b; }

group_norm_layout ek_group_norm_layout(const ek_group_norm_shape *s) {
    // Chunks of some 64 Ki elements, which a core's own cache holds; no longer than fp32 sums stay
    // exact enough.
    int64_t pixels = s->channels > 0 ? (1 << 16) / s->channels : 1;
    pixels = pixels < 16 ? 16 : pixels > 1024 ? 1024 : pixels;
    if (pixels > s->pixels) pixels = s->pixels > 0 ? s->pixels : 1;
    group_norm_layout layout = {.chunk_pixels = pixels, .chunks = divided_up(s->pixels, pixels)};
    const int64_t pieces = s->batch * layout.chunks;
    layout.parts = lines(pieces * s->groups * (int64_t)sizeof(group_norm_sums));
    layout.affine = layout.parts + lines(pieces * 3 * s->channels * 4);
    layout.size = layout.affine + lines(s->batch * 3 * s->channels * 4);
    return layout;
}

size_t ek_group_norm_scratch(const ek_group_norm_shape *shape) {
    return ek_group_norm_layout(shape).size;
}

attention_layout ek_attention_layout(const ek_attention_shape *s, bool pairs) {
    attention_layout layout = {
        .steps = pairs ? divided_up(s->width, 2) : s->width,
        .key_tiles = divided_up(s->keys, ek_key_tile),
        .value_rows = pairs ? divided_up(s->keys, 2) : s->keys,
    };
    layout.head_keys = lines(layout.key_tiles * ek_key_tile * layout.steps * 4);
    layout.head = layout.head_keys + lines(layout.value_rows * s->width * 4);
    layout.worker_scores = lines(layout.steps * ek_block_queries * 4);
    layout.worker_out = layout.worker_scores + lines(ek_block_keys * ek_block_queries * 4);
    layout.worker = layout.worker_out + lines(s->width * ek_block_queries * 4);
    layout.workers = (size_t)(s->batch * s->heads) * layout.head;
    layout.size = layout.workers + (size_t)ek_worker_limit() * layout.worker;
    return layout;
}

size_t ek_attention_scratch(const ek_attention_shape *shape, ek_dtype dtype) {
    (void)dtype;
    return ek_attention_layout(shape, false).size;
}
