#include "CKernels.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

// A row of a packed table: its weights, and in its last four bytes the low half of its feature.
static inline __attribute__((always_inline)) uint32_t check_of(const char *row, size_t stride) {
  uint32_t check;
  memcpy(&check, row + stride - sizeof check, sizeof check);
  return check;
}

// The row of a feature by walking all its slots, or -1: what the short way below does not decide.
static __attribute__((noinline)) int64_t packed_row(const uint64_t *groups, const char *rows,
                                                    size_t stride, uint64_t slot_mask,
                                                    uint64_t feature) {
  uint64_t place = (feature >> 32) & slot_mask;
  uint64_t used = groups[place >> 6 << 1];
  uint64_t row = groups[(place >> 6 << 1) + 1] +
                 (uint64_t)__builtin_popcountll(used & ((1ull << (place & 63)) - 1));
  while (groups[place >> 6 << 1] >> (place & 63) & 1) {
    if (check_of(rows + row * stride, stride) == (uint32_t)feature) return (int64_t)row;
    // Rows are in the order of their slots: the next slot in use has the next row.
    place = (place + 1) & slot_mask;
    row = place == 0 ? 0 : row + 1;
  }
  return -1;
}

// Features that are looked up together, so that they wait for memory together.
#define BLOCK 128

// What a block of features asks for: rows to add, and the features that they are believed to be of.
struct candidates {
  uint32_t row[BLOCK + 8], feature[BLOCK + 8];
  size_t count;
};

// Finds the rows whose slots and marks fit: of a feature the first of at most 8 slots in use in a row.
// Where that does not decide, any row of those slots, which `add_rows` finds wrong or right.
static inline __attribute__((always_inline)) void find_rows(
    const uint64_t *groups, const uint8_t *marks, uint64_t slot_mask, const uint64_t *features,
    size_t size, struct candidates *found) {
  found->count = 0;
  for (size_t i = 0; i < size; i++) {
    uint64_t place = (features[i] >> 32) & slot_mask, bit = place & 63;
    const uint64_t *group = &groups[place >> 6 << 1];
    uint64_t row = group[1] + (uint64_t)__builtin_popcountll(group[0] & ((1ull << bit) - 1));
    // Slots in use from its own on.
    uint64_t run = (uint64_t)__builtin_ctzll(~(group[0] >> bit) | 1ull << 63);
    uint64_t is_open = run > 8 || (run > 0 && bit + run == 64), marked;
    memcpy(&marked, marks + row, sizeof marked);
    // The lowest byte of eight that is zero is the first row with the feature's mark.
    marked ^= (features[i] & 0xff) * 0x0101010101010101ull;
    uint64_t zeros = (marked - 0x0101010101010101ull) & ~marked & 0x8080808080808080ull;
    zeros &= run < 8 ? (1ull << (run * 8)) - 1 : ~0ull;
    row += zeros == 0 ? 0 : (uint64_t)__builtin_ctzll(zeros) >> 3;
    found->row[found->count] = (uint32_t)row;
    found->feature[found->count] = (uint32_t)i;
    found->count += zeros != 0 || is_open;
  }
}

