// The kernels that are compiled once for each instruction set.
#pragma once

#include "ckernels.h"

/// One instruction set's kernels; each is described at the function of its name in ckernels.h.
typedef struct ek_table {
    void (*attention)(
        const ek_attention_shape *shape, ek_dtype dtype, ek_rows q, ek_rows k, ek_rows v,
        ek_rows out, void *scratch);
    void (*group_norm)(
        const ek_group_norm_shape *shape, ek_dtype dtype, const void *x, const float *addend,
        const float *scale, const float *shift, void *y, void *scratch);
    void (*layer_norm)(
        ek_dtype dtype, int64_t rows, int64_t channels, float epsilon, const void *x,
        const float *scale, const float *shift, void *y);
    void (*softmax)(ek_dtype dtype, int64_t rows, int64_t columns, const void *x, void *y);
    void (*geglu)(ek_dtype dtype, int64_t rows, int64_t width, const void *x, void *y);
    void (*activate)(
        ek_activation activation, ek_dtype dtype, int64_t count, const void *x, void *y);
    void (*add)(ek_dtype dtype, int64_t count, const void *a, const void *b, void *y);
    void (*combine)(
        int inputs_count, const float *coefficients, const float *const *inputs, int64_t count,
        float *y);
    void (*clamp)(int64_t count, float low, float high, const float *x, float *y);
    void (*convert)(ek_dtype from, const void *x, ek_dtype to, void *y, int64_t count);
    void (*to_bytes)(ek_dtype dtype, int64_t count, const void *x, uint8_t *y);
} ek_table;

extern const ek_table ek_portable_kernels;
#if defined(__x86_64__)
extern const ek_table ek_avx2_kernels;
extern const ek_table ek_avx512_kernels;
extern const ek_table ek_avx512_bf16_kernels;
#endif
