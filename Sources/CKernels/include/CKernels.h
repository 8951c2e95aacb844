// The hot loops, written once with vector types and compiled for several instruction sets.
//
// A caller asks for the table of a level and calls through it. All functions are single-threaded,
// keep no state and give the same bytes for the same arguments on one level. Integer kernels
// (resampling) give the same bytes on every level.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "freed_memory.h"
#include "suppression.h"
#include "winograd.h"

enum ck_level { CK_BASELINE = 0, CK_AVX2 = 1, CK_AVX512 = 2 };
enum ck_activation { CK_IDENTITY = 0, CK_QUICK_GELU = 1, CK_GELU = 2, CK_RELU = 3 };

// Rows of a matrix product that share one pass over the packed weights.
#define CK_BLOCK_ROWS 120
// At most so many terms of a dot product are added before the partial sum goes back to memory.
#define CK_BLOCK_DEPTH 1024
// Rows of a tile at most.
#define CK_TILE_ROWS_MAX 12
// Rows of weights that can be packed apart from the others: a whole number of panels on every level.
#define CK_PACKED_TOGETHER 64
// Vectors are at most this many floats wide; scratch and biases are padded to it.
#define CK_LANES_MAX 16

typedef struct {
  const char *name;
  // Floats in one vector.
  size_t lanes;
  // Whether `gemm` is the fastest product on this level; else callers go to BLAS.
  bool has_fast_gemm;

  // Floats that `pack` writes for weights [n, k].
  size_t (*packed_count)(size_t n, size_t k);
  // Lays rows of `b` [n, k], `ldb` apart, out for `gemm`; `packed` is 64-byte aligned.
  void (*pack)(const float *b, size_t ldb, size_t n, size_t k, float *packed);
  // c [m, n] = activation(a [m, k] * transpose(b) + bias (+ c)). `bias` has n floats padded to
  // CK_LANES_MAX; `scratch` has CK_TILE_ROWS_MAX * CK_BLOCK_DEPTH floats. A row of c depends on that
  // row of a alone: neither m nor the row's place changes a bit of it.
  void (*gemm)(const float *a, size_t lda, const float *packed, const float *bias, float *c,
               size_t ldc, size_t m, size_t n, size_t k, bool accumulate,
               enum ck_activation activation, float *scratch);
  // x [rows, columns] = activation(x + bias); bias may be null.
  void (*bias_activation)(float *x, size_t ld, const float *bias, size_t rows, size_t columns,
                          enum ck_activation activation);

  // y = (x - mean) / sqrt(variance + epsilon) * gain + bias, row by row, [rows, columns].
  void (*layer_norm)(const float *x, const float *gain, const float *bias, float *y, size_t rows,
                     size_t columns, float epsilon);

  // Floats of scratch for sequences of up to `keys` keys.
  size_t (*attention_scratch)(size_t keys, size_t head_size);
  // Softmax attention of packed sequences: sequence s has the key rows key_ends[s-1]..<key_ends[s]
  // and the query rows query_ends[s-1]..<query_ends[s]. With `causal` its queries are the last of
  // its positions and see no later key. Heads lie side by side in a row, `head_size` wide.
  void (*attention)(const float *q, size_t ldq, const float *k, size_t ldk, const float *v,
                    size_t ldv, float *out, size_t ldo, size_t heads, size_t head_size,
                    float scale, bool causal, size_t sequences, const long *query_ends,
                    const long *key_ends, float *scratch);

  // Adds one block of scores to a row's running result: the `k` best in descending order (ties to
  // the lower id), and maximum and sum of exp((score - maximum) * inverse_temperature).
  void (*top_k)(const float *scores, size_t count, uint32_t first_id, float inverse_temperature,
                size_t k, size_t *filled, uint32_t *ids, float *best, float *maximum, double *sum);

  // Horizontal pass over `rows` rows of RGB pixels; writes three planes [rows, plane_stride].
  // `weights` repeats each weight four times. `row_scratch` has 4 * (width + CK_LANES_MAX) bytes.
  void (*resample_rows)(const uint8_t *rgb, size_t stride, size_t rows, size_t width,
                        const int32_t *starts, const int32_t *counts, const int32_t *weights,
                        size_t taps, size_t out_width, uint8_t *planes, size_t plane_stride,
                        uint8_t *row_scratch);
  // Vertical pass over one plane; out [out_height, out_width] = byte * scale + offset, rows
  // `out_stride` floats apart. `stride` is a multiple of 32 and bounds out_width.
  void (*resample_columns)(const uint8_t *plane, size_t stride, const int32_t *starts,
                           const int32_t *counts, const int32_t *weights, size_t taps,
                           size_t out_height, size_t out_width, float scale, float offset,
                           float *out, size_t out_stride);

  // out [columns] = sum over t < count of weights[t] * rows[t]; rows lie `stride` floats apart.
  void (*mix_rows)(const float *rows, size_t stride, const float *weights, size_t count,
                   float *out, size_t columns);
} ck_table;

