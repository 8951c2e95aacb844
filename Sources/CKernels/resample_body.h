// Separable resampling of 8-bit pixels with 22-bit fixed-point weights, rounded and clipped to
// 8 bits after each pass as Pillow does. Whole numbers only, so every level gives equal bytes.

#define FRACTION_BITS 22

INLINE uint8_t clip(int32_t v) {
  v >>= FRACTION_BITS;
  return v < 0 ? 0 : v > 255 ? 255 : (uint8_t)v;
}

static void resample_rows(const uint8_t *rgb, size_t stride, size_t rows, size_t width,
                          const int32_t *starts, const int32_t *counts, const int32_t *weights,
                          size_t taps, size_t out_width, uint8_t *planes, size_t plane_stride,
                          uint8_t *row_scratch) {
  size_t plane = rows * plane_stride;
  memset(row_scratch + 4 * (width - 1), 0, 4 * (CK_LANES_MAX + 1));
  for (size_t y = 0; y < rows; y++) {
    const uint8_t *from = rgb + y * stride;
    // Four bytes a pixel; the fourth is the next pixel's red and is never read back.
    for (size_t x = 0; x + 1 < width; x++) __builtin_memcpy(row_scratch + 4 * x, from + 3 * x, 4);
    memcpy(row_scratch + 4 * (width - 1), from + 3 * (width - 1), 3);
    uint8_t *to = planes + y * plane_stride;
    for (size_t x = 0; x < out_width; x++) {
      const uint8_t *p = row_scratch + 4 * (size_t)starts[x];
      const int32_t *w = weights + 4 * taps * x;
      vi sum = (vi)(0);
      for (int32_t t = 0; t < counts[x]; t += CK_LANES / 4) {
        vb bytes;
        vi weight;
        __builtin_memcpy(&bytes, p + 4 * t, sizeof bytes);
        __builtin_memcpy(&weight, w + 4 * t, sizeof weight);
        sum += __builtin_convertvector(bytes, vi) * weight;
      }
      int32_t lanes[CK_LANES];
      __builtin_memcpy(lanes, &sum, sizeof lanes);
      for (int half = CK_LANES / 2; half >= 4; half /= 2)
        for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
      for (int c = 0; c < 3; c++) to[c * plane + x] = clip(lanes[c] + (1 << (FRACTION_BITS - 1)));
    }
  }
}

// Positions of one row that are summed together, whatever the register width.
#define RUN 32
typedef int32_t run_i __attribute__((ext_vector_type(RUN)));
typedef uint8_t run_b __attribute__((ext_vector_type(RUN)));
typedef float run_f __attribute__((ext_vector_type(RUN)));

static void resample_columns(const uint8_t *plane, size_t stride, const int32_t *starts,
                             const int32_t *counts, const int32_t *weights, size_t taps,
                             size_t out_height, size_t out_width, float scale, float offset,
                             float *out, size_t out_stride) {
  for (size_t y = 0; y < out_height; y++) {
    const uint8_t *from = plane + (size_t)starts[y] * stride;
    const int32_t *w = weights + y * taps;
    float *to = out + y * out_stride;
    for (size_t x = 0; x < out_width; x += RUN) {
      run_i sum = (run_i)(1 << (FRACTION_BITS - 1));
      for (int32_t t = 0; t < counts[y]; t++) {
        run_b bytes;
        __builtin_memcpy(&bytes, from + (size_t)t * stride + x, sizeof bytes);
        sum += __builtin_convertvector(bytes, run_i) * (run_i)(w[t]);
      }
      sum >>= FRACTION_BITS;
      sum = sum < 0 ? 0 : sum;
      sum = sum > 255 ? 255 : sum;
      run_f value = __builtin_convertvector(sum, run_f) * (run_f)(scale) + (run_f)(offset);
      size_t count = out_width - x < RUN ? out_width - x : RUN;
      float t[RUN];
      __builtin_memcpy(t, &value, sizeof t);
      __builtin_memcpy(to + x, t, count * sizeof(float));
    }
  }
}
