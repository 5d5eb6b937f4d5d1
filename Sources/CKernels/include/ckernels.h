// The CPU kernels that no library has: attention without a score matrix, norms, activations, and plain data movement.
//
// Each kernel is compiled for AVX-512 (with BF16), AVX2 and portable C, and the best that the CPU has is chosen at run time.
// Tensors of images are channels-last. Sums, exponentials and statistics are fp32 whatever the element type.
// Results do not depend on the number of threads: work is cut by shape, never by thread.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The type of a tensor's elements.
typedef enum ek_dtype { EK_F32 = 0, EK_BF16 = 1, EK_F16 = 2 } ek_dtype;

/// An instruction set that the kernels are compiled for.
typedef enum ek_isa { EK_PORTABLE = 0, EK_AVX2 = 1, EK_AVX512 = 2, EK_AVX512_BF16 = 3 } ek_isa;

/// The best instruction set of this CPU.
ek_isa ek_best_isa(void);
/// Makes the calling thread's kernels use at most `isa` (tests compare them); returns what is now used.
ek_isa ek_limit_isa(ek_isa isa);
/// The instruction set in use, as a word (`avx512-bf16`).
const char *ek_isa_name(ek_isa isa);

/// Sets how many threads the calling thread's kernels, and oneDNN's primitives, use; 0 for every core of the process.
void ek_set_threads(int count);
/// How many threads the calling thread's kernels use.
int ek_threads(void);
/// A matrix of rows, `row` elements apart, for each item of a batch, `batch` elements apart.
typedef struct ek_rows {
    void *data;
    int64_t batch;
    int64_t row;
} ek_rows;

/// What `ek_attention` computes: softmax(q · kᵀ · scale) · v for every head of every item.
typedef struct ek_attention_shape {
    int64_t batch, heads, queries, keys, width;  // width: of one head
    float scale;
    bool causal;  // query i sees keys 0...i
} ek_attention_shape;

/// Bytes of 64-byte aligned scratch that `ek_attention` needs for a shape.
size_t ek_attention_scratch(const ek_attention_shape *shape, ek_dtype dtype);
/// Attention; head h of a row starts at element h * width. q, k, v, out share `dtype` (fp32 or bf16).
void ek_attention(
    const ek_attention_shape *shape, ek_dtype dtype, ek_rows q, ek_rows k, ek_rows v, ek_rows out,
    void *scratch);

/// What the group norm computes over [batch, pixels, channels].
typedef struct ek_group_norm_shape {
    int64_t batch, pixels, channels, groups;
    float epsilon;
    bool silu;  // apply x * sigmoid(x) to the result
} ek_group_norm_shape;

/// Bytes of 64-byte aligned scratch that `ek_group_norm` needs for a shape.
size_t ek_group_norm_scratch(const ek_group_norm_shape *shape);
/// Group norm of x + addend; `addend` is fp32 [batch, channels] or NULL; scale and shift are fp32 [channels].
void ek_group_norm(
    const ek_group_norm_shape *shape, ek_dtype dtype, const void *x, const float *addend,
    const float *scale, const float *shift, void *y, void *scratch);

/// Layer norm of every row; scale and shift are fp32 [channels].
void ek_layer_norm(
    ek_dtype dtype, int64_t rows, int64_t channels, float epsilon, const void *x,
    const float *scale, const float *shift, void *y);

/// Softmax of every row.
void ek_softmax(ek_dtype dtype, int64_t rows, int64_t columns, const void *x, void *y);

/// y[r, c] = x[r, c] * gelu(x[r, width + c]) with the exact (erf) GELU; x is [rows, 2 * width].
void ek_geglu(ek_dtype dtype, int64_t rows, int64_t width, const void *x, void *y);

/// An activation function of one value.
typedef enum ek_activation { EK_SILU = 0, EK_GELU = 1, EK_QUICK_GELU = 2 } ek_activation;
/// y = activation(x), element by element.
void ek_activate(ek_activation activation, ek_dtype dtype, int64_t count, const void *x, void *y);

/// y = a + b, element by element.
void ek_add(ek_dtype dtype, int64_t count, const void *a, const void *b, void *y);
/// y = sum of coefficients[i] * inputs[i], each fp32, summed in the order given.
void ek_combine(int inputs_count, const float *coefficients, const float *const *inputs, int64_t count, float *y);
/// y = x limited to [low, high], fp32.
void ek_clamp(int64_t count, float low, float high, const float *x, float *y);

/// Converts between element types; to bf16 and fp16 rounding to nearest, ties to even; NaN stays NaN.
void ek_convert(ek_dtype from, const void *x, ek_dtype to, void *y, int64_t count);
/// y rows = the rows of a followed by those of b: [rows, a_width + b_width]. Widths are in bytes.
void ek_concatenate(int64_t rows, const void *a, int64_t a_width, const void *b, int64_t b_width, void *y);
/// Nearest-neighbour resize of [batch, height, width, pixel bytes], by the floor(i * in / out) rule.
void ek_resize_nearest(
    int64_t batch, int64_t height, int64_t width, int64_t pixel_bytes, int64_t out_height,
    int64_t out_width, const void *x, void *y);
/// The pixels of four pictures of [batch, height, width, pixel bytes] as one of twice the sides: pixel (2i + a, 2j + b) is pixel
/// (i, j) of `phases[2a + b]`.
void ek_interleave(
    int64_t batch, int64_t height, int64_t width, int64_t pixel_bytes, const void *const *phases,
    void *y);
/// The 2x2 kernels [count, 2, 2] that do to a picture what 3x3 kernels [count, 3, 3] do to its nearest-neighbour double, at the
/// pixels (2i + row, 2j + column) of the result.
void ek_upsampling_phase(int64_t count, const float *kernels, int row, int column, float *y);
/// 8-bit values round(clamp(x / 2 + 0.5, 0, 1) * 255), ties to even, computed in fp32.
void ek_to_bytes(ek_dtype dtype, int64_t count, const void *x, uint8_t *y);
