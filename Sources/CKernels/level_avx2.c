// x86-64 from Haswell and Zen on.
#if defined(__x86_64__)
#define CK_LANES 8
#define CK_TILE_ROWS 6
#define CK_TILE_VECTORS 2
#define CK_FAST_GEMM true
#define CK_NAME "avx2"
#define CK_TABLE ck_table_avx2
#define CK_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "level_body.h"
#pragma clang attribute pop
#endif
