// Weighted sums of rows: what RoIAlign's interpolation comes down to.

// out [columns] = sum over t < count of weights[t] * rows[t], rows `stride` floats apart.
static void mix_rows(const float *rows, size_t stride, const float *weights, size_t count,
                     float *out, size_t columns) {
  size_t i = 0;
  for (; i + 4 * CK_LANES <= columns; i += 4 * CK_LANES) {
    vf a = fill(0.0f), b = a, c = a, d = a;
    for (size_t t = 0; t < count; t++) {
      const float *p = rows + t * stride + i;
      vf w = fill(weights[t]);
      a = CK_FMA(w, load(p), a);
      b = CK_FMA(w, load(p + CK_LANES), b);
      c = CK_FMA(w, load(p + 2 * CK_LANES), c);
      d = CK_FMA(w, load(p + 3 * CK_LANES), d);
    }
    store(out + i, a);
    store(out + i + CK_LANES, b);
    store(out + i + 2 * CK_LANES, c);
    store(out + i + 3 * CK_LANES, d);
  }
  for (; i < columns; i += CK_LANES) {
    size_t part = columns - i < CK_LANES ? columns - i : CK_LANES;
    vf a = fill(0.0f);
    for (size_t t = 0; t < count; t++)
      a = CK_FMA(fill(weights[t]), load_part(rows + t * stride + i, part), a);
    store_part(out + i, a, part);
  }
}
