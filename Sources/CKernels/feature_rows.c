#include "CKernels.h"

// Unaligned vectors of the two row widths; rows are packed, so a load runs over into the next row
// and the caller ignores the lanes behind its own.
typedef int16_t wide __attribute__((vector_size(64), aligned(2), may_alias));
typedef int16_t narrow __attribute__((vector_size(8), aligned(2), may_alias));

#define FEATURES_MAX 64

// Counting bits and adding rows is one instruction where the processor has it; sums of integers are
// the same everywhere.
#if defined(__x86_64__) && defined(__ELF__)
#define EACH_LEVEL __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define EACH_LEVEL
#endif

static inline __attribute__((always_inline)) void sum_rows(const int16_t *rows, size_t classes, const uint32_t *found, size_t known,
                     int16_t *sums) {
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

EACH_LEVEL
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
  sum_rows(rows, classes, found, known, sums);
}

EACH_LEVEL
void ck_feature_sum_packed(const uint64_t *bits, const uint32_t *ranks, const uint32_t *checks,
                           uint64_t slot_mask, const int16_t *rows, size_t classes,
                           const uint64_t *features, size_t count, int16_t *sums) {
  if (count > FEATURES_MAX) count = FEATURES_MAX;
  uint32_t feature[FEATURES_MAX], found[FEATURES_MAX];
  size_t candidates = 0, known = 0;
  // Most features that the table does not know end here, at bits that fit the cache near the core.
  for (size_t i = 0; i < count; i++) {
    uint64_t place = (features[i] >> 32) & slot_mask;
    uint64_t word = bits[place >> 6], bit = place & 63;
    uint32_t rank = ranks[place >> 6] + (uint32_t)__builtin_popcountll(word & ((1ull << bit) - 1));
    feature[candidates] = (uint32_t)i;
    found[candidates] = rank;
    __builtin_prefetch(&checks[rank]);
    candidates += word >> bit & 1;
  }
  for (size_t i = 0; i < candidates; i++) {
    uint64_t hash = features[feature[i]];
    uint32_t row = found[i];
    if (checks[row] != (uint32_t)hash) {
      // Rows are in the order of their slots: the next slot in use has the next row.
      uint64_t place = (hash >> 32) & slot_mask;
      int is_known = 0;
      for (;;) {
        place = (place + 1) & slot_mask;
        if (!(bits[place >> 6] >> (place & 63) & 1)) break;
        row = place == 0 ? 0 : row + 1;
        if (checks[row] == (uint32_t)hash) {
          is_known = 1;
          break;
        }
      }
      if (!is_known) continue;
    }
    __builtin_prefetch(&rows[(size_t)row * classes]);
    found[known++] = row;
  }
  sum_rows(rows, classes, found, known, sums);
}
