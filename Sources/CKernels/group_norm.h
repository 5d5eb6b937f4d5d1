// Group norm over channels-last pixels: one pass for the statistics, a second that normalises.
//
// Statistics are taken per chunk of pixels and channel about the chunk's first pixel, so that a
// large mean cancels before it is squared, and are put together in double.

/// What the pieces of one group norm share.
typedef struct group_norm_job {
    const ek_group_norm_shape *shape;
    const void *x;
    void *y;
    const float *addend, *scale, *shift;
    ek_dtype dtype;
    int64_t chunk_pixels, chunks;  // chunks of one item of the batch
    group_norm_sums *sums;  // [batch][chunks][groups]
    float *parts;  // [batch * chunks][3][channels]: first pixel, sum, sum of squares
    float *affine;  // [batch][3][channels]: mean, factor, shift
} group_norm_job;

/// Adds `count` channels of some pixels, `stride` elements apart, to the chunk's sums.
INLINE void add_pixels(
    ek_dtype dtype, const void *x, int64_t stride, int64_t pixels, int64_t count, float *part,
    int64_t channels) {
    vf about = load_up_to(EK_F32, part, 0, count);
    vf first = load_up_to(EK_F32, part, channels, count);
    vf second = load_up_to(EK_F32, part, 2 * channels, count);
    for (int64_t p = 0; p < pixels; p++) {
        vf d = load_up_to(dtype, x, p * stride, count) - about;
        first += d;
        second = fma_v(d, d, second);
    }
    store_up_to(EK_F32, part, channels, count, first);
    store_up_to(EK_F32, part, 2 * channels, count, second);
}

INLINE void sum_chunk(const group_norm_job *job, ek_dtype dtype, int64_t index) {
    const ek_group_norm_shape *s = job->shape;
    const int64_t item = index / job->chunks, first = index % job->chunks * job->chunk_pixels;
    const int64_t channels = s->channels, left = s->pixels - first;
    const int64_t pixels = left < job->chunk_pixels ? left : job->chunk_pixels;
    const void *x = at(job->x, (item * s->pixels + first) * channels, dtype);
    float *part = job->parts + index * 3 * channels;
    for (int64_t c = 0; c < channels; c += EK_LANES) {
        store_up_to(EK_F32, part, c, channels - c, load_up_to(dtype, x, c, channels - c));
        store_up_to(EK_F32, part, channels + c, channels - c, splat(0.0f));
        store_up_to(EK_F32, part, 2 * channels + c, channels - c, splat(0.0f));
    }
    for (int64_t p = 0; p < pixels; p += 8) {
        const void *start = at(x, p * channels, dtype);
        const int64_t some = pixels - p < 8 ? pixels - p : 8;
        for (int64_t c = 0; c < channels; c += EK_LANES) {
            const void *from = at(start, c, dtype);
            if (channels - c >= EK_LANES && some == 8)
                add_pixels(dtype, from, channels, 8, EK_LANES, part + c, channels);
            else
                add_pixels(dtype, from, channels, some, channels - c, part + c, channels);
        }
    }
}

/// Puts a chunk's channels together: for each group the mean and the sum of squared differences
/// from it.
static void sum_groups(const group_norm_job *job, int64_t index) {
    const ek_group_norm_shape *s = job->shape;
    const int64_t item = index / job->chunks, first = index % job->chunks * job->chunk_pixels;
    const int64_t left = s->pixels - first, channels = s->channels, size = channels / s->groups;
    const double count = (double)(left < job->chunk_pixels ? left : job->chunk_pixels);
    const float *about = job->parts + index * 3 * channels;
    const float *sum = about + channels, *squares = sum + channels;
    const float *addend = job->addend ? job->addend + item * channels : NULL;
    for (int64_t g = 0; g < s->groups; g++) {
        double total = 0, spread = 0;
        const double base = (double)about[g * size] + (addend ? (double)addend[g * size] : 0);
        for (int64_t c = g * size; c < (g + 1) * size; c++) {
            double offset = (double)about[c] + (addend ? (double)addend[c] : 0) - base;
            total += count * offset + (double)sum[c];
            spread += count * offset * offset + 2 * offset * (double)sum[c] + (double)squares[c];
        }
        const double n = count * (double)size, mean = total / n;
        job->sums[index * s->groups + g] = (group_norm_sums){
            .count = n, .mean = base + mean, .squares = spread - total * mean};
    }
}

static void sum_chunk_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const group_norm_job *job = data;
#define SUM_CHUNK(dtype) sum_chunk(job, dtype, index)
    BY_DTYPE(job->dtype, SUM_CHUNK)
    sum_groups(job, index);
}

