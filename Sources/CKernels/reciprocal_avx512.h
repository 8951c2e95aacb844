// 1 / x from an estimate of 14 bits, whose error one step squares; its result's last rounding is
// within one unit of a division's. The file that includes this has set the instruction set.
#include <immintrin.h>

static inline __attribute__((always_inline)) __m512 ck_reciprocal(__m512 x) {
  __m512 estimate = _mm512_rcp14_ps(x);
  __m512 error = _mm512_fnmadd_ps(x, estimate, _mm512_set1_ps(1.0f));
  return _mm512_fmadd_ps(estimate, error, estimate);
}
