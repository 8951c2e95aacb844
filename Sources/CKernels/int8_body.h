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

_Static_assert(CK_PACKED_TOGETHER % CK_Q_PANEL == 0, "weights are packed in whole panels");
_Static_assert(CK_INT8_BLOCK_ROWS % CK_Q_ROWS == 0, "a block is a whole number of tiles");

INLINE size_t round_up(size_t n, size_t to) { return (n + to - 1) / to * to; }

// Bytes from one 8-bit row to the next; an odd number of cache lines, so that the rows of a tile do
// not fall on each other in the cache.
INLINE size_t int8_stride(size_t k) { return round_up(k, 128) + 64; }

static size_t int8_packed_count(size_t n, size_t k) {
  return round_up(n, CK_Q_PANEL) * round_up(k, 4);
}

static size_t int8_scratch_count(size_t m, size_t k) {
  size_t rows = m < CK_INT8_BLOCK_ROWS ? round_up(m, CK_Q_ROWS) : CK_INT8_BLOCK_ROWS;
  return rows * int8_stride(k);
}

// Adding 1.5 * 2^23 leaves no fraction bits; ties go to the even number.
#define CK_ROUNDING 12582912.0f
#define CK_ROUNDING_BITS 0x4B400000

INLINE vf rounded(vf x) { return (x + fill(CK_ROUNDING)) - fill(CK_ROUNDING); }

// The least and the largest of 0 and k values.
INLINE void row_range(const float *x, size_t k, float *low, float *high) {
  vf least[4], most[4];
  for (int i = 0; i < 4; i++) least[i] = most[i] = fill(0.0f);
  size_t d = 0;
  for (; d + 4 * CK_LANES <= k; d += 4 * CK_LANES)
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; i++) {
      vf v = load(x + d + i * CK_LANES);
      least[i] = smaller(v, least[i]);
      most[i] = larger(v, most[i]);
    }
  for (; d < k; d += CK_LANES) {
    vf v = k - d >= CK_LANES ? load(x + d) : load_part(x + d, k - d);
    least[0] = smaller(v, least[0]);
    most[0] = larger(v, most[0]);
  }
  *low = -lane_max(-smaller(smaller(least[0], least[1]), smaller(least[2], least[3])));
  *high = lane_max(larger(larger(most[0], most[1]), larger(most[2], most[3])));
}

#ifndef CK_Q_HAS_BYTES
// Four vectors of whole numbers to bytes, as near as those come.
INLINE void ck_q_bytes(const vi whole[4], uint8_t *to) {
  for (int i = 0; i < 4; i++) {
    vi near = __builtin_elementwise_min(__builtin_elementwise_max(whole[i], (vi)0), (vi)255);
    vb bytes = __builtin_convertvector(near, vb);
    __builtin_memcpy(to + i * CK_LANES, &bytes, sizeof bytes);
  }
}
#endif

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
  for (size_t d = 0; d < k; d += 4 * CK_LANES) {
    vi whole[4];
    _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; i++) {
      size_t at = d + i * CK_LANES;
      vf v = k >= at + CK_LANES ? load(x + at) : k > at ? load_part(x + at, k - at) : fill(0.0f);
      whole[i] = bits_of(v * fill(inverse) + fill(CK_ROUNDING)) + shift;
    }
    ck_q_bytes(whole, q + d);
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

// What turns the whole sums of some outputs into results.
typedef struct {
  const int32_t *weight_sums;
  const float *scales, *bias;
} int8_outputs;

// A tile whose sums are done and are not yet results: rows CK_Q_PANEL apart.
typedef struct {
  int32_t sums[CK_Q_ROWS * CK_Q_PANEL] __attribute__((aligned(64)));
  // Vectors of results that are missing; 0 in the beginning.
  size_t missing;
  const int32_t *zeros;
  const float *scales;
  int8_outputs outputs;
  float *c;
  size_t ldc;
} int8_waiting;

// One vector of whole sums of a row to results.
INLINE vf int8_result(const int32_t *sums, int32_t zero, float scale, int8_outputs outputs,
                      size_t j) {
  vi sum, weight_sum;
  __builtin_memcpy(&sum, sums + j, sizeof sum);
  __builtin_memcpy(&weight_sum, outputs.weight_sums + j, sizeof sum);
  vf exact = __builtin_convertvector(sum - zero * weight_sum, vf);
  return exact * fill(scale) * load(outputs.scales + j) + load(outputs.bias + j);
}

