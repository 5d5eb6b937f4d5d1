// Kernels that work row by row.

/// What a kernel over rows reads and writes.
typedef struct rows_job {
    const void *x;
    void *y;
    const float *scale, *shift;
    int64_t rows, width, piece_rows;
    float epsilon;
    ek_dtype dtype;
} rows_job;

/// Runs `piece` over pieces of rows of about piece_elements; `width` is what a row costs.
static void run_rows(rows_job *job, int64_t width, int64_t cost, ek_piece piece) {
    if (job->rows <= 0 || width <= 0) return;
    job->piece_rows = piece_elements / width > 1 ? piece_elements / width : 1;
    ek_run((job->rows + job->piece_rows - 1) / job->piece_rows, cost, job, piece);
}

INLINE int64_t end_row(const rows_job *job, int64_t index) {
    int64_t end = (index + 1) * job->piece_rows;
    return end < job->rows ? end : job->rows;
}

/// The lanes below `count`, as a mask.
INLINE vi lanes_below(int64_t count) {
    return lane_numbers() < (vi)(int32_t)(count < EK_LANES ? count : EK_LANES);
}

/// Normalises one row: two passes, the second about the mean of the first, so that a large mean
/// cancels exactly.
INLINE void layer_norm_row(const rows_job *job, ek_dtype dtype, int64_t row) {
    const int64_t width = job->width, start = row * width;
    const float one_over = 1.0f / (float)width;
    vf sum = splat(0.0f);
    for (int64_t i = 0; i < width; i += EK_LANES)
        sum += load_up_to(dtype, job->x, start + i, width - i);
    const vf about = splat(sum_of_lanes(sum) * one_over);

    vf first = splat(0.0f), second = splat(0.0f);
    for (int64_t i = 0; i < width; i += EK_LANES) {
        vf d = load_up_to(dtype, job->x, start + i, width - i) - about;
        if (width - i < EK_LANES) d = lanes_below(width - i) ? d : splat(0.0f);
        first += d;
        second = fma_v(d, d, second);
    }
    const float rest = sum_of_lanes(first) * one_over;
    const float variance = sum_of_lanes(second) * one_over - rest * rest;
    const vf factor = splat(1.0f / __builtin_sqrtf(variance + job->epsilon));

    for (int64_t i = 0; i < width; i += EK_LANES) {
        vf d = load_up_to(dtype, job->x, start + i, width - i) - about - rest;
        vf scale = load_up_to(EK_F32, job->scale, i, width - i);
        vf shift = load_up_to(EK_F32, job->shift, i, width - i);
        store_up_to(dtype, job->y, start + i, width - i, fma_v(d * factor, scale, shift));
    }
}

static void layer_norm_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const rows_job *job = data;
    for (int64_t row = index * job->piece_rows; row < end_row(job, index); row++) {
#define LAYER_NORM(dtype) layer_norm_row(job, dtype, row)
        BY_DTYPE(job->dtype, LAYER_NORM)
    }
}

static void layer_norm(
    ek_dtype dtype, int64_t rows, int64_t channels, float epsilon, const void *x,
    const float *scale, const float *shift, void *y) {
    rows_job job = {
        .x = x, .y = y, .scale = scale, .shift = shift, .rows = rows, .width = channels,
        .epsilon = epsilon, .dtype = dtype,
    };
    run_rows(&job, channels, rows * channels / 4, layer_norm_piece);
}

/// 2^((x - max) * log2 e), zero where that is too small for fp32.
INLINE vf softmax_term(vf x, vf max, int degree) {
    vf t = (x - max) * log2_e;
    return t < -126.0f ? splat(0.0f) : exp2_v(t, degree);
}

INLINE void softmax_row(const rows_job *job, ek_dtype dtype, int64_t row) {
    const int64_t width = job->width, start = row * width;
    const int degree = exp2_degree(dtype);
    const vf lowest = splat(-__builtin_inff());
    vf max = lowest;
    for (int64_t i = 0; i < width; i += EK_LANES) {
        vf x = load_up_to(dtype, job->x, start + i, width - i);
        if (width - i < EK_LANES) x = lanes_below(width - i) ? x : lowest;
        max = at_least(x, max);
    }
    max = splat(max_of_lanes(max));
    vf sum = splat(0.0f);
    for (int64_t i = 0; i < width; i += EK_LANES) {
        vf e = softmax_term(load_up_to(dtype, job->x, start + i, width - i), max, degree);
        sum += width - i < EK_LANES ? (lanes_below(width - i) ? e : splat(0.0f)) : e;
    }
    const vf factor = splat(1.0f / sum_of_lanes(sum));
    for (int64_t i = 0; i < width; i += EK_LANES) {
        vf e = softmax_term(load_up_to(dtype, job->x, start + i, width - i), max, degree);
        store_up_to(dtype, job->y, start + i, width - i, e * factor);
    }
}

static void softmax_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const rows_job *job = data;
    for (int64_t row = index * job->piece_rows; row < end_row(job, index); row++) {
#define SOFTMAX(dtype) softmax_row(job, dtype, row)
        BY_DTYPE(job->dtype, SOFTMAX)
    }
}

static void softmax(ek_dtype dtype, int64_t rows, int64_t columns, const void *x, void *y) {
    rows_job job = {.x = x, .y = y, .rows = rows, .width = columns, .dtype = dtype};
    run_rows(&job, columns, rows * columns / 2, softmax_piece);
}

INLINE void geglu_row(const rows_job *job, ek_dtype dtype, int64_t row) {
    const int64_t width = job->width, value = 2 * row * width, gate = value + width;
    const int degree = exp2_degree(dtype);
    for (int64_t i = 0; i < width; i += EK_LANES) {
        vf g = gelu_v(load_up_to(dtype, job->x, gate + i, width - i), degree);
        vf x = load_up_to(dtype, job->x, value + i, width - i);
        store_up_to(dtype, job->y, row * width + i, width - i, x * g);
    }
}

static void geglu_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const rows_job *job = data;
    for (int64_t row = index * job->piece_rows; row < end_row(job, index); row++) {
#define GEGLU(dtype) geglu_row(job, dtype, row)
        BY_DTYPE(job->dtype, GEGLU)
    }
}

static void geglu(ek_dtype dtype, int64_t rows, int64_t width, const void *x, void *y) {
    rows_job job = {.x = x, .y = y, .rows = rows, .width = width, .dtype = dtype};
    run_rows(&job, width, rows * width / 3, geglu_piece);
}
