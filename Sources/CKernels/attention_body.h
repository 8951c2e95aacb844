// Softmax attention, one head of one sequence at a time.
//
// Keys are packed as the weights of a product queries * transpose(keys), values as those of
// probabilities * values, so both products run on the tiles of gemm_body.h. The scores of a tile of
// queries stay in cache; the full score matrix is never stored.

static size_t attention_scratch(size_t keys, size_t head_size) {
  size_t padded = whole_vectors(keys);
  return padded * head_size + keys * whole_vectors(head_size) + CK_TILE_ROWS * padded +
         CK_TILE_ROWS * (PANEL + head_size) + 4 * CK_LANES_MAX;
}

// to [columns] = x * factor; whole vectors apart from the last columns.
INLINE void scale_row(const float *x, float *to, size_t columns, float factor) {
  size_t whole = columns / CK_LANES * CK_LANES;
  for (size_t i = 0; i < whole; i += CK_LANES) store(to + i, load(x + i) * fill(factor));
  for (size_t i = whole; i < columns; i++) to[i] = x[i] * factor;
}

// Panels [keys, width] of the values: what `pack` would make of their transpose.
static void pack_values(const float *v, size_t ldv, size_t keys, size_t head_size, float *packed) {
  size_t padded = whole_vectors(head_size);
  for (size_t j = 0; j < padded; j += PANEL) {
    size_t width = padded - j < PANEL ? padded - j : PANEL;
    size_t columns = head_size - j < width ? head_size - j : width;
    float *panel = packed + j * keys;
    for (size_t row = 0; row < keys; row++) {
      scale_row(v + row * ldv + j, panel + row * width, columns, 1.0f);
      for (size_t i = columns; i < width; i++) panel[row * width + i] = 0.0f;
    }
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

// Queries [queries, head_size] to `out`; `scores` has room for a tile of rows of scores, results
// and queries.
static void attend(const float *q, size_t ldq, size_t queries, const float *packed_keys,
                   const float *packed_values, size_t keys, float *out, size_t ldo,
                   size_t head_size, float scale, bool causal, float *scores) {
  size_t padded = whole_vectors(keys), padded_head = whole_vectors(head_size);
  float *copy = scores + CK_TILE_ROWS * padded, *tail = copy + CK_TILE_ROWS * PANEL;
  for (size_t i = 0; i < queries; i += CK_TILE_ROWS) {
    size_t rows = queries - i < CK_TILE_ROWS ? queries - i : CK_TILE_ROWS;
    // Keys that the last query of the tile sees.
    size_t seen = causal ? keys - queries + i + rows : keys;
    const float *from = q + i * ldq;
    size_t from_step = ldq;
    if (rows < CK_TILE_ROWS) {
      memset(tail, 0, sizeof(float) * CK_TILE_ROWS * head_size);
      for (size_t r = 0; r < rows; r++)
        memcpy(tail + r * head_size, from + r * ldq, head_size * sizeof(float));
      from = tail;
      from_step = head_size;
    }
    for (size_t j = 0; j < seen; j += PANEL) {
      size_t width = padded - j < PANEL ? padded - j : PANEL;
      tile(rows, from, from_step, packed_keys + j * head_size, width, head_size, NULL, NULL, NULL,
           0, NULL, scores + j, padded);
    }
    float inverse[CK_TILE_ROWS];
    for (size_t r = 0; r < rows; r++) {
      size_t count = causal ? keys - queries + i + r + 1 : keys;
      inverse[r] = soften(scores + r * padded, count, seen, scale);
    }
    for (size_t j = 0; j < head_size; j += PANEL) {
      size_t width = padded_head - j < PANEL ? padded_head - j : PANEL;
      size_t columns = head_size - j < width ? head_size - j : width;
      tile(rows, scores, padded, packed_values + j * keys, width, seen, NULL, NULL, NULL, 0, NULL,
           copy, PANEL);
      for (size_t r = 0; r < rows; r++)
        scale_row(copy + r * PANEL, out + (i + r) * ldo + j, columns, inverse[r]);
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
      pack(k + key * ldk + at, ldk, keys, head_size, scratch);
      pack_values(v + key * ldv + at, ldv, keys, head_size, packed_values);
      attend(q + query * ldq + at, ldq, queries, scratch, packed_values, keys,
             out + query * ldo + at, ldo, head_size, scale, causal, scores);
    }
    query = query_ends[s];
    key = key_ends[s];
  }
}