// Makes one of the missing vectors. The last two arguments are known where this is inlined.
INLINE void int8_finish_one(int8_waiting *tile, bool accumulate, enum ck_activation activation) {
  size_t i = --tile->missing, r = i / (CK_Q_PANEL / CK_LANES);
  size_t j = i % (CK_Q_PANEL / CK_LANES) * CK_LANES;
  float *to = tile->c + r * tile->ldc + j;
  const int32_t *sums = tile->sums + r * CK_Q_PANEL;
  vf y = int8_result(sums, tile->zeros[r], tile->scales[r], tile->outputs, j);
  if (accumulate) y += load(to);
  store(to, activate(y, activation));
}

// The rest of a row whose panel hangs over the edge of c.
static void int8_finish_part(int8_waiting *tile, size_t rows, size_t columns, bool accumulate,
                             enum ck_activation activation) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < columns; j += CK_LANES) {
      size_t count = columns - j < CK_LANES ? columns - j : CK_LANES;
      float *to = tile->c + r * tile->ldc + j;
      vf y = int8_result(tile->sums + r * CK_Q_PANEL, tile->zeros[r], tile->scales[r],
                         tile->outputs, j);
      if (accumulate) y += load_part(to, count);
      store_part(to, activate(y, activation), count);
    }
}

// Adds the products of four depths, `at` behind `panel` and the rows of `base`.
#define CK_Q_STEP(at)                                                                             \
  {                                                                                               \
    ck_q_weights w[CK_Q_VECTORS];                                                                 \
    _Pragma("clang loop unroll(full)") for (int v = 0; v < CK_Q_VECTORS; v++) w[v] =              \
        ck_q_load(panel + ((at) * CK_Q_VECTORS + 4 * v) * (CK_Q_PANEL / CK_Q_VECTORS));           \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < CK_Q_ROWS; r++) {                      \
      ck_q_values x = ck_q_fill(base[r / 3] + r % 3 * stride + (at));                             \
      _Pragma("clang loop unroll(full)") for (int v = 0; v < CK_Q_VECTORS; v++)                   \
          sum[r][v] = ck_q_add(sum[r][v], x, w[v]);                                               \
    }                                                                                             \
  }

// Sums [CK_Q_ROWS, CK_Q_PANEL] of products over `depth`, a multiple of 4, into `tile`, whose
// earlier sums become results first. With CK_Q_KEEP that happens between the products: additions,
// rounding and division cost nothing there, because only multiplications share the products' units.
// Lines of 64 bytes from `ahead` on are asked for meanwhile, one for each 16 depths.
INLINE void int8_tile(const uint8_t *a, size_t stride, const int8_t *panel, size_t depth,
                      const int8_t *ahead, int8_waiting *tile, bool accumulate,
                      enum ck_activation activation) {
  ck_q_sum sum[CK_Q_ROWS][CK_Q_VECTORS];
  _Pragma("clang loop unroll(full)") for (int r = 0; r < CK_Q_ROWS; r++)
      _Pragma("clang loop unroll(full)") for (int v = 0; v < CK_Q_VECTORS; v++)
          sum[r][v] = (ck_q_sum){0};
  const uint8_t *base[(CK_Q_ROWS + 2) / 3];
  for (int r = 0; r < CK_Q_ROWS; r += 3) base[r / 3] = a + r * stride;
#ifdef CK_Q_KEEP
  // The sums stay in their registers, and what is done to them is not put off beyond this point.
#define KEEP_SUMS                                                                                 \
  _Pragma("clang loop unroll(full)") for (int r = 0; r < CK_Q_ROWS; r++)                          \
      _Pragma("clang loop unroll(full)") for (int v = 0; v < CK_Q_VECTORS; v++)                   \
          CK_Q_KEEP(sum[r][v]);                                                                   \
  __asm__ volatile("" ::: "memory");
  for (; depth >= 16; depth -= 16) {
    __builtin_prefetch(ahead, 0, 2);
    CK_Q_STEP(0)
    CK_Q_STEP(4)
    CK_Q_STEP(8)
    CK_Q_STEP(12)
    KEEP_SUMS
    if (tile->missing) int8_finish_one(tile, accumulate, activation);
    KEEP_SUMS
    ahead += 64;
    panel += 16 * CK_Q_PANEL;
    _Pragma("clang loop unroll(full)") for (int r = 0; r < CK_Q_ROWS; r += 3) {
      base[r / 3] += 16;
      // Else each row's address would be made anew in each step.
      __asm__("" : "+r"(base[r / 3]));
    }
  }
#undef KEEP_SUMS
#endif
  for (size_t d = 0; d < depth; d += 4) {
    if (d % 16 == 0) __builtin_prefetch(ahead + 4 * d, 0, 2);
    CK_Q_STEP(d)
  }
  while (tile->missing) int8_finish_one(tile, accumulate, activation);
  _Pragma("clang loop unroll(full)") for (int r = 0; r < CK_Q_ROWS; r++)
      _Pragma("clang loop unroll(full)") for (int v = 0; v < CK_Q_VECTORS; v++)
          ck_q_store(tile->sums + (r * CK_Q_VECTORS + v) * (CK_Q_PANEL / CK_Q_VECTORS), sum[r][v]);
}
#undef CK_Q_STEP

