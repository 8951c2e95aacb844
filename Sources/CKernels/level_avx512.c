// x86-64 from Skylake-SP and Zen 4 on.
#if defined(__x86_64__)
#define CK_LANES 16
#ifndef CK_TILE_ROWS
#define CK_TILE_ROWS 12
#define CK_TILE_VECTORS 2
#endif
#define CK_FAST_GEMM true
#define CK_NAME "avx512"
#define CK_TABLE ck_table_avx512
#define CK_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), \
    apply_to = function)
#include "level_body.h"
#pragma clang attribute pop
#endif
