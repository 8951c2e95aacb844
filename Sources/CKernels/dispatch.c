#include "CKernels.h"
#include <string.h>

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

extern const ck_int8_table ck_int8_baseline;
#if defined(__x86_64__)
extern const ck_int8_table ck_int8_avx2, ck_int8_avx512, ck_int8_vnni256, ck_int8_vnni512;
#endif

const ck_int8_table *ck_int8_table_for(enum ck_level level) {
  if (!ck_table_for(level)) return NULL;
#if defined(__x86_64__)
  if (level == CK_AVX512)
    return __builtin_cpu_supports("avx512vnni") ? &ck_int8_vnni512 : &ck_int8_avx512;
  if (level == CK_AVX2)
    return __builtin_cpu_supports("avxvnni") ? &ck_int8_vnni256 : &ck_int8_avx2;
#endif
  return &ck_int8_baseline;
}

const ck_int8_table *ck_int8_table_named(const char *name) {
#if defined(__x86_64__)
  if (!strcmp(name, "avx2") && ck_table_for(CK_AVX2)) return &ck_int8_avx2;
  if (!strcmp(name, "avx512") && ck_table_for(CK_AVX512)) return &ck_int8_avx512;
  if (!strcmp(name, "vnni256") && ck_table_for(CK_AVX2) && __builtin_cpu_supports("avxvnni"))
    return &ck_int8_vnni256;
  if (!strcmp(name, "vnni512") && ck_table_for(CK_AVX512) && __builtin_cpu_supports("avx512vnni"))
    return &ck_int8_vnni512;
#endif
  return !strcmp(name, "baseline") ? &ck_int8_baseline : NULL;
}
