// Products of 8-bit rows with packed 8-bit weights, all of one instruction set. The file that
// includes this sets the vector width, the tile and how four products are added to a sum.
//
// A row x of the left side becomes q = round(x / s) + z in 0...255, with s and z such that its
// least and largest value, and 0, are representable: s = (max - min) / 255, z = round(-min / s)
// (https://arxiv.org/abs/1712.05877, section 2.1). Weights of one output are round(w / t) in
// -127...127. So x * w = s * t * (sum of q * w' - z * sum of w'): whole numbers of 32 bits up to
// the two scales, and the same ones on every instruction set. Nothing saturates before 66,311
// terms.
//
// Weights lie in panels of CK_Q_PANEL outputs: output j, depth d of a panel at
// d / 4 * 4 * CK_Q_PANEL + 4 * j + d % 4; depths are filled up to a multiple of 4 and outputs to
// whole panels with zeros.
#include "CKernels.h"
#include <string.h>

#include "vectors.h"

// Rows that are made 8 bit together: they stay in the second-level cache while all weights pass.
#define CK_Q_BLOCK_ROWS 96
_Static_assert(CK_PACKED_TOGETHER % CK_Q_PANEL == 0, "weights are packed in whole panels");
_Static_assert(CK_Q_BLOCK_ROWS % CK_Q_ROWS == 0, "a block is a whole number of tiles");

INLINE size_t round_up(size_t n, size_t to) { return (n + to - 1) / to * to; }

// Bytes from one 8-bit row to the next; an odd number of cache lines, so that the rows of a tile do
// not fall on each other in the cache.
INLINE size_t int8_stride(size_t k) { return round_up(k, 128) + 64; }

static size_t int8_packed_count(size_t n, size_t k) {
  return round_up(n, CK_Q_PANEL) * round_up(k, 4);
}

static size_t int8_scratch_count(size_t m, size_t k) {
  size_t rows = m < CK_Q_BLOCK_ROWS ? round_up(m, CK_Q_ROWS) : CK_Q_BLOCK_ROWS;
  return rows * int8_stride(k);
}

// Adding 1.5 * 2^23 leaves no fraction bits; ties go to the even number.
#define CK_ROUNDING 12582912.0f
#define CK_ROUNDING_BITS 0x4B400000

INLINE vf rounded(vf x) { return (x + fill(CK_ROUNDING)) - fill(CK_ROUNDING); }

INLINE void row_range(const float *x, size_t k, float *low, float *high) {
  vf least = fill(0.0f), most = fill(0.0f);
  size_t d = 0;
  for (; d + CK_LANES <= k; d += CK_LANES) {
    vf v = load(x + d);
    least = smaller(v, least);
    most = larger(v, most);
  }
  if (d < k) {
    vf v = load_part(x + d, k - d);
    least = smaller(v, least);
    most = larger(v, most);
  }
  *low = -lane_max(-least);
  *high = lane_max(most);
}

// One row of the left side to bytes; zeros of the row's own zero point up to whole vectors.
static void quantise_row(const float *x, size_t k, uint8_t *q, float *scale, int32_t *zero) {
  float low, high;
  row_range(x, k, &low, &high);
  float range = high - low;
  // Rows this close to 0 would have an inverse that is not finite.
  bool is_zero = !(range > 1e-30f);
  float inverse = is_zero ? 0.0f : 255.0f / range;
  *scale = is_zero ? 0.0f : range / 255.0f;
  float z = (-low * inverse + CK_ROUNDING) - CK_ROUNDING;
  z = z > 0.0f ? z : 0.0f;
  z = z < 255.0f ? z : 255.0f;
  *zero = (int32_t)z;
  // The bits of the rounded sum are those of the constant plus the whole number.
  vi shift = (vi)((int32_t)z - CK_ROUNDING_BITS);
  for (size_t d = 0; d < k; d += CK_LANES) {
    vf v = k - d >= CK_LANES ? load(x + d) : load_part(x + d, k - d);
    vi whole = bits_of(v * fill(inverse) + fill(CK_ROUNDING)) + shift;
    whole = __builtin_elementwise_min(__builtin_elementwise_max(whole, (vi)0), (vi)255);
    vb bytes = __builtin_convertvector(whole, vb);
    __builtin_memcpy(q + d, &bytes, sizeof bytes);
  }
}

