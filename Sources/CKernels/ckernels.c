// The door to the kernels: chooses the instruction set, and passes calls on.
#include "ckernels.h"

#include "table.h"

/// The kernels that the calling thread uses, NULL until it first asks for them.
static _Thread_local const ek_table *kernels_in_use;

static const ek_table *const tables[] = {
    [EK_PORTABLE] = &ek_portable_kernels,
#if defined(__x86_64__)
    [EK_AVX2] = &ek_avx2_kernels,
    [EK_AVX512] = &ek_avx512_kernels,
    [EK_AVX512_BF16] = &ek_avx512_bf16_kernels,
#endif
};

ek_isa ek_best_isa(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                __builtin_cpu_supports("f16c");
    bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    if (avx512 && __builtin_cpu_supports("avx512bf16")) return EK_AVX512_BF16;
    if (avx512) return EK_AVX512;
    if (avx2) return EK_AVX2;
#endif
    return EK_PORTABLE;
}

ek_isa ek_limit_isa(ek_isa isa) {
    ek_isa best = ek_best_isa();
    ek_isa used = isa < best ? isa : best;
    kernels_in_use = tables[used];
    return used;
}

static const ek_table *kernels(void) {
    if (!kernels_in_use) ek_limit_isa(EK_AVX512_BF16);
    return kernels_in_use;
}

const char *ek_isa_name(ek_isa isa) {
    switch (isa) {
        case EK_AVX512_BF16: return "avx512-bf16";
        case EK_AVX512: return "avx512";
        case EK_AVX2: return "avx2";
        default: return "portable";
    }
}

void ek_attention(
    const ek_attention_shape *shape, ek_dtype dtype, ek_rows q, ek_rows k, ek_rows v, ek_rows out,
    void *scratch) {
    kernels()->attention(shape, dtype, q, k, v, out, scratch);
}

void ek_group_norm(
    const ek_group_norm_shape *shape, ek_dtype dtype, const void *x, const float *addend,
    const float *scale, const float *shift, void *y, void *scratch) {
    kernels()->group_norm(shape, dtype, x, addend, scale, shift, y, scratch);
}

void ek_layer_norm(
    ek_dtype dtype, int64_t rows, int64_t channels, float epsilon, const void *x,
    const float *scale, const float *shift, void *y) {
    kernels()->layer_norm(dtype, rows, channels, epsilon, x, scale, shift, y);
}

void ek_softmax(ek_dtype dtype, int64_t rows, int64_t columns, const void *x, void *y) {
    kernels()->softmax(dtype, rows, columns, x, y);
}

void ek_geglu(ek_dtype dtype, int64_t rows, int64_t width, const void *x, void *y) {
    kernels()->geglu(dtype, rows, width, x, y);
}

void ek_activate(ek_activation activation, ek_dtype dtype, int64_t count, const void *x, void *y) {
    kernels()->activate(activation, dtype, count, x, y);
}

void ek_add(ek_dtype dtype, int64_t count, const void *a, const void *b, void *y) {
    kernels()->add(dtype, count, a, b, y);
}

void ek_combine(
    int inputs_count, const float *coefficients, const float *const *inputs, int64_t count,
    float *y) {
    kernels()->combine(inputs_count, coefficients, inputs, count, y);
}

void ek_clamp(int64_t count, float low, float high, const float *x, float *y) {
    kernels()->clamp(count, low, high, x, y);
}

void ek_convert(ek_dtype from, const void *x, ek_dtype to, void *y, int64_t count) {
    kernels()->convert(from, x, to, y, count);
}

void ek_to_bytes(ek_dtype dtype, int64_t count, const void *x, uint8_t *y) {
    kernels()->to_bytes(dtype, count, x, y);
}
