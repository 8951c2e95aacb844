// x86-64 with AVX2 and no VNNI. Bytes are widened to 16 bits, whose pairwise products are exact;
// the shorter `maddubs` would saturate. A sum is in two halves, even and odd pairs of depths, until
// it is stored.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#define CK_LANES 8
#define CK_Q_ROWS 3
#define CK_Q_VECTORS 4
#define CK_Q_PANEL 16
#define CK_NAME "avx2"
#define CK_TABLE ck_int8_avx2
#define CK_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
typedef __m256i ck_q_sum, ck_q_weights, ck_q_values;
static inline __m256i ck_q_load(const int8_t *p) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)p));
}
static inline __m256i ck_q_fill(const uint8_t *p) {
  int32_t four;
  __builtin_memcpy(&four, p, sizeof four);
  return _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(four)));
}
static inline __m256i ck_q_add(__m256i sum, __m256i x, __m256i w) {
  return _mm256_add_epi32(sum, _mm256_madd_epi16(x, w));
}
static inline void ck_q_store(int32_t *p, __m256i sum) {
  __m256i whole = _mm256_add_epi32(sum, _mm256_srli_epi64(sum, 32));
  __m256i even = _mm256_permutevar8x32_epi32(whole, _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6));
  _mm_storeu_si128((__m128i *)p, _mm256_castsi256_si128(even));
}
#include "int8_body.h"
#pragma clang attribute pop
#endif
