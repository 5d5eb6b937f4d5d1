// Attention in blocks of queries against blocks of keys: a running maximum and sum, never the whole score matrix.
//
// Lanes are queries: scores, maxima, sums and outputs of EK_LANES queries lie side by side, so nothing is ever reduced across
// a vector, and any width of head fits without padding. Keys and values are packed once per head; where the CPU
// multiplies pairs of bf16, units are pairs (of neighbours along the width for q · kᵀ, of keys for p · v), else fp32.

/// What the pieces of one attention share.
typedef struct attention_job {
    const ek_attention_shape *shape;
    ek_dtype dtype;
    ek_rows q, k, v, out;
    char *scratch;
    attention_layout layout;
    bool pairs;
    int64_t query_blocks, key_chunks;  // of one head
    bool heads_first;                  // take every head of a block of queries before the next block
} attention_job;

enum { block_queries = EK_QUERY_VECTORS * EK_LANES, chunk_keys = 2 * ek_block_keys };

/// Row `row` of one head.
INLINE void *head_row(const attention_job *job, ek_rows rows, int64_t head, int64_t row) {
    const ek_attention_shape *s = job->shape;
    const int64_t index = head / s->heads * rows.batch + row * rows.row + head % s->heads * s->width;
    return at(rows.data, index, job->dtype);
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

/// Packs a tile of keys: for each unit of the width the tile's keys side by side; keys that are not there are zero.
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
    vf max[EK_QUERY_VECTORS];    // an upper bound of the scores in the sums, times `to_log2`, nearly
    vf sum[EK_QUERY_VECTORS];
    float to_log2;
} query_block;

/// EK_LANES units of a query's row from unit i on.
INLINE vf query_units(const attention_job *job, const void *row, int64_t i) {
    const int64_t width = job->shape->width;
    if (!job->pairs) {
        if (job->dtype == EK_F32) return load_up_to(EK_F32, row, i, width - i);
        return load_up_to(EK_BF16, row, i, width - i);
    }
    uint16_t halves[2 * EK_LANES] = {0};
    const int64_t left = width - 2 * i, count = left < 2 * EK_LANES ? left : 2 * EK_LANES;
    memcpy(halves, (const uint16_t *)row + 2 * i, (size_t)count * sizeof(uint16_t));
    vf units;
    memcpy(&units, halves, sizeof units);
    return units;
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
                square[k] = load(EK_F32, block->out, (row * block->vectors + v) * EK_LANES) * factor;
            }
            transpose(square);
            for (int lane = 0; lane < EK_LANES; lane++) {
                const int64_t query = v * EK_LANES + lane;
                if (query >= block->count) break;
                void *row = head_row(block->job, block->job->out, block->head, block->first + query);
                if (dtype == EK_F32)
                    store_up_to(EK_F32, row, i, some, square[lane]);
                else
                    store_up_to(EK_BF16, row, i, some, square[lane]);
            }
        }
    }
}

/// scores = q · kᵀ for `count` keys from `first`, which a tile begins with.
static void score_keys(const query_block *block, int64_t first, int64_t count) {
    const int64_t steps = block->job->layout.steps;
    tile_product product = {
        .a = block->q, .b = block->keys + first * steps, .b_step = TILE, .steps = steps,
        .c = block->scores,
    };
    for (int64_t key = 0; key < count; key += TILE) {
        multiply(block->job->pairs, TILE, block->vectors, &product);
        product.b += TILE * steps;
        product.c += TILE * block->vectors * EK_LANES;
    }
}

/// Takes from each query the keys that come after it.
static void hide_later_keys(const query_block *block, int64_t first, int64_t count) {
    for (int64_t key = 0; key < count; key++) {
        for (int v = 0; v < block->vectors; v++) {
            const int64_t at_least_lane = first + key - block->first - v * EK_LANES;
            if (at_least_lane <= 0) continue;
            const int64_t index = (key * block->vectors + v) * EK_LANES;
            vi hidden = lane_numbers() < (vi)(int32_t)at_least_lane;
            vf score = load(EK_F32, block->scores, index);
            store(EK_F32, block->scores, index, hidden ? splat(-3e38f) : score);
        }
    }
}

