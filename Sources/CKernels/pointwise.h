// Kernels that work element by element.

/// Elements to a piece of work.
enum { piece_elements = 1 << 15 };

INLINE int64_t pieces_of(int64_t count) { return (count + piece_elements - 1) / piece_elements; }

INLINE int64_t piece_end(int64_t index, int64_t count) {
    int64_t end = (index + 1) * piece_elements;
    return end < count ? end : count;
}

/// Expands `call` for the constant dtype.
#define BY_DTYPE(dtype, call)                            \
    switch (dtype) {                                     \
        case EK_F32: call(EK_F32); break;                \
        case EK_BF16: call(EK_BF16); break;              \
        case EK_F16: call(EK_F16); break;                \
    }

/// What a pointwise kernel reads and writes.
typedef struct pointwise_job {
    const void *a, *b;
    void *y;
    int64_t count;
    ek_dtype dtype;
    int kind;
} pointwise_job;

INLINE vf activation_v(ek_activation activation, vf x, int degree) {
    switch (activation) {
        case EK_SILU: return silu_v(x, degree);
        case EK_GELU: return gelu_v(x, degree);
        default: return quick_gelu_v(x, degree);
    }
}

INLINE void activate_range(
    const pointwise_job *job, ek_activation activation, ek_dtype dtype, int64_t i, int64_t end) {
    const int degree = exp2_degree(dtype);
    for (; i < end; i += EK_LANES) {
        vf x = load_up_to(dtype, job->a, i, end - i);
        store_up_to(dtype, job->y, i, end - i, activation_v(activation, x, degree));
    }
}

static void activate_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const pointwise_job *job = data;
    int64_t start = index * piece_elements, end = piece_end(index, job->count);
#define ACTIVATE(dtype)                                                                    \
    switch (job->kind) {                                                                   \
        case EK_SILU: activate_range(job, EK_SILU, dtype, start, end); break;              \
        case EK_GELU: activate_range(job, EK_GELU, dtype, start, end); break;              \
        default: activate_range(job, EK_QUICK_GELU, dtype, start, end); break;             \
    }
    BY_DTYPE(job->dtype, ACTIVATE)
}

static void activate(
    ek_activation activation, ek_dtype dtype, int64_t count, const void *x, void *y) {
    pointwise_job job = {.a = x, .y = y, .count = count, .dtype = dtype, .kind = activation};
    ek_run(pieces_of(count), count / 4, &job, activate_piece);
}

INLINE void add_range(
    ek_dtype dtype, const void *a, const void *b, void *y, int64_t i, int64_t end) {
    for (; i < end; i += EK_LANES) {
        vf sum = load_up_to(dtype, a, i, end - i) + load_up_to(dtype, b, i, end - i);
        store_up_to(dtype, y, i, end - i, sum);
    }
}

static void add_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const pointwise_job *job = data;
    int64_t start = index * piece_elements, end = piece_end(index, job->count);
#define ADD(dtype) add_range(dtype, job->a, job->b, job->y, start, end)
    BY_DTYPE(job->dtype, ADD)
}

static void add(ek_dtype dtype, int64_t count, const void *a, const void *b, void *y) {
    pointwise_job job = {.a = a, .b = b, .y = y, .count = count, .dtype = dtype};
    ek_run(pieces_of(count), count / 8, &job, add_piece);
}

/// What ek_combine and ek_clamp read and write.
typedef struct float_job {
    const float *x, *coefficients, *const *inputs;
    float *y;
    float low, high;
    int64_t count;
    int inputs_count;
} float_job;

static void combine_piece(const void *data, int64_t index, int worker) {
    // Products are rounded before they are added, on every CPU, as a chain of separate operations
    // would.
#pragma clang fp contract(off)
    (void)worker;
    const float_job *job = data;
    int64_t end = piece_end(index, job->count);
    for (int64_t i = index * piece_elements; i < end; i += EK_LANES) {
        vf sum = splat(0.0f);
        for (int k = 0; k < job->inputs_count; k++) {
            vf term = load_up_to(EK_F32, job->inputs[k], i, end - i) * job->coefficients[k];
            sum = k == 0 ? term : sum + term;
        }
        store_up_to(EK_F32, job->y, i, end - i, sum);
    }
}

