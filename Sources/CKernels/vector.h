// Vectors of EK_LANES numbers, in the compiler's own vector types, so that one source serves every
// instruction set.

#define INLINE static inline __attribute__((always_inline))

typedef float vf __attribute__((ext_vector_type(EK_LANES)));
typedef int32_t vi __attribute__((ext_vector_type(EK_LANES)));
typedef uint32_t vu __attribute__((ext_vector_type(EK_LANES)));
typedef uint16_t vh __attribute__((ext_vector_type(EK_LANES)));

/// M(0, x), M(1, x), … for every lane.
#define LANES_4(M, x) M(0, x), M(1, x), M(2, x), M(3, x)
#define LANES_8(M, x) LANES_4(M, x), M(4, x), M(5, x), M(6, x), M(7, x)
#define LANES_16(M, x)                                                                  \
    LANES_8(M, x), M(8, x), M(9, x), M(10, x), M(11, x), M(12, x), M(13, x), M(14, x), \
        M(15, x)
#define PASTE_LANES(n) LANES_##n
#define LANES_OF(n) PASTE_LANES(n)
#define EACH_LANE LANES_OF(EK_LANES)

INLINE vf splat(float x) { return (vf)x; }

/// a * b + c, fused where the CPU can.
INLINE vf fma_v(vf a, vf b, vf c) { return a * b + c; }

/// The larger of each pair; NaN in x stays.
INLINE vf at_least(vf x, vf low) { return low > x ? low : x; }

/// The smaller of each pair; NaN in x stays.
INLINE vf at_most(vf x, vf high) { return high < x ? high : x; }

#define LANE_NUMBER(i, unused) i
INLINE vi lane_numbers(void) { return (vi){EACH_LANE(LANE_NUMBER, )}; }

INLINE float sum_of_lanes(vf x) {
    float lanes[EK_LANES];
    memcpy(lanes, &x, sizeof lanes);
    for (int half = EK_LANES / 2; half; half /= 2)
        for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
    return lanes[0];
}

INLINE float max_of_lanes(vf x) {
    float lanes[EK_LANES];
    memcpy(lanes, &x, sizeof lanes);
    float max = lanes[0];
    for (int i = 1; i < EK_LANES; i++) max = lanes[i] > max ? lanes[i] : max;
    return max;
}

/// Whether any lane of a mask (lanes 0 or -1) is set.
INLINE bool any(vi mask) {
#if defined(EK_HAS_AVX512)
    return _mm512_movepi32_mask((__m512i)mask) != 0;
#else
    int32_t lanes[EK_LANES], all = 0;
    memcpy(lanes, &mask, sizeof lanes);
    for (int i = 0; i < EK_LANES; i++) all |= lanes[i];
    return all != 0;
#endif
}

#define LOWER_LANE(i, s) ((i) & (s) ? EK_LANES + ((i) ^ (s)) : (i))
#define UPPER_LANE(i, s) ((i) & (s) ? EK_LANES + (i) : ((i) | (s)))
#define TRANSPOSE_STEP(s)                                                               \
    for (int i = 0; i < EK_LANES; i++) {                                                \
        if (i & (s)) continue;                                                          \
        vf a = rows[i], b = rows[i | (s)];                                              \
        rows[i] = __builtin_shufflevector(a, b, EACH_LANE(LOWER_LANE, s));              \
        rows[i | (s)] = __builtin_shufflevector(a, b, EACH_LANE(UPPER_LANE, s));        \
    }

/// Transposes a square of EK_LANES vectors.
INLINE void transpose(vf rows[EK_LANES]) {
    _Pragma("unroll") TRANSPOSE_STEP(1);
    _Pragma("unroll") TRANSPOSE_STEP(2);
#if EK_LANES >= 8
    _Pragma("unroll") TRANSPOSE_STEP(4);
#endif
#if EK_LANES >= 16
    _Pragma("unroll") TRANSPOSE_STEP(8);
#endif
}
