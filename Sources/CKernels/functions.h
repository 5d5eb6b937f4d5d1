// Exponentials and the activation functions made of them.

/// p0 + p1 f + p2 f² + …, to the degree.
INLINE vf polynomial(vf f, int degree, const float p[]) {
    vf sum = splat(p[degree]);
    for (int i = degree - 1; i >= 0; i--) sum = fma_v(sum, f, splat(p[i]));
    return sum;
}

#if defined(EK_HAS_AVX512)
/// 2^x for x up to 127 by a polynomial on 0...1 of the degree: 3 (relative error 8e-5), 4 (3e-6) or
/// 6 (1e-7).
INLINE vf exp2_v(vf x, int degree) {
    static const float p3[] = {0.9999251962f, 0.6958335638f, 0.2260671556f, 0.0780245215f};
    static const float p4[] = {
        1.0000026226f, 0.6930038333f, 0.2414427549f, 0.0520114601f, 0.0135341678f};
    static const float p6[] = {
        1.0f, 0.6931470037f, 0.2402298301f, 0.0554833412f, 0.0096788406f, 0.0012439688f,
        0.0002170225f};
    const float *p = degree == 3 ? p3 : degree == 4 ? p4 : p6;
    vf fraction = (vf)_mm512_reduce_ps((__m512)x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
    return (vf)_mm512_scalef_ps((__m512)polynomial(fraction, degree, p), (__m512)x);
}
#else
/// 2^x for x up to 127, at least 2^-126, by a polynomial on -0.5...0.5 of the degree: 3 (relative
/// error 8e-5), 4 (3e-6) or 6 (1e-7).
INLINE vf exp2_v(vf x, int degree) {
    static const float p3[] = {0.9999280572f, 0.6932609677f, 0.2426111251f, 0.0551716685f};
    static const float p4[] = {
        0.9999992847f, 0.6931217909f, 0.2402474433f, 0.0559178591f, 0.0095701013f};
    static const float p6[] = {
        1.0f, 0.6931471825f, 0.2402264625f, 0.0555032864f, 0.0096184891f, 0.0013399931f,
        0.0001534581f};
    const float *p = degree == 3 ? p3 : degree == 4 ? p4 : p6;
    const vf round = splat(0x1.8p23f);  // adding it leaves the nearest integer in the low bits
    x = at_least(x, splat(-126.0f));
    vf shifted = x + round;
    vf fraction = x - (shifted - round);
    return (vf)((vi)polynomial(fraction, degree, p) + (vi)((vu)shifted << 23));
}
#endif

/// The degree of exp2_v that a result of this type deserves: its error stays well below that of
/// rounding.
INLINE int exp2_degree(ek_dtype dtype) { return dtype == EK_F32 ? 6 : dtype == EK_F16 ? 4 : 3; }

/// 1 / x for x of at least 1, infinity too; as exact as exp2_v of the degree.
INLINE vf reciprocal(vf x, int degree) {
#if defined(EK_HAS_AVX512)
    vf r = (vf)_mm512_rcp14_ps((__m512)x);
    if (degree == 3) return r;
    return fma_v(r, fma_v(-at_most(x, splat(0x1p100f)), r, splat(1.0f)), r);
#else
    (void)degree;
    return splat(1.0f) / x;
#endif
}

static const float log2_e = 1.44269504f;

/// 1 / (1 + 2^t)
INLINE vf sigmoid2(vf t, int degree) {
#if !defined(EK_HAS_AVX512)
    t = at_most(t, splat(126.0f));
#endif
    return reciprocal(exp2_v(t, degree) + 1.0f, degree);
}

/// x * sigmoid(x)
INLINE vf silu_v(vf x, int degree) { return x * sigmoid2(x * -log2_e, degree); }

/// x * sigmoid(1.702 x)
INLINE vf quick_gelu_v(vf x, int degree) { return x * sigmoid2(x * (-1.702f * log2_e), degree); }

/// x * Φ(x), the normal distribution function by Abramowitz and Stegun's 7.1.26 (absolute error
/// 1.5e-7 in erf).
INLINE vf gelu_v(vf x, int degree) {
    vf z = __builtin_elementwise_abs(x) * 0.70710678f;
    vf t = reciprocal(fma_v(z, splat(0.3275911f), splat(1.0f)), degree);
    vf p = fma_v(t, splat(0.5f * 1.061405429f), splat(0.5f * -1.453152027f));
    p = fma_v(p, t, splat(0.5f * 1.421413741f));
    p = fma_v(p, t, splat(0.5f * -0.284496736f));
    p = fma_v(p, t, splat(0.5f * 0.254829592f));
    vf e = exp2_v(z * z * -log2_e, degree);
    vf tail = p * t * e;  // Φ(-|x|)
    return x * (x < 0.0f ? tail : 1.0f - tail);
}
