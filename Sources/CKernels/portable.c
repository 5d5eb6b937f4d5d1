// The kernels for any CPU: 128-bit vectors, which every 64-bit CPU has.
#define EK_LANES 4
#if defined(__aarch64__)
#define EK_QUERY_VECTORS 4
#else
#define EK_QUERY_VECTORS 2
#endif
#define EK_TABLE ek_portable_kernels
#include "kernels.h"
