// Every CPU of the architecture, in plain C.
#include <stdint.h>
#define CK_LANES 4
#define CK_Q_ROWS 2
#define CK_Q_VECTORS 4
#define CK_Q_PANEL 16
#define CK_NAME "baseline"
#define CK_TABLE ck_int8_baseline
#if defined(__aarch64__)
#define CK_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define CK_FMA(a, b, c) ((a) * (b) + (c))
#endif
#pragma STDC FP_CONTRACT OFF
typedef int32_t ck_q_sum __attribute__((ext_vector_type(4)));
typedef struct {
  ck_q_sum depth[4];
} ck_q_weights, ck_q_values;
static inline ck_q_weights ck_q_load(const int8_t *p) {
  ck_q_weights w;
  for (int d = 0; d < 4; d++) w.depth[d] = (ck_q_sum){p[d], p[4 + d], p[8 + d], p[12 + d]};
  return w;
}
static inline ck_q_values ck_q_fill(const uint8_t *p) {
  ck_q_values x;
  for (int d = 0; d < 4; d++) x.depth[d] = (ck_q_sum)(int32_t)p[d];
  return x;
}
static inline ck_q_sum ck_q_add(ck_q_sum sum, ck_q_values x, ck_q_weights w) {
  for (int d = 0; d < 4; d++) sum += x.depth[d] * w.depth[d];
  return sum;
}
static inline void ck_q_store(int32_t *p, ck_q_sum sum) { __builtin_memcpy(p, &sum, sizeof sum); }
#include "int8_body.h"
