// x86-64 with VNNI on vectors of 256 bits and no AVX-512: Alder Lake and later client CPUs.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#define CK_LANES 8
#define CK_Q_ROWS 6
#define CK_Q_VECTORS 2
#define CK_Q_PANEL 16
#define CK_NAME "vnni256"
#define CK_TABLE ck_int8_vnni256
#define CK_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avxvnni,avx2,fma"))), apply_to = function)
typedef __m256i ck_q_sum, ck_q_weights, ck_q_values;
static inline __m256i ck_q_load(const int8_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
static inline __m256i ck_q_fill(const uint8_t *p) {
  int32_t four;
  __builtin_memcpy(&four, p, sizeof four);
  return _mm256_set1_epi32(four);
}
static inline __m256i ck_q_add(__m256i sum, __m256i x, __m256i w) {
  return _mm256_dpbusd_avx_epi32(sum, x, w);
}
static inline void ck_q_store(int32_t *p, __m256i sum) {
  _mm256_storeu_si256((__m256i *)p, sum);
}
#include "int8_body.h"
#pragma clang attribute pop
#endif