/// Raises the bounds of the scores where they have been exceeded by far, and scales what was summed under the old ones.
INLINE void raise_bounds(query_block *block, int vectors, int64_t count) {
    const float tolerated = 8;  // p may grow to 2^8: no harm to fp32 sums, nor to bf16 p
    vf bound[EK_QUERY_VECTORS];
    for (int v = 0; v < vectors; v++) bound[v] = load(EK_F32, block->scores, v * EK_LANES);
    for (int64_t key = 1; key < count; key++)
        for (int v = 0; v < vectors; v++)
            bound[v] = at_least(load(EK_F32, block->scores, (key * vectors + v) * EK_LANES), bound[v]);
    vi exceeded = (vi){0};
    for (int v = 0; v < vectors; v++) {
        bound[v] = bound[v] * block->to_log2;
        exceeded |= bound[v] > block->max[v] + tolerated;
    }
    if (!any(exceeded)) return;
    vf factor[EK_QUERY_VECTORS];
    for (int v = 0; v < vectors; v++) {
        bound[v] = at_least(bound[v], block->max[v]);
        factor[v] = exp2_v(at_least(block->max[v] - bound[v], splat(-126.0f)), 6);
        block->max[v] = bound[v];
        block->sum[v] *= factor[v];
    }
    for (int64_t i = 0; i < block->job->shape->width; i++) {
        for (int v = 0; v < vectors; v++) {
            const int64_t index = (i * vectors + v) * EK_LANES;
            store(EK_F32, block->out, index, load(EK_F32, block->out, index) * factor[v]);
        }
    }
}

/// 2^(score * to_log2 - max)
INLINE vf weight(const query_block *block, int64_t index, vf to_log2, vf max, int degree) {
    vf t = fma_v(load(EK_F32, block->scores, index), to_log2, -max);
    return exp2_v(at_least(t, splat(-126.0f)), degree);
}

#if defined(EK_HAS_BF16)
#define PAIR_LANE_LOW(i, unused) i, 16 + i
/// Pairs of bf16: `first` in the low halves.
INLINE vf pairs_of(vf first, vf second) {
    typedef uint16_t halves __attribute__((ext_vector_type(32)));
    halves both = (halves)_mm512_cvtne2ps_pbh((__m512)second, (__m512)first);
    return (vf)__builtin_shufflevector(both, both, EACH_LANE(PAIR_LANE_LOW, ));
}

/// Turns scores into weights in pairs of keys, in place, and sums them.
INLINE void weigh_pairs(query_block *block, int vectors, int64_t count) {
    const vf to_log2 = splat(block->to_log2);
    for (int64_t key = 0; key < count; key += 2) {
        for (int v = 0; v < vectors; v++) {
            const int64_t index = (key * vectors + v) * EK_LANES;
            vf first = weight(block, index, to_log2, block->max[v], 3), second = splat(0.0f);
            if (key + 1 < count)
                second = weight(block, index + vectors * EK_LANES, to_log2, block->max[v], 3);
            block->sum[v] += first + second;
            const int64_t pair = (key / 2 * vectors + v) * EK_LANES;
            store(EK_F32, block->scores, pair, pairs_of(first, second));
        }
    }
}
#endif

/// Turns scores into weights, in place, and sums them.
INLINE void weigh(query_block *block, int vectors, int64_t count) {
    const vf to_log2 = splat(block->to_log2);
    for (int64_t key = 0; key < count; key++) {
        for (int v = 0; v < vectors; v++) {
            const int64_t index = (key * vectors + v) * EK_LANES;
            vf p = weight(block, index, to_log2, block->max[v], 6);
            block->sum[v] += p;
            store(EK_F32, block->scores, index, p);
        }
    }
}

INLINE void weigh_keys(query_block *block, int vectors, int64_t count) {
    raise_bounds(block, vectors, count);
#if defined(EK_HAS_BF16)
    if (block->job->pairs) {
        weigh_pairs(block, vectors, count);
        return;
    }
#endif
    weigh(block, vectors, count);
}

