// oneDNN as Easel uses it: matrix products and convolutions with packed weights, hiding what versions 2 and 3 do differently.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The type of a tensor's elements.
typedef enum ed_dtype { ED_F32 = 0, ED_BF16 = 1, ED_F16 = 2 } ed_dtype;

/// What is applied to the result after the bias.
typedef enum ed_activation { ED_LINEAR = 0, ED_SILU = 1, ED_GELU = 2, ED_QUICK_GELU = 3 } ed_activation;

/// A product of [rows, inner] by packed [inner, outer], with what rides along.
typedef struct ed_matmul {
    int64_t rows, inner, outer;
    int64_t source_stride;  // elements between rows of the source
    ed_dtype dtype;         // of source, weights, result and the added tensor
    bool bias;              // fp32 [outer]
    ed_activation activation;
    bool adds;  // adds a tensor of the result's shape, last of all
} ed_matmul;

/// A channels-last convolution with what rides along.
typedef struct ed_convolution {
    int64_t batch, height, width, in_channels, out_channels;
    int64_t kernel_height, kernel_width, stride;
    int64_t pad_top, pad_left, pad_bottom, pad_right;
    ed_dtype dtype;
    bool bias;  // fp32 [out_channels]
    bool accumulates;  // adds to what the result's memory holds
} ed_convolution;

/// The layout of packed weights.
typedef struct ed_layout ed_layout;
/// A primitive for one shape, with its memory objects.
typedef struct ed_operation ed_operation;

/// Why the last call of this thread returned NULL or false.
const char *ed_last_error(void);
/// The version of the library in use (`2.6.3`).
const char *ed_version(void);
/// The instruction set that it is held to: the processor's, or less where `ONEDNN_MAX_CPU_ISA` says so.
const char *ed_instruction_set(void);

/// Whether the library can multiply matrices of a type at all, on the instruction set that it is held to.
bool ed_multiplies(ed_dtype dtype);
/// An operation whose weights lie as it likes best; NULL on failure.
ed_operation *ed_matmul_create(const ed_matmul *what);
/// The same for a convolution.
ed_operation *ed_convolution_create(const ed_convolution *what);
void ed_operation_free(ed_operation *operation);

/// Bytes of scratch memory that a run needs.
size_t ed_operation_scratch(const ed_operation *operation);
/// The layout in which the operation takes its weights; the caller frees it.
ed_layout *ed_operation_layout(const ed_operation *operation);
/// Runs the operation, compiling it the first time; `bias` and `added` are NULL where it was made without them.
bool ed_operation_run(
    ed_operation *operation, const void *source, const void *weights, const float *bias,
    const void *added, void *result, void *scratch);

void ed_layout_free(ed_layout *layout);
/// Bytes that weights in this layout take.
size_t ed_layout_size(const ed_layout *layout);
bool ed_layout_equal(const ed_layout *a, const ed_layout *b);
/// Packs plain weights of the type `from`, [outer, inner, height, width] or [outer, inner] as checkpoints hold them.
bool ed_layout_pack(const ed_layout *layout, ed_dtype from, const void *plain, void *packed);
