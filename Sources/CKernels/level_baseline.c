// Every CPU of the architecture: SSE2 on x86-64, NEON on aarch64.
#define CK_LANES 4
#define CK_TILE_ROWS 6
#define CK_TILE_VECTORS 2
#define CK_FAST_GEMM false
#define CK_NAME "baseline"
#define CK_TABLE ck_table_baseline
#if defined(__aarch64__)
#define CK_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define CK_FMA(a, b, c) ((a) * (b) + (c))
#endif
#pragma STDC FP_CONTRACT OFF
#include "level_body.h"
