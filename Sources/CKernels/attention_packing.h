// How attention lays out its operands: keys and values packed once per head, queries and outputs
// per block of queries.
//
// Lanes are queries: scores, maxima, sums and outputs of EK_LANES queries lie side by side, so
// nothing is ever reduced across a vector, and any width of head fits without padding. Where the
// CPU multiplies pairs of bf16, units are pairs (of neighbours along the width for q · kᵀ, of keys
// for p · v), else fp32.

/// What the pieces of one attention share.
typedef struct attention_job {
    const ek_attention_shape *shape;
    ek_dtype dtype;
    ek_rows q, k, v, out;
    char *scratch;
    attention_layout layout;
    bool pairs;
    int64_t query_blocks, key_chunks;  // of one head
    bool heads_first;  // take every head of a block of queries before the next block
} attention_job;

enum { block_queries = EK_QUERY_VECTORS * EK_LANES, chunk_keys = 2 * ek_block_keys };

/// Row `row` of one head.
INLINE void *head_row(const attention_job *job, ek_rows rows, int64_t head, int64_t row) {
    const ek_attention_shape *s = job->shape;
    const int64_t start = head / s->heads * rows.batch + head % s->heads * s->width;
    return at(rows.data, start + row * rows.row, job->dtype);
}

INLINE float element(ek_dtype dtype, const void *row, int64_t i) {
    if (dtype == EK_F32) return ((const float *)row)[i];
    uint32_t bits = (uint32_t)((const uint16_t *)row)[i] << 16;
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/// A unit of two bf16.
INLINE float pair_of(uint16_t low, uint16_t high) {
    uint32_t bits = (uint32_t)low | (uint32_t)high << 16;
    float unit;
    memcpy(&unit, &bits, sizeof unit);
    return unit;
}

/// Unit i of a row of keys; the second half of the last pair of an odd width is zero.
INLINE float row_unit(const attention_job *job, const void *row, int64_t i) {
    if (!job->pairs) return element(job->dtype, row, i);
    const uint16_t *halves = row;
    return pair_of(halves[2 * i], 2 * i + 1 < job->shape->width ? halves[2 * i + 1] : 0);
}

/// Packs a tile of keys: for each unit of the width the tile's keys side by side; keys that are not
/// there are zero.
static void pack_keys(const attention_job *job, int64_t head, int64_t tile) {
    const int64_t steps = job->layout.steps;
    float *packed = (float *)(job->scratch + (size_t)head * job->layout.head);
    packed += tile * TILE * steps;
    for (int64_t t = 0; t < TILE; t++) {
        const int64_t key = tile * TILE + t;
        const bool there = key < job->shape->keys;
        const void *row = head_row(job, job->k, head, there ? key : 0);
        for (int64_t i = 0; i < steps; i++)
            packed[i * TILE + t] = there ? row_unit(job, row, i) : 0.0f;
    }
}

/// Packs a row of values, or a pair of rows.
static void pack_values(const attention_job *job, int64_t head, int64_t row) {
    const int64_t width = job->shape->width;
    char *start = job->scratch + (size_t)head * job->layout.head + job->layout.head_keys;
    float *packed = (float *)start + row * width;
    if (!job->pairs) {
        const void *values = head_row(job, job->v, head, row);
        for (int64_t i = 0; i < width; i++) packed[i] = element(job->dtype, values, i);
        return;
    }
    const bool both = 2 * row + 1 < job->shape->keys;
    const uint16_t *first = head_row(job, job->v, head, 2 * row);
    const uint16_t *second = both ? head_row(job, job->v, head, 2 * row + 1) : first;
    for (int64_t i = 0; i < width; i++)
        packed[i] = pair_of(first[i], both ? second[i] : 0);
}

/// Packs chunk_keys keys and values of a head.
static void pack_piece(const void *data, int64_t index, int worker) {
    (void)worker;
    const attention_job *job = data;
    const int64_t head = index / job->key_chunks, first = index % job->key_chunks * chunk_keys;
    for (int64_t tile = first / TILE;
         tile < (first + chunk_keys) / TILE && tile < job->layout.key_tiles; tile++)
        pack_keys(job, head, tile);
    const int64_t together = job->pairs ? 2 : 1;
    for (int64_t row = first / together;
         row < (first + chunk_keys) / together && row < job->layout.value_rows; row++)
        pack_values(job, head, row);
}

/// One block of queries on its way through the keys.
typedef struct query_block {
    const attention_job *job;
    int64_t head, first, count;  // its queries
    int vectors;                 // that hold them
    float *q, *scores, *out;     // [steps], [keys of a block] and [width] of [vectors] vectors
    const float *keys, *values;  // packed
    vf max[EK_QUERY_VECTORS];    // what was taken from the scores, times `to_log2`, that are summed
    vf sum[EK_QUERY_VECTORS];
    float to_log2;
} query_block;

/// EK_LANES units of a query's row from unit i on.
INLINE vf query_units(const attention_job *job, const void *row, int64_t i) {
    const int64_t width = job->shape->width;
#if defined(EK_HAS_BF16)
    if (job->pairs) {
        const int64_t left = width - 2 * i;
        const __mmask32 there = left >= 32 ? ~0u : (1u << left) - 1;
        return (vf)_mm512_maskz_loadu_epi16(there, (const uint16_t *)row + 2 * i);
    }
#endif
    if (job->dtype == EK_F32) return load_up_to(EK_F32, row, i, width - i);
    return load_up_to(EK_BF16, row, i, width - i);
}

/// Asks for the memory of the block's queries and outputs, whose rows lie too far apart for the CPU
/// to foresee.
INLINE void prefetch_block(const query_block *block) {
    const attention_job *job = block->job;
    const int64_t bytes = job->shape->width * size_of(job->dtype);
    for (int64_t i = 0; i < block->count; i++) {
        const char *q = head_row(job, job->q, block->head, block->first + i);
        const char *out = head_row(job, job->out, block->head, block->first + i);
        for (int64_t line = 0; line < bytes; line += 64) {
            __builtin_prefetch(q + line, 0);
            __builtin_prefetch(out + line, 1);
        }
    }
}

/// Lays the block's queries out with queries along the lanes; lanes without a query are zero.
static void pack_queries(query_block *block) {
    const int64_t steps = block->job->layout.steps;
    for (int v = 0; v < block->vectors; v++) {
        for (int64_t i = 0; i < steps; i += EK_LANES) {
            vf square[EK_LANES];
            for (int lane = 0; lane < EK_LANES; lane++) {
                const int64_t query = v * EK_LANES + lane;
                square[lane] = splat(0.0f);
                if (query >= block->count) continue;
                const void *row =
                    head_row(block->job, block->job->q, block->head, block->first + query);
                square[lane] = query_units(block->job, row, i);
            }
            transpose(square);
            const int64_t some = steps - i < EK_LANES ? steps - i : EK_LANES;
            for (int64_t k = 0; k < some; k++)
                store(EK_F32, block->q, ((i + k) * block->vectors + v) * EK_LANES, square[k]);
        }
    }
}

/// Divides by the sums and writes the block's rows.
static void store_block(const query_block *block) {
    const int64_t width = block->job->shape->width;
    const ek_dtype dtype = block->job->dtype;
    for (int v = 0; v < block->vectors; v++) {
        const vf factor = splat(1.0f) / block->sum[v];
        for (int64_t i = 0; i < width; i += EK_LANES) {
            vf square[EK_LANES];
            const int64_t some = width - i < EK_LANES ? width - i : EK_LANES;
            for (int64_t k = 0; k < EK_LANES; k++) {
                const int64_t row = i + (k < some ? k : 0);
                vf sums = load(EK_F32, block->out, (row * block->vectors + v) * EK_LANES);
                square[k] = sums * factor;
            }
            transpose(square);
            for (int lane = 0; lane < EK_LANES; lane++) {
                const int64_t query = v * EK_LANES + lane;
                if (query >= block->count) break;
                void *row =
                    head_row(block->job, block->job->out, block->head, block->first + query);
                if (dtype == EK_F32)
                    store_up_to(EK_F32, row, i, some, square[lane]);
                else
                    store_up_to(EK_BF16, row, i, some, square[lane]);
            }
        }
    }
}

