// The kernels for x86 CPUs with AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>

#define EK_LANES 16
#define EK_QUERY_VECTORS 4
#define EK_HAS_F16C 1
#define EK_HAS_AVX512 1
#define EK_TABLE ek_avx512_kernels
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,f16c"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#endif