static void combine(
    int inputs_count, const float *coefficients, const float *const *inputs, int64_t count,
    float *y) {
    float_job job = {
        .coefficients = coefficients, .inputs = inputs, .inputs_count = inputs_count,
        .count = count, .y = y,
    };
    ek_run(pieces_of(count), count * inputs_count / 8, &job, combine_piece);
}

static void clamp_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const float_job *job = data;
    int64_t end = piece_end(index, job->count);
    for (int64_t i = index * piece_elements; i < end; i += EK_LANES) {
        vf x = load_up_to(EK_F32, job->x, i, end - i);
        x = at_most(at_least(x, splat(job->low)), splat(job->high));
        store_up_to(EK_F32, job->y, i, end - i, x);
    }
}

static void clamp(int64_t count, float low, float high, const float *x, float *y) {
    float_job job = {.x = x, .y = y, .low = low, .high = high, .count = count};
    ek_run(pieces_of(count), count / 8, &job, clamp_piece);
}

/// Conversion of elements start..<end; to bf16 exactly, subnormals too, since this is how weights
/// are loaded.
INLINE void convert_range(
    ek_dtype from, const void *x, ek_dtype to, void *y, int64_t i, int64_t end) {
    for (; i < end; i += EK_LANES) {
        vf value = load_up_to(from, x, i, end - i);
        if (to != EK_BF16) {
            store_up_to(to, y, i, end - i, value);
            continue;
        }
        vh halves = to_bf16_exact(value);
        if (end - i >= EK_LANES)
            memcpy(at(y, i, to), &halves, sizeof halves);
        else
            store_some_halves(at(y, i, to), end - i, halves);
    }
}

static void convert_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const pointwise_job *job = data;
    int64_t start = index * piece_elements, end = piece_end(index, job->count);
    if (job->dtype == (ek_dtype)job->kind) {
        int64_t size = size_of(job->dtype);
        memmove((char *)job->y + start * size, (const char *)job->a + start * size,
                (size_t)((end - start) * size));
        return;
    }
#define CONVERT(from)                                                                        \
    switch (job->kind) {                                                                     \
        case EK_F32: convert_range(from, job->a, EK_F32, job->y, start, end); break;         \
        case EK_BF16: convert_range(from, job->a, EK_BF16, job->y, start, end); break;       \
        default: convert_range(from, job->a, EK_F16, job->y, start, end); break;             \
    }
    BY_DTYPE(job->dtype, CONVERT)
}

static void convert(ek_dtype from, const void *x, ek_dtype to, void *y, int64_t count) {
    pointwise_job job = {.a = x, .y = y, .count = count, .dtype = from, .kind = (int)to};
    ek_run(pieces_of(count), count / 8, &job, convert_piece);
}

INLINE void bytes_range(ek_dtype dtype, const void *x, uint8_t *y, int64_t i, int64_t end) {
    const vf round = splat(0x1.8p23f);
    for (; i < end; i += EK_LANES) {
        vf value = load_up_to(dtype, x, i, end - i) * 0.5f + 0.5f;
        value = at_most(at_least(value, splat(0.0f)), splat(1.0f)) * 255.0f;
        vf shifted = value + round;
        int32_t lanes[EK_LANES];
        memcpy(lanes, &shifted, sizeof lanes);
        int64_t count = end - i < EK_LANES ? end - i : EK_LANES;
        for (int64_t k = 0; k < count; k++) y[i + k] = (uint8_t)lanes[k];
    }
}

static void bytes_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const pointwise_job *job = data;
    int64_t start = index * piece_elements, end = piece_end(index, job->count);
#define BYTES(dtype) bytes_range(dtype, job->a, job->y, start, end)
    BY_DTYPE(job->dtype, BYTES)
}

static void to_bytes(ek_dtype dtype, int64_t count, const void *x, uint8_t *y) {
    pointwise_job job = {.a = x, .y = y, .count = count, .dtype = dtype};
    ek_run(pieces_of(count), count / 4, &job, bytes_piece);
}