// The table of a level; null where this machine cannot run it.
const ck_table *ck_table_for(enum ck_level level);

// Products with 8-bit operands and exact sums of 32 bits; see int8_body.h for the arithmetic.
typedef struct {
  const char *name;
  // Bytes that `pack` writes for weights [n, k].
  size_t (*packed_count)(size_t n, size_t k);
  // Makes rows of `b` [n, k], `ldb` apart, 8 bit, each with a scale of its own, and lays them out
  // for `gemm`; `scales` [n], and `sums` [n] of each row's whole numbers.
  void (*pack)(const float *b, size_t ldb, size_t n, size_t k, int8_t *packed, float *scales,
               int32_t *sums);
  // Bytes of scratch for a product of m rows.
  size_t (*scratch_count)(size_t m, size_t k);
  // c [m, n] = activation(a [m, k] * transpose(b) + bias (+ c)), rows of `a` made 8 bit, each with
  // a scale and a zero point of its own. `scales`, `sums` and `bias` are padded to
  // CK_INT8_PANEL_MAX; `scratch` is 64-byte aligned; k is at most CK_INT8_DEPTH_MAX. A row of c
  // depends on that row of a alone.
  void (*gemm)(const float *a, size_t lda, const int8_t *packed, const float *scales,
               const int32_t *sums, const float *bias, float *c, size_t ldc, size_t m, size_t n,
               size_t k, bool accumulate, enum ck_activation activation, uint8_t *scratch);
} ck_int8_table;

// Rows that are made 8 bit together: they stay in the second-level cache while all weights pass.
#define CK_INT8_BLOCK_ROWS 96
// Outputs are at most padded to a multiple of this.
#define CK_INT8_PANEL_MAX 32
// The largest number of terms whose sum fits into 32 bits: 255 * 127 * 66,311 < 2^31.
#define CK_INT8_DEPTH_MAX 66311

// The best table of 8-bit products that `level` allows; null where this machine cannot run `level`.
const ck_int8_table *ck_int8_table_for(enum ck_level level);
// One table by its name, for tests; null where this machine cannot run it.
const ck_int8_table *ck_int8_table_named(const char *name);

enum ck_filter { CK_BILINEAR = 0, CK_BICUBIC = 1 };
// Taps of one output position when `in` positions become `out`.
size_t ck_resample_taps(size_t in, size_t out, enum ck_filter filter);
// Fixed-point weights, 22 fraction bits, of the output positions first..<first + count.
// `starts`, `counts` [count]; `weights` [count, taps], each weight repeated `repeat` times.
void ck_resample_weights(size_t in, size_t out, enum ck_filter filter, size_t first, size_t count,
                         size_t taps, size_t repeat, int32_t *starts, int32_t *counts,
                         int32_t *weights);

// Lanes that `ck_feature_sum` writes, and int16s that must follow the last row.
#define CK_FEATURE_LANES 32
// sums[c] = sum over the features that the table knows of their row's weight c, modulo 2^16.
//
// `slots` has slot_mask + 1 entries, a power of two with at least one empty (0): the high half is the
// low half of the feature's hash, the low half its row + 1. A feature's search begins at the high
// half of its hash. Rows are [rows, classes], packed, with 1...32 classes. At most 64 features.
void ck_feature_sum(const uint64_t *slots, uint64_t slot_mask, const int16_t *rows, size_t classes,
                    const uint64_t *features, size_t count, int16_t *sums);
// The same for several lists of features, one behind the other: list k ends before ends[k], and its
// sums are those from k * CK_FEATURE_LANES on (k * 4 where rows have 16 bytes). The table has at
// least 64 slots and rows in the order of its slots, and is packed so that a feature costs one access
// to memory far from the core, and a feature that it does not know mostly none.
//
// `groups` has two numbers for each 64 slots: a bit for each slot in use, and how many are in use in
// the groups before. `marks` has the lowest byte of each row's feature, and 8 bytes behind them.
// `rows` are on a boundary of `stride` bytes each: 16 for up to 4 classes, else a multiple of 64.
// The last 4 bytes of a row are the low half of its feature's hash.
void ck_feature_sums_packed(const uint64_t *groups, const uint8_t *marks, const void *rows,
                            size_t stride, uint64_t slot_mask, const uint64_t *features,
                            const uint32_t *ends, size_t lists, int16_t *sums);
// The place of the largest of the first `classes` of CK_FEATURE_LANES sums, the first of equals.
size_t ck_feature_best(const int16_t *sums, size_t classes);