#if defined(__x86_64__)
#define POPCNT512 "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,popcnt"
// The same, eight features at once.
__attribute__((target(POPCNT512))) static void find_rows_512(
    const uint64_t *groups, const uint8_t *marks, uint64_t slot_mask, const uint64_t *features,
    size_t size, struct candidates *found) {
  const __m512i one = _mm512_set1_epi64(1), minus = _mm512_set1_epi64(-1);
  const __m512i low_byte = _mm512_set4_epi64(0x0808080808080808, 0, 0x0808080808080808, 0);
  const __m512i last = _mm512_set1_epi64((long long)(1ull << 63)), zero = _mm512_setzero_si512();
  __m256i number = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  size_t count = 0;
  for (size_t i = 0; i < size; i += 8) {
    __mmask8 all = size - i < 8 ? (__mmask8)((1u << (size - i)) - 1) : 0xff;
    __m512i feature = _mm512_maskz_loadu_epi64(all, features + i);
    __m512i place = _mm512_and_si512(_mm512_srli_epi64(feature, 32),
                                     _mm512_set1_epi64((long long)slot_mask));
    __m512i bit = _mm512_and_si512(place, _mm512_set1_epi64(63));
    __m512i group = _mm512_slli_epi64(_mm512_srli_epi64(place, 6), 1);
    __m512i used = _mm512_mask_i64gather_epi64(zero, all, group, groups, 8);
    __m512i row = _mm512_mask_i64gather_epi64(zero, all, group, groups + 1, 8);
    __m512i below = _mm512_and_si512(used, _mm512_sub_epi64(_mm512_sllv_epi64(one, bit), one));
    row = _mm512_add_epi64(row, _mm512_popcnt_epi64(below));
    __m512i unused = _mm512_or_si512(_mm512_xor_si512(_mm512_srlv_epi64(used, bit), minus), last);
    __m512i run =
        _mm512_popcnt_epi64(_mm512_andnot_si512(unused, _mm512_sub_epi64(unused, one)));
    __m512i marked = _mm512_mask_i64gather_epi64(zero, all, row, marks, 1);
    __m512i equal = _mm512_movm_epi8(
        _mm512_cmpeq_epi8_mask(marked, _mm512_shuffle_epi8(feature, low_byte)));
    // A shift by 64 and more gives 0.
    __m512i length = _mm512_sllv_epi64(one, _mm512_slli_epi64(run, 3));
    equal = _mm512_and_si512(equal, _mm512_sub_epi64(length, one));
    __mmask8 is_marked = _mm512_test_epi64_mask(equal, equal);
    __m512i before = _mm512_popcnt_epi64(_mm512_andnot_si512(equal, _mm512_sub_epi64(equal, one)));
    row = _mm512_mask_add_epi64(row, is_marked, row, _mm512_srli_epi64(before, 3));
    __mmask8 is_open = _mm512_cmpgt_epi64_mask(run, _mm512_set1_epi64(8)) |
                       (_mm512_test_epi64_mask(run, run) &
                        _mm512_cmpeq_epi64_mask(_mm512_add_epi64(bit, run),
                                                _mm512_set1_epi64(64)));
    __mmask8 taken = all & (is_marked | is_open);
    __m256i rows = _mm512_cvtepi64_epi32(row);
    _mm256_storeu_si256((__m256i *)&found->row[count], _mm256_maskz_compress_epi32(taken, rows));
    _mm256_storeu_si256((__m256i *)&found->feature[count],
                        _mm256_maskz_compress_epi32(taken, number));
    count += (size_t)__builtin_popcount(taken);
    number = _mm256_add_epi32(number, _mm256_set1_epi32(8));
  }
  found->count = count;
}
#endif

static inline __attribute__((always_inline)) void add_rows(
    const uint64_t *groups, const char *rows, size_t stride, uint64_t slot_mask,
    const uint64_t *features, const struct candidates *found, size_t start, const uint32_t *ends,
    size_t *list, int16_t *sums) {
  for (size_t i = 0; i < found->count; i++)
    __builtin_prefetch(rows + (size_t)found->row[i] * stride);
  for (size_t i = 0; i < found->count; i++) {
    const char *row = rows + (size_t)found->row[i] * stride;
    uint64_t feature = features[found->feature[i]];
    if (__builtin_expect(check_of(row, stride) != (uint32_t)feature, 0)) {
      int64_t right = packed_row(groups, rows, stride, slot_mask, feature);
      if (right < 0) continue;
      row = rows + (size_t)right * stride;
    }
    while (start + found->feature[i] >= ends[*list]) *list += 1;
    if (stride == 16)
      *(narrow *)&sums[*list * 4] += *(const narrow *)row;
    else
      *(wide *)&sums[*list * CK_FEATURE_LANES] += *(const wide *)row;
  }
}

EACH_LEVEL
void ck_feature_sums_packed(const uint64_t *groups, const uint8_t *marks, const void *rows,
                            size_t stride, uint64_t slot_mask, const uint64_t *features,
                            const uint32_t *ends, size_t lists, int16_t *sums) {
  memset(sums, 0, lists * (stride == 16 ? 4 : CK_FEATURE_LANES) * sizeof *sums);
  size_t count = lists == 0 ? 0 : ends[lists - 1];
  struct candidates found;
  for (size_t start = 0, list = 0; start < count; start += BLOCK) {
    const uint64_t *block = features + start;
    size_t size = count - start < BLOCK ? count - start : BLOCK;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
      find_rows_512(groups, marks, slot_mask, block, size, &found);
    else
#endif
      find_rows(groups, marks, slot_mask, block, size, &found);
    if (stride == 16)
      add_rows(groups, rows, 16, slot_mask, block, &found, start, ends, &list, sums);
    else
      add_rows(groups, rows, stride, slot_mask, block, &found, start, ends, &list, sums);
  }
}

EACH_LEVEL
size_t ck_feature_best(const int16_t *sums, size_t classes) {
  wide lanes, values = *(const wide *)sums;
  for (int i = 0; i < CK_FEATURE_LANES; i++) lanes[i] = (int16_t)i;
  // A lane behind the classes is never the first of the largest.
  wide is_class = lanes < (int16_t)classes;
  values = (values & is_class) | (INT16_MIN & ~is_class);
  typedef _Bool flags __attribute__((ext_vector_type(CK_FEATURE_LANES)));
  flags largest = __builtin_convertvector(values == __builtin_reduce_max(values), flags);
  uint32_t bits;
  memcpy(&bits, &largest, sizeof bits);
  return (size_t)__builtin_ctz(bits);
}
