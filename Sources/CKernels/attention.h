// Attention in blocks of queries against blocks of keys: a running maximum and sum, never the whole
// score matrix.

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

/// Raises the bounds of the scores where they have been exceeded by far, and scales what was summed
/// under the old ones.
INLINE void raise_bounds(query_block *block, int vectors, int64_t count) {
    const float tolerated = 8;  // p may grow to 2^8: no harm to fp32 sums, nor to bf16 p
    vf bound[EK_QUERY_VECTORS];
    for (int v = 0; v < vectors; v++) bound[v] = load(EK_F32, block->scores, v * EK_LANES);
    for (int64_t key = 1; key < count; key++) {
        for (int v = 0; v < vectors; v++) {
            vf score = load(EK_F32, block->scores, (key * vectors + v) * EK_LANES);
            bound[v] = at_least(score, bound[v]);
        }
    }
    vi exceeded = (vi){0};
    for (int v = 0; v < vectors; v++) {
        bound[v] = bound[v] * block->to_log2;
        exceeded |= bound[v] > block->max[v] + tolerated;
    }
    if (!any(exceeded)) return;
    vf factor[EK_QUERY_VECTORS];
    for (int v = 0; v < vectors; v++) {
        bound[v] = at_least(bound[v], block->max[v]);
        factor[v] = exp2_v(block->max[v] - bound[v], 6);
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
INLINE vf weight(const float *score, vf to_log2, vf max, int degree) {
    return exp2_v(fma_v(load(EK_F32, score, 0), to_log2, -max), degree);
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
    const int row = vectors * EK_LANES;
    vf max[EK_QUERY_VECTORS], sum[EK_QUERY_VECTORS];
    for (int v = 0; v < vectors; v++) max[v] = block->max[v], sum[v] = block->sum[v];
    const float *score = block->scores;
    float *pair = block->scores;
    for (int64_t key = 0; key + 1 < count; key += 2, score += 2 * row, pair += row) {
        for (int v = 0; v < vectors; v++) {
            vf first = weight(score + v * EK_LANES, to_log2, max[v], 3);
            vf second = weight(score + row + v * EK_LANES, to_log2, max[v], 3);
            sum[v] += first + second;
            store(EK_F32, pair, v * EK_LANES, pairs_of(first, second));
        }
    }
    for (int v = 0; v < vectors; v++) {
        if (count % 2) {
            vf last = weight(score + v * EK_LANES, to_log2, max[v], 3);
            sum[v] += last;
            store(EK_F32, pair, v * EK_LANES, pairs_of(last, splat(0.0f)));
        }
        block->sum[v] = sum[v];
    }
}
#endif

/// Turns scores into weights, in place, and sums them.
INLINE void weigh(query_block *block, int vectors, int64_t count) {
    const vf to_log2 = splat(block->to_log2);
    vf max[EK_QUERY_VECTORS], sum[EK_QUERY_VECTORS];
    for (int v = 0; v < vectors; v++) max[v] = block->max[v], sum[v] = block->sum[v];
    float *score = block->scores;
    for (int64_t key = 0; key < count; key++) {
        for (int v = 0; v < vectors; v++, score += EK_LANES) {
            vf p = weight(score, to_log2, max[v], 6);
            sum[v] += p;
            store(EK_F32, score, 0, p);
        }
    }
    for (int v = 0; v < vectors; v++) block->sum[v] = sum[v];
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
        .a = block->scores, .b_step = width, .steps = (count + together - 1) / together,
        .add = true,
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

/// Which block of queries of which head a piece is. Where the keys and values of all heads fit a
/// core's cache, the heads of a block follow one another, since their queries lie side by side;
/// else the blocks of a head, which share its keys.
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
    prefetch_block(&block);
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