/// out += weights · v
static void add_values(const query_block *block, int64_t first, int64_t count) {
    const int64_t width = block->job->shape->width, together = block->job->pairs ? 2 : 1;
    const int64_t tiles = (width + TILE - 1) / TILE;
    tile_product product = {
        .a = block->scores, .b_step = width, .steps = (count + together - 1) / together, .add = true,
    };
    for (int64_t tile = 0; tile < tiles; tile++) {
        // Tiles of as equal a size as can be.
        const int64_t start = tile * width / tiles, end = (tile + 1) * width / tiles;
        product.b = block->values + first / together * width + start;
        product.c = block->out + start * block->vectors * EK_LANES;
        multiply(block->job->pairs, (int)(end - start), block->vectors, &product);
    }
}

static void attend(query_block *block, int64_t first, int64_t count) {
    score_keys(block, first, count);
    if (block->job->shape->causal && first + count > block->first)
        hide_later_keys(block, first, count);
    switch (block->vectors) {
        case 1: weigh_keys(block, 1, count); break;
        case 2: weigh_keys(block, 2, count); break;
#if EK_QUERY_VECTORS > 2
        case 3: weigh_keys(block, 3, count); break;
        case 4: weigh_keys(block, 4, count); break;
#endif
    }
    add_values(block, first, count);
}

/// Which block of queries of which head a piece is. Where the keys and values of all heads fit a core's cache, the heads of
/// a block follow one another, since their queries lie side by side; else the blocks of a head, which share its keys.
INLINE void place_block(const attention_job *job, int64_t index, query_block *block) {
    int64_t place = index % job->query_blocks;
    block->head = index / job->query_blocks;
    if (job->heads_first) {
        const int64_t heads = job->shape->heads, pieces = heads * job->query_blocks;
        place = index % pieces / heads;
        block->head = index / pieces * heads + index % heads;
    }
    block->first = place * block_queries;
}

/// Attention of one block of queries of one head.
static void attention_piece(const void *data, int64_t index, int worker) {
    const attention_job *job = data;
    const ek_attention_shape *s = job->shape;
    char *mine = job->scratch + job->layout.workers + (size_t)worker * job->layout.worker;
    query_block block = {
        .job = job, .q = (float *)mine,
        .scores = (float *)(mine + job->layout.worker_scores),
        .out = (float *)(mine + job->layout.worker_out), .to_log2 = s->scale * log2_e,
    };
    place_block(job, index, &block);
    const char *packed = job->scratch + (size_t)block.head * job->layout.head;
    block.keys = (const float *)packed;
    block.values = (const float *)(packed + job->layout.head_keys);
    const int64_t left = s->queries - block.first;
    block.count = left < block_queries ? left : block_queries;
    block.vectors = (int)((block.count + EK_LANES - 1) / EK_LANES);
    for (int v = 0; v < block.vectors; v++) block.max[v] = splat(-3e38f);
    memset(block.out, 0, (size_t)(s->width * block.vectors * EK_LANES) * sizeof(float));
    pack_queries(&block);
    int64_t visible = s->keys;
    if (s->causal && block.first + block.count < visible) visible = block.first + block.count;
    for (int64_t key = 0; key < visible; key += ek_block_keys)
        attend(&block, key, visible - key < ek_block_keys ? visible - key : ek_block_keys);
    store_block(&block);
}

static void attention(
    const ek_attention_shape *shape, ek_dtype dtype, ek_rows q, ek_rows k, ek_rows v,
    ek_rows out, void *scratch) {
    bool pairs = false;
#if defined(EK_HAS_BF16)
    pairs = dtype == EK_BF16;
#endif
    attention_job job = {
        .shape = shape, .dtype = dtype, .q = q, .k = k, .v = v, .out = out, .scratch = scratch,
        .layout = ek_attention_layout(shape, pairs), .pairs = pairs,
        .query_blocks = (shape->queries + block_queries - 1) / block_queries,
        .key_chunks = (shape->keys + chunk_keys - 1) / chunk_keys,
    };
    job.heads_first = (size_t)shape->heads * job.layout.head <= 1 << 19;
    const int64_t heads = shape->batch * shape->heads;
    const int64_t work = heads * shape->keys * shape->width;
    ek_run(heads * job.key_chunks, work / 4, &job, pack_piece);
    ek_run(heads * job.query_blocks, work * shape->queries / 64, &job, attention_piece);
}
