// Row-wise kernels: bias and activation, layer norm.

// y = activation(x), `columns` floats.
INLINE void activate_row(const float *x, float *y, size_t columns, enum ck_activation activation) {
  size_t whole = columns / CK_LANES * CK_LANES, rest = columns - whole;
  for (size_t i = 0; i < whole; i += CK_LANES) store(y + i, activate(load(x + i), activation));
  if (rest) store_part(y + whole, activate(load_part(x + whole, rest), activation), rest);
}

static void bias_activation(float *x, size_t ld, const float *bias, size_t rows, size_t columns,
                            enum ck_activation activation) {
  size_t whole = columns / CK_LANES * CK_LANES, rest = columns - whole;
  for (size_t row = 0; row < rows; row++) {
    float *p = x + row * ld;
    for (size_t i = 0; i < whole; i += CK_LANES) {
      vf v = load(p + i);
      if (bias) v += load(bias + i);
      store(p + i, activate(v, activation));
    }
    if (rest) {
      vf v = load_part(p + whole, rest);
      if (bias) v += load_part(bias + whole, rest);
      store_part(p + whole, activate(v, activation), rest);
    }
  }
}

INLINE float row_sum(const float *x, size_t columns) {
  vf a = fill(0.0f), b = a;
  size_t i = 0;
  for (; i + 2 * CK_LANES <= columns; i += 2 * CK_LANES) {
    a += load(x + i);
    b += load(x + i + CK_LANES);
  }
  for (; i + CK_LANES <= columns; i += CK_LANES) a += load(x + i);
  if (i < columns) b += load_part(x + i, columns - i);
  return lane_sum(a + b);
}

INLINE float row_squares(const float *x, float mean, size_t columns) {
  vf a = fill(0.0f), b = a, m = fill(mean);
  size_t i = 0;
  for (; i + 2 * CK_LANES <= columns; i += 2 * CK_LANES) {
    vf s = load(x + i) - m, t = load(x + i + CK_LANES) - m;
    a = CK_FMA(s, s, a);
    b = CK_FMA(t, t, b);
  }
  for (; i + CK_LANES <= columns; i += CK_LANES) {
    vf s = load(x + i) - m;
    a = CK_FMA(s, s, a);
  }
  float rest = 0.0f;
  for (; i < columns; i++) rest += (x[i] - mean) * (x[i] - mean);
  return lane_sum(a + b) + rest;
}

static void layer_norm(const float *x, const float *gain, const float *bias, float *y, size_t rows,
                       size_t columns, float epsilon) {
  size_t whole = columns / CK_LANES * CK_LANES;
  for (size_t row = 0; row < rows; row++) {
    const float *p = x + row * columns;
    float *q = y + row * columns;
    float mean = row_sum(p, columns) / (float)columns;
    float variance = row_squares(p, mean, columns) / (float)columns;
    float inverse = 1.0f / sqrtf(variance + epsilon);
    for (size_t i = 0; i < whole; i += CK_LANES)
      store(q + i,
            CK_FMA((load(p + i) - fill(mean)) * fill(inverse), load(gain + i), load(bias + i)));
    for (size_t i = whole; i < columns; i++)
      q[i] = (p[i] - mean) * inverse * gain[i] + bias[i];
  }
}
