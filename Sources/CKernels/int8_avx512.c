// x86-64 with AVX-512 and no VNNI (Skylake-SP). Bytes are widened to 16 bits, whose pairwise
// products are exact; the shorter `maddubs` would saturate. A sum is in two halves, even and odd
// pairs of depths, until it is stored.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#define CK_LANES 16
#define CK_Q_ROWS 6
#define CK_Q_VECTORS 4
#define CK_Q_PANEL 32
#define CK_NAME "avx512"
#define CK_TABLE ck_int8_avx512
#define CK_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), \
    apply_to = function)
typedef __m512i ck_q_sum, ck_q_weights, ck_q_values;
static inline __m512i ck_q_load(const int8_t *p) {
  return _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)p));
}
static inline __m512i ck_q_fill(const uint8_t *p) {
  int32_t four;
  __builtin_memcpy(&four, p, sizeof four);
  return _mm512_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(four)));
}
static inline __m512i ck_q_add(__m512i sum, __m512i x, __m512i w) {
  return _mm512_add_epi32(sum, _mm512_madd_epi16(x, w));
}
static inline void ck_q_store(int32_t *p, __m512i sum) {
  __m512i whole = _mm512_add_epi32(sum, _mm512_srli_epi64(sum, 32));
  _mm256_storeu_si256((__m256i *)p, _mm512_cvtepi64_epi32(whole));
}
#define CK_Q_HAS_BYTES
static inline void ck_q_bytes(const void *whole, uint8_t *to) {
  const __m512i *w = whole;
  __m512i low = _mm512_packs_epi32(w[0], w[1]), high = _mm512_packs_epi32(w[2], w[3]);
  // Packing goes by quarters of a vector.
  __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  _mm512_storeu_si512(to, _mm512_permutexvar_epi32(order, _mm512_packus_epi16(low, high)));
}
#include "int8_body.h"
#pragma clang attribute pop
#endif
