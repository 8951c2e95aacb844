// Softmax attention, one head of one sequence at a time.
//
// Keys are laid out as the weights of a product queries * transpose(keys), values as those of
// probabilities * values. Tiles are lower and wider than those of gemm_body.h: the keys of a short
// sequence are one panel, and no row is left over of 50 or 197 but two or five. The scores of a
// tile of queries stay in cache; the full score matrix is never stored.

#if CK_LANES == 16
#define ATTEND_ROWS 6
#define ATTEND_VECTORS 4
#else
#define ATTEND_ROWS CK_TILE_ROWS
#define ATTEND_VECTORS 2
#endif
#define ATTEND_PANEL (ATTEND_VECTORS * CK_LANES)

static size_t attention_scratch(size_t keys, size_t head_size) {
  size_t padded = whole_vectors(keys), padded_head = whole_vectors(head_size);
  return padded * head_size + keys * padded_head + ATTEND_ROWS * (padded + ATTEND_PANEL);
}

// Panels [head_size, width] of the transposed keys. Behind the last key it stands again up to whole
// vectors: what comes of it is never read.
static void pack_keys(const float *k, size_t ldk, size_t keys, size_t head_size, float *packed) {
  size_t padded = whole_vectors(keys);
  for (size_t j0 = 0; j0 < padded; j0 += ATTEND_PANEL) {
    size_t width = padded - j0 < ATTEND_PANEL ? padded - j0 : ATTEND_PANEL;
    for (size_t j = 0; j < width; j += 4) {
      const float *rows[4];
      for (size_t r = 0; r < 4; r++)
        rows[r] = k + (j0 + j + r < keys ? j0 + j + r : keys - 1) * ldk;
      transpose_rows(rows, packed + j0 * head_size + j, width, head_size);
    }
  }
}

// to [columns] = x * factor; whole vectors apart from the last columns.
INLINE void scale_row(const float *x, float *to, size_t columns, float factor) {
  size_t whole = columns / CK_LANES * CK_LANES;
  for (size_t i = 0; i < whole; i += CK_LANES) store(to + i, load(x + i) * fill(factor));
  for (size_t i = whole; i < columns; i++) to[i] = x[i] * factor;
}

// Panels [keys, width] of the values, filled up with zeros.
static void pack_values(const float *v, size_t ldv, size_t keys, size_t head_size, float *packed) {
  size_t padded = whole_vectors(head_size);
  for (size_t j = 0; j < padded; j += ATTEND_PANEL) {
    size_t width = padded - j < ATTEND_PANEL ? padded - j : ATTEND_PANEL;
    size_t columns = head_size - j < width ? head_size - j : width;
    float *panel = packed + j * keys;
    for (size_t row = 0; row < keys; row++) {
      scale_row(v + row * ldv + j, panel + row * width, columns, 1.0f);
      for (size_t i = columns; i < width; i++) panel[row * width + i] = 0.0f;
    }
  }
}

// c [rows, vectors] = a [rows, depth] * panel [depth, vectors].
INLINE void attend_tile(const float *a, size_t lda, const float *panel, size_t depth, float *c,
                        size_t ldc, const int rows, const int vectors) {
  vf sum[ATTEND_ROWS][ATTEND_VECTORS];
  _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++)
      _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) sum[r][v] = fill(0.0f);
  for (size_t d = 0; d < depth; d++) {
    vf w[ATTEND_VECTORS];
    _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) w[v] =
        load(panel + (d * vectors + v) * CK_LANES);
    _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++) {
      vf x = fill(a[r * lda + d]);
      _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) sum[r][v] =
          CK_FMA(x, w[v], sum[r][v]);
    }
  }
  _Pragma("clang loop unroll(full)") for (int r = 0; r < rows; r++)
      _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++)
          store(c + r * ldc + v * CK_LANES, sum[r][v]);
}

// Products of up to ATTEND_ROWS rows with a panel `width` wide.
static void attend_rows(size_t rows, const float *a, size_t lda, const float *panel, size_t width,
                        size_t depth, float *c, size_t ldc) {
#define TILES(high, count)                                                                        \
  if (width == count * CK_LANES) {                                                                \
    attend_tile(a, lda, panel, depth, c, ldc, high, count);                                       \
    return;                                                                                       \
  }
  if (rows == ATTEND_ROWS) {
    TILES(ATTEND_ROWS, 1)
    TILES(ATTEND_ROWS, 2)
#if ATTEND_VECTORS > 2
    TILES(ATTEND_ROWS, 3)
    TILES(ATTEND_ROWS, 4)
#endif
  }
#undef TILES
  for (size_t r = 0; r < rows; r += 2) {
    // The last of an odd number of rows stands for two.
    size_t step = r + 1 < rows ? 1 : 0;
#define TILES(count)                                                                              \
  if (width == count * CK_LANES)                                                                  \
    attend_tile(a + r * lda, step * lda, panel, depth, c + r * ldc, step * ldc, 2, count);
    TILES(1)
    TILES(2)
#if ATTEND_VECTORS > 2
    TILES(3)
    TILES(4)
#endif
#undef TILES
  }
}

