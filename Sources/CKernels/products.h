// The register tiles that attention is made of: c[tile][lanes] += b[tile] x a[lanes], step by step.
//
// Lanes are queries. `a` holds `vectors` vectors for each step, `b` `tile` units `b_step` units
// apart. A unit is an fp32, or with `pairs` two bf16, whose products are summed in fp32.

#define TILE ek_key_tile

#if defined(EK_HAS_BF16)
INLINE vf multiply_add(bool pairs, vf c, vf a, vf b) {
    if (pairs) return (vf)_mm512_dpbf16_ps((__m512)c, (__m512bh)a, (__m512bh)b);
    return fma_v(a, b, c);
}
#else
INLINE vf multiply_add(bool pairs, vf c, vf a, vf b) {
    (void)pairs;
    return fma_v(a, b, c);
}
#endif

/// What one register tile is made of.
typedef struct tile_product {
    const float *a, *b;
    int64_t b_step, steps;
    float *c;
    bool add;  // to what c holds
} tile_product;

INLINE void multiply_tile(bool pairs, int tile, int vectors, const tile_product *product) {
    vf c[TILE][EK_QUERY_VECTORS];
    const float *a = product->a, *b = product->b;
    const int64_t b_step = product->b_step;
    for (int t = 0; t < tile; t++)
        for (int v = 0; v < vectors; v++)
            c[t][v] = product->add ? load(EK_F32, product->c, (t * vectors + v) * EK_LANES)
                                   : splat(0.0f);
    for (int64_t s = product->steps; s > 0; s--) {
        vf row[EK_QUERY_VECTORS];
        for (int v = 0; v < vectors; v++) row[v] = load(EK_F32, a, v * EK_LANES);
        for (int t = 0; t < tile; t++) {
            vf unit = splat(b[t]);
            for (int v = 0; v < vectors; v++)
                c[t][v] = multiply_add(pairs, c[t][v], row[v], unit);
        }
        a += vectors * EK_LANES;
        b += b_step;
    }
    for (int t = 0; t < tile; t++)
        for (int v = 0; v < vectors; v++)
            store(EK_F32, product->c, (t * vectors + v) * EK_LANES, c[t][v]);
}

INLINE void multiply_tiles(bool pairs, int tile, int vectors, const tile_product *product) {
#define CASE_TILE(n, count)                              \
    case n: multiply_tile(pairs, n, count, product); break;
#define TILES(count)                                                                       \
    switch (tile) {                                                                        \
        CASE_TILE(1, count) CASE_TILE(2, count) CASE_TILE(3, count)                        \
        CASE_TILE(4, count) CASE_TILE(5, count) CASE_TILE(6, count)                        \
    }
    switch (vectors) {
        case 1: TILES(1) break;
        case 2: TILES(2) break;
#if EK_QUERY_VECTORS > 2
        case 3: TILES(3) break;
        case 4: TILES(4) break;
#endif
    }
}

/// A tile of 1 to TILE rows of 1 to EK_QUERY_VECTORS vectors.
static void multiply(bool pairs, int tile, int vectors, const tile_product *product) {
#if defined(EK_HAS_BF16)
    if (pairs) {
        multiply_tiles(true, tile, vectors, product);
        return;
    }
#endif
    (void)pairs;
    multiply_tiles(false, tile, vectors, product);
}