/// What each channel of a group is to be multiplied by and added to it.
static void prepare_group(const group_norm_job *job, int64_t item, int64_t g) {
    const ek_group_norm_shape *s = job->shape;
    const group_norm_sums *sums = job->sums + item * job->chunks * s->groups + g;
    double count = 0, mean = 0, squares = 0;
    for (int64_t i = 0; i < job->chunks; i++, sums += s->groups) {
        const double difference = sums->mean - mean, both = count + sums->count;
        mean += difference * sums->count / both;
        squares += sums->squares + difference * difference * count * sums->count / both;
        count = both;
    }
    const double factor = 1 / __builtin_sqrt(squares / count + (double)s->epsilon);
    const int64_t channels = s->channels, size = channels / s->groups;
    float *means = job->affine + item * 3 * channels;
    for (int64_t c = g * size; c < (g + 1) * size; c++) {
        const double full = factor * (double)job->scale[c];
        const double wanted = mean - (job->addend ? (double)job->addend[item * channels + c] : 0);
        means[c] = (float)wanted;
        means[channels + c] = (float)full;
        // What rounding the mean took away is put back here.
        means[2 * channels + c] =
            (float)((double)job->shift[c] + ((double)means[c] - wanted) * full);
    }
}

INLINE vf normalised(
    const float *affine, int64_t channels, int64_t c, int64_t count, vf x, bool silu, int degree) {
    vf mean = load_up_to(EK_F32, affine, c, count);
    vf factor = load_up_to(EK_F32, affine, channels + c, count);
    vf shift = load_up_to(EK_F32, affine, 2 * channels + c, count);
    vf y = fma_v(x - mean, factor, shift);
    return silu ? silu_v(y, degree) : y;
}

INLINE void normalise_chunk(
    const group_norm_job *job, ek_dtype dtype, bool silu, int64_t index) {
    const ek_group_norm_shape *s = job->shape;
    const int64_t item = index / job->chunks, first = index % job->chunks * job->chunk_pixels;
    const int64_t channels = s->channels, left = s->pixels - first;
    const int64_t pixels = left < job->chunk_pixels ? left : job->chunk_pixels;
    const int64_t whole = channels / EK_LANES * EK_LANES;
    const float *affine = job->affine + item * 3 * channels;
    const int degree = exp2_degree(dtype);
    int64_t start = (item * s->pixels + first) * channels;
    for (int64_t p = 0; p < pixels; p++, start += channels) {
        for (int64_t c = 0; c < whole; c += EK_LANES) {
            vf x = load(dtype, job->x, start + c);
            vf y = normalised(affine, channels, c, EK_LANES, x, silu, degree);
            store(dtype, job->y, start + c, y);
        }
        if (whole == channels) continue;
        const int64_t rest = channels - whole;
        vf x = load_some(dtype, job->x, start + whole, rest);
        vf y = normalised(affine, channels, whole, rest, x, silu, degree);
        store_some(dtype, job->y, start + whole, rest, y);
    }
}

/// Chunks are normalised in the reverse of the order they were summed in: the last are still in the
/// cache.
static void normalise_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const group_norm_job *job = data;
    const int64_t chunk = job->shape->batch * job->chunks - 1 - index;
#define NORMALISE(dtype)                              \
    if (job->shape->silu)                             \
        normalise_chunk(job, dtype, true, chunk);     \
    else                                              \
        normalise_chunk(job, dtype, false, chunk)
    BY_DTYPE(job->dtype, NORMALISE)
}

static void group_norm(
    const ek_group_norm_shape *shape, ek_dtype dtype, const void *x, const float *addend,
    const float *scale, const float *shift, void *y, void *scratch) {
    if (shape->batch * shape->pixels * shape->channels <= 0) return;
    const group_norm_layout layout = ek_group_norm_layout(shape);
    group_norm_job job = {
        .shape = shape, .x = x, .y = y, .addend = addend, .scale = scale, .shift = shift,
        .dtype = dtype, .chunk_pixels = layout.chunk_pixels, .chunks = layout.chunks,
        .sums = scratch, .parts = (float *)((char *)scratch + layout.parts),
        .affine = (float *)((char *)scratch + layout.affine),
    };
    const int64_t pieces = shape->batch * layout.chunks;
    const int64_t elements = shape->batch * shape->pixels * shape->channels;
    ek_run(pieces, elements / 8, &job, sum_chunk_piece);
    for (int64_t item = 0; item < shape->batch; item++)
        for (int64_t g = 0; g < shape->groups; g++) prepare_group(&job, item, g);
    ek_run(pieces, elements / 4, &job, normalise_piece);
}