static void int8_pack(const float *b, size_t ldb, size_t n, size_t k, int8_t *packed,
                      float *scales, int32_t *sums) {
  size_t depth = round_up(k, 4);
  for (size_t j = 0; j < round_up(n, CK_Q_PANEL); j++) {
    int8_t *to = packed + j / CK_Q_PANEL * CK_Q_PANEL * depth + j % CK_Q_PANEL * 4;
    float scale = 0.0f, inverse = 0.0f;
    const float *row = b + j * ldb;
    if (j < n) {
      float low, high;
      row_range(row, k, &low, &high);
      float most = high > -low ? high : -low;
      bool is_zero = !(most > 1e-30f);
      inverse = is_zero ? 0.0f : 127.0f / most;
      scale = is_zero ? 0.0f : most / 127.0f;
    }
    int32_t sum = 0;
    for (size_t d = 0; d < depth; d += CK_LANES) {
      int32_t whole[CK_LANES];
      size_t count = d >= k || j >= n ? 0 : k - d < CK_LANES ? k - d : CK_LANES;
      vf v = count == CK_LANES ? load(row + d) : count ? load_part(row + d, count) : fill(0.0f);
      v = rounded(v * fill(inverse));
      vi w = __builtin_convertvector(smaller(larger(v, fill(-127.0f)), fill(127.0f)), vi);
      __builtin_memcpy(whole, &w, sizeof whole);
      for (size_t i = 0; i < CK_LANES && d + i < depth; i += 4) {
        for (size_t b = 0; b < 4; b++) {
          to[(d + i) * CK_Q_PANEL + b] = (int8_t)whole[i + b];
          sum += whole[i + b];
        }
      }
    }
    if (j < n) {
      scales[j] = scale;
      sums[j] = sum;
    }
  }
}

// Sums [CK_Q_ROWS, CK_Q_PANEL] of products over `depth`, a multiple of 4.
// Lines of 64 bytes from `ahead` on are asked for meanwhile, one for each 16 depths.
static void int8_tile(const uint8_t *a, size_t stride, const int8_t *panel, size_t depth,
                      const int8_t *ahead, int32_t *sums) {
  ck_q_sum sum[CK_Q_ROWS][CK_Q_VECTORS];
  _Pragma("clang loop unroll(full)") for (int r = 0; r < CK_Q_ROWS; r++)
      _Pragma("clang loop unroll(full)") for (int v = 0; v < CK_Q_VECTORS; v++)
          sum[r][v] = (ck_q_sum){0};
  for (size_t d = 0; d < depth; d += 4) {
    if (d % 16 == 0) __builtin_prefetch(ahead + 4 * d, 0, 2);
    ck_q_weights w[CK_Q_VECTORS];
    _Pragma("clang loop unroll(full)") for (int v = 0; v < CK_Q_VECTORS; v++) w[v] =
        ck_q_load(panel + (d * CK_Q_VECTORS + 4 * v) * (CK_Q_PANEL / CK_Q_VECTORS));
    _Pragma("clang loop unroll(full)") for (int r = 0; r < CK_Q_ROWS; r++) {
      ck_q_values x = ck_q_fill(a + r * stride + d);
      _Pragma("clang loop unroll(full)") for (int v = 0; v < CK_Q_VECTORS; v++)
          sum[r][v] = ck_q_add(sum[r][v], x, w[v]);
    }
  }
  _Pragma("clang loop unroll(full)") for (int r = 0; r < CK_Q_ROWS; r++)
      _Pragma("clang loop unroll(full)") for (int v = 0; v < CK_Q_VECTORS; v++)
          ck_q_store(sums + (r * CK_Q_VECTORS + v) * (CK_Q_PANEL / CK_Q_VECTORS), sum[r][v]);
}

// What turns the whole sums of some outputs into results.
typedef struct {
  const int32_t *weight_sums;
  const float *scales, *bias;
} int8_outputs;

// One vector of whole sums of a row to results.
INLINE vf int8_result(const int32_t *sums, int32_t zero, float scale, int8_outputs outputs,
                      size_t j) {
  vi sum, weight_sum;
  __builtin_memcpy(&sum, sums + j, sizeof sum);
  __builtin_memcpy(&weight_sum, outputs.weight_sums + j, sizeof sum);
  vf exact = __builtin_convertvector(sum - zero * weight_sum, vf);
  return exact * fill(scale) * load(outputs.scales + j) + load(outputs.bias + j);
}