// Scores to exp(scale * (score - maximum)) over the first `count`, zeros up to the `bound` rounded
// up to whole vectors, which the row has room for; returns the inverse of the sum.
INLINE float soften(float *scores, size_t count, size_t bound, float scale) {
  vi place;
  for (int i = 0; i < CK_LANES; i++) place[i] = i;
  size_t whole = count / CK_LANES * CK_LANES;
  vi in_count = place < (vi)((int32_t)(count - whole));
  vf least = fill(-INFINITY), m = least;
  for (size_t i = 0; i < whole; i += CK_LANES) m = larger(m, load(scores + i));
  if (whole < count) m = larger(m, in_count ? load(scores + whole) : least);
  vf sum = fill(0.0f), shift = fill(lane_max(m)), factor = fill(scale);
  for (size_t i = 0; i < whole; i += CK_LANES) {
    vf e = exponential((load(scores + i) - shift) * factor);
    store(scores + i, e);
    sum += e;
  }
  if (whole < count) {
    vf e = exponential((load(scores + whole) - shift) * factor);
    e = in_count ? e : fill(0.0f);
    store(scores + whole, e);
    sum += e;
  }
  for (size_t i = whole_vectors(count); i < bound; i += CK_LANES) store(scores + i, fill(0.0f));
  return 1.0f / lane_sum(sum);
}

// What comes next: `columns` of rows of queries, keys and values.
typedef struct {
  const float *q, *k, *v;
  size_t ldq, ldk, ldv, columns;
} attend_next;

// Asks for rows of what comes next: heads lie rows apart, where no CPU looks ahead by itself.
INLINE void attend_prefetch(attend_next next, size_t first_query, size_t end_query,
                            size_t first_key, size_t end_key) {
  for (size_t c = 0; c < next.columns; c += 16) {
    for (size_t r = first_query; r < end_query; r++)
      __builtin_prefetch(next.q + r * next.ldq + c, 0, 2);
    for (size_t r = first_key; r < end_key; r++) {
      __builtin_prefetch(next.k + r * next.ldk + c, 0, 2);
      __builtin_prefetch(next.v + r * next.ldv + c, 0, 2);
    }
  }
}

// Queries [queries, head_size] to `out`; `scores` has room for a tile of rows of scores and of
// results.
static void attend(const float *q, size_t ldq, size_t queries, const float *packed_keys,
                   const float *packed_values, size_t keys, float *out, size_t ldo,
                   size_t head_size, float scale, bool causal, attend_next next, float *scores) {
  size_t padded = whole_vectors(keys), padded_head = whole_vectors(head_size);
  float *copy = scores + ATTEND_ROWS * padded;
  for (size_t i = 0; i < queries; i += ATTEND_ROWS) {
    size_t rows = queries - i < ATTEND_ROWS ? queries - i : ATTEND_ROWS;
    // Keys that the last query of the tile sees.
    size_t seen = causal ? keys - queries + i + rows : keys;
    for (size_t j = 0; j < seen; j += ATTEND_PANEL) {
      size_t width = padded - j < ATTEND_PANEL ? padded - j : ATTEND_PANEL;
      attend_rows(rows, q + i * ldq, ldq, packed_keys + j * head_size, width, head_size,
                  scores + j, padded);
    }
    attend_prefetch(next, i, i + rows, i * keys / queries, (i + rows) * keys / queries);
    float inverse[ATTEND_ROWS];
    for (size_t r = 0; r < rows; r++) {
      size_t count = causal ? keys - queries + i + r + 1 : keys;
      inverse[r] = soften(scores + r * padded, count, seen, scale);
    }
    for (size_t j = 0; j < head_size; j += ATTEND_PANEL) {
      size_t width = padded_head - j < ATTEND_PANEL ? padded_head - j : ATTEND_PANEL;
      size_t columns = head_size - j < width ? head_size - j : width;
      attend_rows(rows, scores, padded, packed_values + j * keys, width, seen, copy, ATTEND_PANEL);
      for (size_t r = 0; r < rows; r++)
        scale_row(copy + r * ATTEND_PANEL, out + (i + r) * ldo + j, columns, inverse[r]);
    }
  }
}

static void attention(const float *q, size_t ldq, const float *k, size_t ldk, const float *v,
                      size_t ldv, float *out, size_t ldo, size_t heads, size_t head_size,
                      float scale, bool causal, size_t sequences, const long *query_ends,
                      const long *key_ends, float *scratch) {
  size_t query = 0, key = 0;
  for (size_t s = 0; s < sequences; s++) {
    size_t queries = query_ends[s] - query, keys = key_ends[s] - key;
    float *packed_values = scratch + whole_vectors(keys) * head_size;
    float *scores = packed_values + keys * whole_vectors(head_size);
    for (size_t h = 0; h < heads; h++) {
      size_t at = h * head_size;
      pack_keys(k + key * ldk + at, ldk, keys, head_size, scratch);
      pack_values(v + key * ldv + at, ldv, keys, head_size, packed_values);
      // The next head, or the first of what is most likely a sequence as long as this one.
      bool is_last = h + 1 == heads;
      size_t on = is_last ? 0 : at + head_size;
      attend_next next = {q + (is_last ? query + queries : query) * ldq + on,
                          k + (is_last ? key + keys : key) * ldk + on,
                          v + (is_last ? key + keys : key) * ldv + on, ldq, ldk, ldv, head_size};
      attend(q + query * ldq + at, ldq, queries, scratch, packed_values, keys,
             out + query * ldo + at, ldo, head_size, scale, causal, next, scores);
    }
    query = query_ends[s];
    key = key_ends[s];
  }
}
