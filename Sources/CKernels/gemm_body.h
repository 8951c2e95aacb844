// Matrix product with packed weights.
//
// Weights [n, k] are laid out in panels of PANEL columns of the product: element (column j, depth
// d) of a panel of width w lies at d * w + j. The last panel is narrower, a whole number of
// vectors, filled up with zeros. A tile of CK_TILE_ROWS rows by one panel is kept in registers
// while its dot products grow by up to CK_BLOCK_DEPTH terms; every row goes through the same
// operations in the same order whatever its tile, so its result does not depend on its neighbours.
// A span of a panel's depth stays in the first-level cache while all tiles of a block pass, whose
// sums wait in a small buffer meanwhile: they grow as if they had never left the registers.

#define PANEL (CK_TILE_VECTORS * CK_LANES)
_Static_assert(CK_PACKED_TOGETHER % PANEL == 0, "weights are packed in whole panels");
// Depths of a panel that take 32 KiB.
#define SPAN (8192 / PANEL)
// Depths for each line that is asked for: ten tiles of a block ask for the next span.
#define AHEAD_STEP 4

INLINE size_t whole_vectors(size_t n) { return (n + CK_LANES - 1) / CK_LANES * CK_LANES; }

static size_t packed_count(size_t n, size_t k) { return whole_vectors(n) * k; }

// to[d * to_stride + r] = from[r * from_stride + d] for 4 rows.
INLINE void transpose_rows(const float *const from[4], float *to, size_t to_stride, size_t depth) {
  size_t d = 0;
  for (; d + 4 <= depth; d += 4) {
    quad a, b, c, e;
    __builtin_memcpy(&a, from[0] + d, sizeof a);
    __builtin_memcpy(&b, from[1] + d, sizeof a);
    __builtin_memcpy(&c, from[2] + d, sizeof a);
    __builtin_memcpy(&e, from[3] + d, sizeof a);
    quad ab0 = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    quad ab1 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    quad ce0 = __builtin_shufflevector(c, e, 0, 4, 1, 5);
    quad ce1 = __builtin_shufflevector(c, e, 2, 6, 3, 7);
    quad r0 = __builtin_shufflevector(ab0, ce0, 0, 1, 4, 5);
    quad r1 = __builtin_shufflevector(ab0, ce0, 2, 3, 6, 7);
    quad r2 = __builtin_shufflevector(ab1, ce1, 0, 1, 4, 5);
    quad r3 = __builtin_shufflevector(ab1, ce1, 2, 3, 6, 7);
    __builtin_memcpy(to + d * to_stride, &r0, sizeof r0);
    __builtin_memcpy(to + (d + 1) * to_stride, &r1, sizeof r1);
    __builtin_memcpy(to + (d + 2) * to_stride, &r2, sizeof r2);
    __builtin_memcpy(to + (d + 3) * to_stride, &r3, sizeof r3);
  }
  for (; d < depth; d++)
    for (int r = 0; r < 4; r++) to[d * to_stride + r] = from[r][d];
}

static void pack(const float *b, size_t ldb, size_t n, size_t k, float *packed) {
  size_t padded = whole_vectors(n);
  for (size_t j0 = 0; j0 < padded; j0 += PANEL) {
    size_t width = padded - j0 < PANEL ? padded - j0 : PANEL;
    float *panel = packed + j0 * k;
    for (size_t j = 0; j < width; j += 4) {
      if (j0 + j + 4 <= n) {
        const float *rows[4];
        for (size_t r = 0; r < 4; r++) rows[r] = b + (j0 + j + r) * ldb;
        transpose_rows(rows, panel + j, width, k);
      } else {
        for (size_t d = 0; d < k; d++)
          for (size_t r = 0; r < 4; r++)
            panel[d * width + j + r] = j0 + j + r < n ? b[(j0 + j + r) * ldb + d] : 0.0f;
      }
    }
  }
}

// Adds the products of one depth to the sums.
#define TILE_STEP(tile_rows, vectors, d)                                                          \
  {                                                                                               \
    vf w[vectors];                                                                                \
    _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) w[v] =                   \
        load(panel + ((d) * vectors + v) * CK_LANES);                                             \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < tile_rows; r++) {                      \
      vf x = fill(base[r / 3][r % 3 * lda + (d)]);                                                \
      _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) sum[r][v] =            \
          CK_FMA(x, w[v], sum[r][v]);                                                             \
    }                                                                                             \
  }