// Results of a tile from whole sums, rows CK_Q_PANEL apart; a panel's width of them. The arguments
// behind `ldc` are known where this is inlined.
INLINE void int8_finish_panel(const int32_t *sums, size_t rows, const int32_t *zeros,
                              const float *scales, int8_outputs outputs, float *c, size_t ldc,
                              bool accumulate, enum ck_activation activation) {
  for (size_t r = 0; r < rows; r++)
    _Pragma("clang loop unroll(full)") for (size_t j = 0; j < CK_Q_PANEL; j += CK_LANES) {
      float *to = c + r * ldc + j;
      vf y = int8_result(sums + r * CK_Q_PANEL, zeros[r], scales[r], outputs, j);
      if (accumulate) y += load(to);
      store(to, activate(y, activation));
    }
}

static void int8_finish(const int32_t *sums, size_t rows, size_t columns, const int32_t *zeros,
                        const float *scales, int8_outputs outputs, float *c, size_t ldc,
                        bool accumulate, enum ck_activation activation) {
#define FINISH(sum, kind)                                                                         \
  if (columns == CK_Q_PANEL && accumulate == sum && activation == kind) {                         \
    int8_finish_panel(sums, rows, zeros, scales, outputs, c, ldc, sum, kind);                     \
    return;                                                                                       \
  }
  FINISH(false, CK_IDENTITY)
  FINISH(true, CK_IDENTITY)
  FINISH(false, CK_QUICK_GELU)
  FINISH(false, CK_GELU)
#undef FINISH
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < columns; j += CK_LANES) {
      size_t count = columns - j < CK_LANES ? columns - j : CK_LANES;
      float *to = c + r * ldc + j;
      vf y = int8_result(sums + r * CK_Q_PANEL, zeros[r], scales[r], outputs, j);
      if (accumulate) y += load_part(to, count);
      store_part(to, activate(y, activation), count);
    }
}

static void int8_gemm(const float *a, size_t lda, const int8_t *packed, const float *scales,
                      const int32_t *sums, const float *bias, float *c, size_t ldc, size_t m,
                      size_t n, size_t k, bool accumulate, enum ck_activation activation,
                      uint8_t *scratch) {
  size_t stride = int8_stride(k), depth = round_up(k, 4);
  float row_scales[CK_Q_BLOCK_ROWS];
  int32_t zeros[CK_Q_BLOCK_ROWS];
  for (size_t m0 = 0; m0 < m; m0 += CK_Q_BLOCK_ROWS) {
    size_t block = m - m0 < CK_Q_BLOCK_ROWS ? m - m0 : CK_Q_BLOCK_ROWS;
    for (size_t r = 0; r < block; r++)
      quantise_row(a + (m0 + r) * lda, k, scratch + r * stride, row_scales + r, zeros + r);
    for (size_t r = block; r < round_up(block, CK_Q_ROWS); r++)
      memset(scratch + r * stride, 0, stride);
    for (size_t j = 0; j < n; j += CK_Q_PANEL) {
      size_t columns = n - j < CK_Q_PANEL ? n - j : CK_Q_PANEL;
      int8_outputs outputs = {sums + j, scales + j, bias + j};
      for (size_t r0 = 0; r0 < block; r0 += CK_Q_ROWS) {
        int32_t tile[CK_Q_ROWS * CK_Q_PANEL] __attribute__((aligned(64)));
        size_t rows = block - r0 < CK_Q_ROWS ? block - r0 : CK_Q_ROWS;
        for (size_t r = 0; r < rows; r++)
          for (size_t i = 0; i < columns; i += 16)
            __builtin_prefetch(c + (m0 + r0 + r) * ldc + j + i, 1, 3);
        // A share of the next panel for each tile.
        const int8_t *ahead = packed + (j + CK_Q_PANEL) * depth + r0 * (depth / 96 * CK_Q_PANEL);
        int8_tile(scratch + r0 * stride, stride, packed + j * depth, depth, ahead, tile);
        int8_finish(tile, rows, columns, zeros + r0, row_scales + r0, outputs,
                    c + (m0 + r0) * ldc + j, ldc, accumulate, activation);
      }
    }
  }
}

extern const ck_int8_table CK_TABLE;
const ck_int8_table CK_TABLE = {
    .name = CK_NAME,
    .packed_count = int8_packed_count,
    .pack = int8_pack,
    .scratch_count = int8_scratch_count,
    .gemm = int8_gemm,
};
