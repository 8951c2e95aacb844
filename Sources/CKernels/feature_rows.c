#include "CKernels.h"

// Unaligned vectors of the two row widths; rows are packed, so a load runs over into the next row
// and the caller ignores the lanes behind its own.
typedef int16_t wide __attribute__((vector_size(64), aligned(2), may_alias));
typedef int16_t narrow __attribute__((vector_size(8), aligned(2), may_alias));

#define FEATURES_MAX 64

void ck_feature_sum(const uint64_t *slots, uint64_t slot_mask, const int16_t *rows, size_t classes,
                    const uint64_t *features, size_t count, int16_t *sums) {
  // A table is larger than the caches near the core: all slots are asked for before the first is
  // looked at, then all rows.
  if (count > FEATURES_MAX) count = FEATURES_MAX;
  for (size_t i = 0; i < count; i++)
    __builtin_prefetch(&slots[(features[i] >> 32) & slot_mask]);
  uint32_t found[FEATURES_MAX];
  size_t known = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t place = (features[i] >> 32) & slot_mask;
    uint32_t check = (uint32_t)features[i];
    for (uint64_t slot; (slot = slots[place]) != 0; place = (place + 1) & slot_mask) {
      if ((uint32_t)(slot >> 32) != check) continue;
      uint32_t row = (uint32_t)slot - 1;
      __builtin_prefetch(&rows[(size_t)row * classes]);
      found[known++] = row;
      break;
    }
  }
  if (classes <= 4) {
    narrow sum = {0};
    for (size_t i = 0; i < known; i++) sum += *(const narrow *)&rows[(size_t)found[i] * classes];
    *(narrow *)sums = sum;
  } else {
    wide sum = {0};
    for (size_t i = 0; i < known; i++) sum += *(const wide *)&rows[(size_t)found[i] * classes];
    *(wide *)sums = sum;
  }
}