// One tile: rows of a lie `lda` apart; `panel` is `width` columns wide. Sums begin with `begun` (rows
// PANEL apart) where it is given. Adds `from` (rows from_stride apart) and `bias` where they are
// given, at the end: products are summed among themselves first, because a large residual would
// swallow their low bits. Lines of 64 bytes from `ahead` on are asked for meanwhile.
#define TILE(name, tile_rows, vectors)                                                            \
  INLINE void tile_##name(                                                                        \
      const float *a, size_t lda, const float *panel, size_t depth, const float *ahead,           \
      const float *begun, const float *from, size_t from_stride, const float *bias, float *c,     \
      size_t ldc) {                                                                               \
    vf sum[tile_rows][vectors];                                                                   \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < tile_rows; r++)                        \
        _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) sum[r][v] =          \
            begun ? load(begun + r * PANEL + v * CK_LANES) : fill(0.0f);                          \
    const float *base[(tile_rows + 2) / 3];                                                       \
    for (int r = 0; r < tile_rows; r += 3) base[r / 3] = a + r * lda;                             \
    for (; depth >= AHEAD_STEP; depth -= AHEAD_STEP) {                                            \
      if (ahead) {                                                                                \
        __builtin_prefetch(ahead, 0, 2);                                                          \
        ahead += 16;                                                                              \
      }                                                                                           \
      _Pragma("clang loop unroll(full)") for (int d = 0; d < AHEAD_STEP; d++)                     \
          TILE_STEP(tile_rows, vectors, d)                                                        \
      panel += AHEAD_STEP * vectors * CK_LANES;                                                   \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < tile_rows; r += 3) {                 \
        base[r / 3] += AHEAD_STEP;                                                                \
        __asm__("" : "+r"(base[r / 3]));                                                          \
      }                                                                                           \
    }                                                                                             \
    for (size_t d = 0; d < depth; d++) TILE_STEP(tile_rows, vectors, d)                           \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < tile_rows; r++)                        \
        _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) {                    \
      vf result = sum[r][v];                                                                      \
      if (bias) result += load(bias + v * CK_LANES);                                              \
      if (from) result += load(from + r * from_stride + v * CK_LANES);                            \
      store(c + r * ldc + v * CK_LANES, result);                                                  \
    }                                                                                             \
  }
// A third of the rows, for what is left over at the end.
#define LOW_ROWS (CK_TILE_ROWS / 3)
_Static_assert(CK_TILE_VECTORS == 2, "tiles of one and two vectors");
TILE(high_narrow, CK_TILE_ROWS, 1)
TILE(high, CK_TILE_ROWS, 2)
TILE(low_narrow, LOW_ROWS, 1)
TILE(low, LOW_ROWS, 2)

// The tile for so many of CK_TILE_ROWS rows; it may compute more of them.
INLINE void tile(size_t rows, const float *a, size_t lda, const float *panel, size_t width,
                 size_t depth, const float *ahead, const float *begun, const float *from,
                 size_t from_stride, const float *bias, float *c, size_t ldc) {
  bool low = rows <= LOW_ROWS;
  if (width == PANEL && !low)
    tile_high(a, lda, panel, depth, ahead, begun, from, from_stride, bias, c, ldc);
  else if (width == PANEL)
    tile_low(a, lda, panel, depth, ahead, begun, from, from_stride, bias, c, ldc);
  else if (!low)
    tile_high_narrow(a, lda, panel, depth, ahead, begun, from, from_stride, bias, c, ldc);
  else
    tile_low_narrow(a, lda, panel, depth, ahead, begun, from, from_stride, bias, c, ldc);
}

// A tile that hangs over the right or lower edge of c, or has an activation, works on a copy. Rows
// that are missing repeat another one and are not stored.
static void copied_tile(const float *a, size_t lda, const float *panel, size_t width, size_t depth,
                        const float *ahead, const float *begun, bool from_c, const float *bias,
                        enum ck_activation activation, float *c, size_t ldc, size_t rows,
                        size_t columns) {
  float copy[CK_TILE_ROWS * PANEL] __attribute__((aligned(64)));
  const float *from = from_c ? c : NULL;
  size_t from_stride = ldc;
  if (from_c && (rows < CK_TILE_ROWS || columns < width)) {
    memset(copy, 0, sizeof copy);
    for (size_t r = 0; r < rows; r++)
      memcpy(copy + r * PANEL, c + r * ldc, columns * sizeof(float));
    from = copy;
    from_stride = PANEL;
  }
  tile(rows, a, lda, panel, width, depth, ahead, begun, from, from_stride, bias, copy, PANEL);
  for (size_t r = 0; r < rows; r++)
    activate_row(copy + r * PANEL, c + r * ldc, columns, activation);
}

