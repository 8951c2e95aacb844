// x86-64 with VNNI on vectors of 512 bits: Cascade Lake, Ice Lake, Zen 4 and later.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#define CK_LANES 16
#define CK_Q_ROWS 12
#define CK_Q_VECTORS 2
#define CK_Q_PANEL 32
#define CK_NAME "vnni512"
#define CK_TABLE ck_int8_vnni512
#define CK_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"))), \
    apply_to = function)
typedef __m512i ck_q_sum, ck_q_weights, ck_q_values;
static inline __m512i ck_q_load(const int8_t *p) { return _mm512_loadu_si512(p); }
static inline __m512i ck_q_fill(const uint8_t *p) {
  int32_t four;
  __builtin_memcpy(&four, p, sizeof four);
  return _mm512_set1_epi32(four);
}
static inline __m512i ck_q_add(__m512i sum, __m512i x, __m512i w) {
  return _mm512_dpbusd_epi32(sum, x, w);
}
static inline void ck_q_store(int32_t *p, __m512i sum) { _mm512_storeu_si512(p, sum); }
// One of the sums, as a value that the compiler neither moves nor puts into memory.
#define CK_Q_KEEP(sum) __asm__ volatile("" : "+v"(sum))
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
