#include "CKernels.h"

extern const ck_table ck_table_baseline;
#if defined(__x86_64__)
extern const ck_table ck_table_avx2;
extern const ck_table ck_table_avx512;
#endif

const ck_table *ck_table_for(enum ck_level level) {
  switch (level) {
  case CK_BASELINE:
    return &ck_table_baseline;
#if defined(__x86_64__)
  case CK_AVX2:
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &ck_table_avx2 : NULL;
  case CK_AVX512:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                   __builtin_cpu_supports("fma")
               ? &ck_table_avx512
               : NULL;
#endif
  default:
    return NULL;
  }
}