// Rows of a block: whole tiles are read where they lie, the last ones from a copy that is filled up
// to a tile.
typedef struct {
  const float *a, *last;
  size_t lda, rows, depth;
} block_rows;

// One panel of the product of a block with up to CK_BLOCK_DEPTH terms.
static void block_panel(block_rows block, const float *panel, size_t width, size_t columns,
                        bool from_c, const float *bias, enum ck_activation activation, float *c,
                        size_t ldc) {
  float sums[CK_BLOCK_ROWS * PANEL] __attribute__((aligned(64)));
  for (size_t d = 0; d < block.depth; d += SPAN) {
    size_t span = block.depth - d < SPAN ? block.depth - d : SPAN;
    bool ends = d + span == block.depth;
    for (size_t r = 0; r < block.rows; r += CK_TILE_ROWS) {
      size_t rows = block.rows - r < CK_TILE_ROWS ? block.rows - r : CK_TILE_ROWS;
      bool whole = rows == CK_TILE_ROWS;
      const float *a = whole ? block.a + r * block.lda + d : block.last + d;
      size_t lda = whole ? block.lda : block.depth;
      const float *weights = panel + d * width;
      // A share of the next span for each tile of a full block.
      const float *ahead = weights + span * width + r * (SPAN * PANEL / CK_BLOCK_ROWS);
      float *sum = sums + r * PANEL, *begun = d ? sum : NULL, *to = c + r * ldc;
      if (!ends) {
        tile(rows, a, lda, weights, width, span, ahead, begun, NULL, 0, NULL, sum, PANEL);
        continue;
      }
      for (size_t i = 0; i < rows; i++)
        for (size_t v = 0; v < columns; v += 16) __builtin_prefetch(to + i * ldc + v, 1, 3);
      if (whole && columns == width && activation == CK_IDENTITY)
        tile(CK_TILE_ROWS, a, lda, weights, width, span, ahead, begun, from_c ? to : NULL, ldc,
             bias, to, ldc);
      else
        copied_tile(a, lda, weights, width, span, ahead, begun, from_c, bias, activation, to, ldc,
                    rows, columns);
    }
  }
}

static void gemm(const float *a, size_t lda, const float *packed, const float *bias, float *c,
                 size_t ldc, size_t m, size_t n, size_t k, bool accumulate,
                 enum ck_activation activation, float *scratch) {
  _Static_assert(CK_BLOCK_ROWS % CK_TILE_ROWS == 0, "a block is a whole number of tiles");
  _Static_assert(CK_TILE_ROWS <= CK_TILE_ROWS_MAX, "scratch holds a tile of rows");
  size_t padded = whole_vectors(n);
  // Blocks of equal depth: 3 of 1024 for 3072 terms.
  size_t blocks = (k + CK_BLOCK_DEPTH - 1) / CK_BLOCK_DEPTH;
  size_t step = blocks ? (k + blocks - 1) / blocks : 1;
  for (size_t d0 = 0; d0 < k; d0 += step) {
    size_t depth = k - d0 < step ? k - d0 : step;
    bool first = d0 == 0, last = d0 + depth == k, from_c = !first || accumulate;
    for (size_t m0 = 0; m0 < m; m0 += CK_BLOCK_ROWS) {
      size_t rows = m - m0 < CK_BLOCK_ROWS ? m - m0 : CK_BLOCK_ROWS;
      block_rows block = {a + m0 * lda + d0, scratch, lda, rows, depth};
      size_t whole = rows / CK_TILE_ROWS * CK_TILE_ROWS;
      for (size_t r = 0; whole < rows && r < CK_TILE_ROWS; r++) {
        size_t from = whole + r < rows ? whole + r : whole;
        memcpy(scratch + r * depth, block.a + from * lda, depth * sizeof(float));
      }
      for (size_t j = 0; j < n; j += PANEL) {
        size_t width = padded - j < PANEL ? padded - j : PANEL;
        size_t columns = n - j < width ? n - j : width;
        block_panel(block, packed + j * k + d0 * width, width, columns, from_c,
                    first && bias ? bias + j : NULL, last ? activation : CK_IDENTITY,
                    c + m0 * ldc + j, ldc);
      }
    }
  }
}
