// The kernels for x86 CPUs with AVX2, FMA and F16C.
#if defined(__x86_64__)
#include <immintrin.h>

#define EK_LANES 8
#define EK_QUERY_VECTORS 2
#define EK_HAS_F16C 1
#define EK_TABLE ek_avx2_kernels
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#endif
