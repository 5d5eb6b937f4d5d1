// Loading and storing vectors of fp32, bf16 and fp16 elements. `dtype` is a constant wherever these
// are inlined.

INLINE int64_t size_of(ek_dtype dtype) { return dtype == EK_F32 ? 4 : 2; }

INLINE void *at(const void *p, int64_t index, ek_dtype dtype) {
    return (char *)p + index * size_of(dtype);
}

INLINE vf from_bf16(vh h) { return (vf)(__builtin_convertvector(h, vu) << 16); }

/// Rounds to the nearest bf16, ties to even; NaN stays NaN; every other value is exact, subnormals
/// too.
INLINE vh to_bf16_exact(vf x) {
    vu bits = (vu)x;
    vu rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
    vu quiet = (bits >> 16) | 0x40;
    return __builtin_convertvector(x == x ? rounded : quiet, vh);
}

/// Rounds to the nearest bf16 by the CPU's own instruction, which takes subnormals for zero.
INLINE vh to_bf16(vf x) {
#if defined(EK_HAS_BF16)
    return (vh)_mm512_cvtneps_pbh((__m512)x);
#else
    return to_bf16_exact(x);
#endif
}

#if defined(EK_HAS_F16C)
#if EK_LANES == 16
INLINE vf from_f16(vh h) { return (vf)_mm512_cvtph_ps((__m256i)h); }
INLINE vh to_f16(vf x) { return (vh)_mm512_cvtps_ph((__m512)x, _MM_FROUND_TO_NEAREST_INT); }
#else
INLINE vf from_f16(vh h) { return (vf)_mm256_cvtph_ps((__m128i)h); }
INLINE vh to_f16(vf x) { return (vh)_mm256_cvtps_ph((__m256)x, _MM_FROUND_TO_NEAREST_INT); }
#endif
#else
INLINE vf from_f16(vh h) {
    vu bits = __builtin_convertvector(h, vu);
    vu sign = (bits & 0x8000) << 16, rest = (bits & 0x7fff) << 13;
    // As fp32 the exponent is short by 112; infinities and NaN need it at its end, subnormals are
    // made by subtraction.
    vu normal = rest + (112u << 23);
    vu special = rest + (224u << 23);
    vf subnormal = (vf)(rest + (113u << 23)) - (vf)((vu){0} + (113u << 23));
    vu value = rest < (1u << 23) ? (vu)subnormal : normal;
    return (vf)((rest >= (31u << 23) ? special : value) | sign);
}

INLINE vh to_f16(vf x) {
    vu bits = (vu)x, sign = bits & 0x80000000u, rest = bits ^ sign;
    vu normal = (rest - (112u << 23) + 0xfff + ((rest >> 13) & 1)) >> 13;
    // Adding 0.5 makes fp32 round at the last place of fp16's subnormals.
    vu subnormal = (vu)((vf)rest + 0.5f) - 0x3f000000u;
    vu value = rest < (113u << 23) ? subnormal : normal;
    vu special = rest > 0x7f800000u ? ((vu){0} + 0x7e00u) : ((vu){0} + 0x7c00u);
    value = rest >= (143u << 23) ? special : value;
    return __builtin_convertvector(value | (sign >> 16), vh);
}
#endif

INLINE vf vector_of(ek_dtype dtype, vh h) { return dtype == EK_BF16 ? from_bf16(h) : from_f16(h); }
INLINE vh halves_of(ek_dtype dtype, vf x) { return dtype == EK_BF16 ? to_bf16(x) : to_f16(x); }

/// EK_LANES elements from p[index] on.
INLINE vf load(ek_dtype dtype, const void *p, int64_t index) {
    if (dtype == EK_F32) {
        vf x;
        memcpy(&x, at(p, index, dtype), sizeof x);
        return x;
    }
    vh h;
    memcpy(&h, at(p, index, dtype), sizeof h);
    return vector_of(dtype, h);
}

INLINE void store(ek_dtype dtype, void *p, int64_t index, vf x) {
    if (dtype == EK_F32) {
        memcpy(at(p, index, dtype), &x, sizeof x);
    } else {
        vh h = halves_of(dtype, x);
        memcpy(at(p, index, dtype), &h, sizeof h);
    }
}

#if defined(EK_HAS_AVX512)
INLINE __mmask16 first_lanes(int64_t count) { return (__mmask16)((1u << count) - 1); }
#endif

/// The first `count` < EK_LANES halves from p on, the others zero.
INLINE vh load_some_halves(const uint16_t *p, int64_t count) {
#if defined(EK_HAS_AVX512)
    return (vh)_mm256_maskz_loadu_epi16(first_lanes(count), p);
#else
    uint16_t lanes[EK_LANES] = {0};
    for (int64_t i = 0; i < count; i++) lanes[i] = p[i];
    vh h;
    memcpy(&h, lanes, sizeof h);
    return h;
#endif
}

/// The first `count` < EK_LANES elements from p[index] on, the others zero.
INLINE vf load_some(ek_dtype dtype, const void *p, int64_t index, int64_t count) {
    const void *start = at(p, index, dtype);
    if (dtype != EK_F32) return vector_of(dtype, load_some_halves(start, count));
#if defined(EK_HAS_AVX512)
    return (vf)_mm512_maskz_loadu_ps(first_lanes(count), start);
#else
    float lanes[EK_LANES] = {0};
    for (int64_t i = 0; i < count; i++) lanes[i] = ((const float *)start)[i];
    vf x;
    memcpy(&x, lanes, sizeof x);
    return x;
#endif
}

INLINE void store_some_halves(uint16_t *p, int64_t count, vh h) {
#if defined(EK_HAS_AVX512)
    _mm256_mask_storeu_epi16(p, first_lanes(count), (__m256i)h);
#else
    uint16_t lanes[EK_LANES];
    memcpy(lanes, &h, sizeof h);
    for (int64_t i = 0; i < count; i++) p[i] = lanes[i];
#endif
}

/// Stores the first `count` < EK_LANES elements.
INLINE void store_some(ek_dtype dtype, void *p, int64_t index, int64_t count, vf x) {
    void *start = at(p, index, dtype);
    if (dtype != EK_F32) {
        store_some_halves(start, count, halves_of(dtype, x));
        return;
    }
#if defined(EK_HAS_AVX512)
    _mm512_mask_storeu_ps(start, first_lanes(count), (__m512)x);
#else
    float lanes[EK_LANES];
    memcpy(lanes, &x, sizeof x);
    for (int64_t i = 0; i < count; i++) ((float *)start)[i] = lanes[i];
#endif
}

/// Loads EK_LANES elements, or the `count` that are left.
INLINE vf load_up_to(ek_dtype dtype, const void *p, int64_t index, int64_t count) {
    return count >= EK_LANES ? load(dtype, p, index) : load_some(dtype, p, index, count);
}

/// Stores EK_LANES elements, or the `count` that are left.
INLINE void store_up_to(ek_dtype dtype, void *p, int64_t index, int64_t count, vf x) {
    if (count >= EK_LANES)
        store(dtype, p, index, x);
    else
        store_some(dtype, p, index, count, x);
}
