// Exponentials and the activation functions made of them.

/// 2^x for x in -126...127 by a polynomial of the degree: 3 (relative error 7e-5), 4 (3e-6) or 6 (1e-7).
INLINE vf exp2_v(vf x, int degree) {
    const vf round = splat(0x1.8p23f);  // adding it leaves the nearest integer in the low bits
    vf shifted = x + round;
    vf whole = shifted - round;
    vf f = x - whole;
    vf p;
    if (degree == 3) {
        p = fma_v(f, splat(0.0551716685f), splat(0.2426111251f));
        p = fma_v(p, f, splat(0.6932609677f));
        p = fma_v(p, f, splat(0.9999280572f));
    } else if (degree == 4) {
        p = fma_v(f, splat(0.0095701013f), splat(0.0559178591f));
        p = fma_v(p, f, splat(0.2402474433f));
        p = fma_v(p, f, splat(0.6931217909f));
        p = fma_v(p, f, splat(0.9999992847f));
    } else {
        p = fma_v(f, splat(0.0001534581f), splat(0.0013399931f));
        p = fma_v(p, f, splat(0.0096184891f));
        p = fma_v(p, f, splat(0.0555032864f));
        p = fma_v(p, f, splat(0.2402264625f));
        p = fma_v(p, f, splat(0.6931471825f));
        p = fma_v(p, f, splat(1.0f));
    }
    return (vf)((vi)p + (vi)((vu)shifted << 23));
}

/// The degree of exp2_v that a result of this type deserves.
INLINE int exp2_degree(ek_dtype dtype) { return dtype == EK_F32 ? 6 : 4; }

/// 1 / x for finite x of at least 1.
INLINE vf reciprocal(vf x) {
#if defined(EK_HAS_AVX512)
    vf r = (vf)_mm512_rcp14_ps((__m512)x);
    return fma_v(r, fma_v(-x, r, splat(1.0f)), r);
#else
    return splat(1.0f) / x;
#endif
}

static const float log2_e = 1.44269504f;

/// 1 / (1 + 2^-t)
INLINE vf sigmoid2(vf t, int degree) {
    vf e = exp2_v(at_most(at_least(-t, splat(-100.0f)), splat(100.0f)), degree);
    return reciprocal(e + 1.0f);
}

/// x * sigmoid(x)
INLINE vf silu_v(vf x, int degree) { return x * sigmoid2(x * log2_e, degree); }

/// x * sigmoid(1.702 x)
INLINE vf quick_gelu_v(vf x, int degree) { return x * sigmoid2(x * (1.702f * log2_e), degree); }

/// x * Φ(x), the normal distribution function by Abramowitz and Stegun's 7.1.26 (absolute error 1.5e-7 in erf).
INLINE vf gelu_v(vf x, int degree) {
    vf z = __builtin_elementwise_abs(x) * 0.70710678f;
    vf t = reciprocal(fma_v(z, splat(0.3275911f), splat(1.0f)));
    vf p = fma_v(t, splat(0.5f * 1.061405429f), splat(0.5f * -1.453152027f));
    p = fma_v(p, t, splat(0.5f * 1.421413741f));
    p = fma_v(p, t, splat(0.5f * -0.284496736f));
    p = fma_v(p, t, splat(0.5f * 0.254829592f));
    vf e = exp2_v(at_least(z * z * -log2_e, splat(-126.0f)), degree);
    vf tail = p * t * e;  // Φ(-|x|)
    return x * (x < 0.0f ? tail : 1.0f - tail);
}
