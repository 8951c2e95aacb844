// Weights of Pillow's antialiased filters (Pillow, src/libImaging/Resample.c): the filter's support
// grows with the reduction, weights are normalised in double precision and rounded to 22 bits.
#include "CKernels.h"
#include <math.h>

#pragma STDC FP_CONTRACT OFF

static double support_of(enum ck_filter filter) { return filter == CK_BICUBIC ? 2.0 : 1.0; }

// Keys' cubic with a = -0.5, or the triangle.
static double weight_at(double x, enum ck_filter filter) {
  x = fabs(x);
  if (filter == CK_BILINEAR) return x < 1.0 ? 1.0 - x : 0.0;
  const double a = -0.5;
  if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
  if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * a;
  return 0.0;
}

size_t ck_resample_taps(size_t in, size_t out, enum ck_filter filter) {
  double scale = (double)in / (double)out;
  double support = support_of(filter) * (scale < 1.0 ? 1.0 : scale);
  size_t taps = (size_t)ceil(support) * 2 + 1;
  // Rows of weights are read a vector at a time.
  return (taps + 3) / 4 * 4;
}

void ck_resample_weights(size_t in, size_t out, enum ck_filter filter, size_t first, size_t count,
                         size_t taps, size_t repeat, int32_t *starts, int32_t *counts,
                         int32_t *weights) {
  double scale = (double)in / (double)out;
  double filter_scale = scale < 1.0 ? 1.0 : scale;
  double support = support_of(filter) * filter_scale;
  double inverse = 1.0 / filter_scale;
  for (size_t i = 0; i < count; i++) {
    double centre = ((double)(first + i) + 0.5) * scale;
    int32_t low = (int32_t)(centre - support + 0.5), high = (int32_t)(centre + support + 0.5);
    if (low < 0) low = 0;
    if (high > (int32_t)in) high = (int32_t)in;
    double sum = 0.0;
    for (int32_t x = low; x < high; x++) sum += weight_at((x - centre + 0.5) * inverse, filter);
    int32_t *to = weights + i * taps * repeat;
    for (size_t t = 0; t < taps; t++) {
      int32_t fixed = 0;
      if ((int32_t)t < high - low) {
        double w = weight_at(((double)(low + (int32_t)t) - centre + 0.5) * inverse, filter);
        if (sum != 0.0) w /= sum;
        w *= 4194304.0;
        fixed = (int32_t)(w < 0 ? w - 0.5 : w + 0.5);
      }
      for (size_t r = 0; r < repeat; r++) to[t * repeat + r] = fixed;
    }
    starts[i] = low;
    counts[i] = high - low;
  }
}