// Rows made 8 bit, [block, depth], with a scale and a zero point each.
typedef struct {
  const uint8_t *rows;
  size_t stride, block, depth;
  const float *scales;
  const int32_t *zeros;
} int8_rows;

// All outputs of a block of rows. The last two arguments are known where this is inlined.
INLINE void int8_block(int8_rows a, const int8_t *packed, int8_outputs outputs, float *c,
                       size_t ldc, size_t n, bool accumulate, enum ck_activation activation) {
  int8_waiting tile;
  tile.missing = 0;
  for (size_t j = 0; j < n; j += CK_Q_PANEL) {
    size_t columns = n - j < CK_Q_PANEL ? n - j : CK_Q_PANEL;
    const int8_t *panel = packed + j * a.depth;
    for (size_t r = 0; r < a.block; r += CK_Q_ROWS) {
      size_t rows = a.block - r < CK_Q_ROWS ? a.block - r : CK_Q_ROWS;
      float *to = c + r * ldc + j;
      for (size_t i = 0; i < rows; i++)
        for (size_t v = 0; v < columns; v += 16) __builtin_prefetch(to + i * ldc + v, 1, 3);
      // A share of the next panel for each tile.
      const int8_t *next = panel + CK_Q_PANEL * a.depth;
      const int8_t *ahead = next + r * (a.depth / CK_INT8_BLOCK_ROWS * CK_Q_PANEL);
      int8_tile(a.rows + r * a.stride, a.stride, panel, a.depth, ahead, &tile, accumulate,
                activation);
      tile.zeros = a.zeros + r;
      tile.scales = a.scales + r;
      tile.outputs = (int8_outputs){outputs.weight_sums + j, outputs.scales + j, outputs.bias + j};
      tile.c = to;
      tile.ldc = ldc;
      if (columns == CK_Q_PANEL)
        tile.missing = rows * (CK_Q_PANEL / CK_LANES);
      else
        int8_finish_part(&tile, rows, columns, accumulate, activation);
    }
  }
  while (tile.missing) int8_finish_one(&tile, accumulate, activation);
}

static void int8_gemm(const float *a, size_t lda, const int8_t *packed, const float *scales,
                      const int32_t *sums, const float *bias, float *c, size_t ldc, size_t m,
                      size_t n, size_t k, bool accumulate, enum ck_activation activation,
                      uint8_t *scratch) {
  size_t stride = int8_stride(k), depth = round_up(k, 4);
  float row_scales[CK_INT8_BLOCK_ROWS];
  int32_t zeros[CK_INT8_BLOCK_ROWS];
  int8_outputs outputs = {sums, scales, bias};
  for (size_t m0 = 0; m0 < m; m0 += CK_INT8_BLOCK_ROWS) {
    size_t block = m - m0 < CK_INT8_BLOCK_ROWS ? m - m0 : CK_INT8_BLOCK_ROWS;
    for (size_t r = 0; r < block; r++)
      quantise_row(a + (m0 + r) * lda, k, scratch + r * stride, row_scales + r, zeros + r);
    for (size_t r = block; r < round_up(block, CK_Q_ROWS); r++)
      memset(scratch + r * stride, 0, stride);
    int8_rows rows = {scratch, stride, block, depth, row_scales, zeros};
    float *to = c + m0 * ldc;
    // The usual ones apart, so that an epilogue has no branches.
#define BLOCK(adds, kind)                                                                         \
  if (accumulate == adds && activation == kind) {                                                 \
    int8_block(rows, packed, outputs, to, ldc, n, adds, kind);                                    \
    continue;                                                                                     \
  }
    BLOCK(false, CK_IDENTITY)
    BLOCK(true, CK_IDENTITY)
    BLOCK(false, CK_QUICK_GELU)
    BLOCK(false, CK_GELU)
#undef BLOCK
    int8_block(rows, packed, outputs, to, ldc, n, accumulate, activation);
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
