#include "winograd.h"

// The transforms have sums and differences only, and each rounds alike on every machine.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define EACH_LEVEL __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define EACH_LEVEL
#endif

EACH_LEVEL
void ck_winograd_input(const float *map, ck_map shape, size_t first, size_t count,
                       const float *zeros, float *planes, size_t plane) {
  size_t columns = (shape.width + 1) / 2, channels = shape.channels;
  for (size_t t = 0; t < count; t++) {
    size_t top = (first + t) / columns * 2, left = (first + t) % columns * 2;
    const float *from[16];
    for (size_t i = 0; i < 16; i++) {
      // One less than the neighbourhood's place: positions are not negative.
      size_t y = top + i / 4, x = left + i % 4;
      bool inside = y >= 1 && y <= shape.height && x >= 1 && x <= shape.width;
      from[i] = inside ? map + ((y - 1) * shape.width + x - 1) * channels : zeros;
    }
    float *to = planes + t * channels;
#pragma clang loop vectorize(assume_safety)
    for (size_t c = 0; c < channels; c++) {
      float d[16], r[16];
#pragma clang loop unroll(full)
      for (int i = 0; i < 16; i++) d[i] = from[i][c];
#pragma clang loop unroll(full)
      for (int x = 0; x < 4; x++) {
        r[x] = d[x] - d[8 + x];
        r[4 + x] = d[4 + x] + d[8 + x];
        r[8 + x] = d[8 + x] - d[4 + x];
        r[12 + x] = d[4 + x] - d[12 + x];
      }
#pragma clang loop unroll(full)
      for (int y = 0; y < 4; y++) {
        float *row = to + (size_t)y * 4 * plane + c;
        row[0] = r[4 * y] - r[4 * y + 2];
        row[plane] = r[4 * y + 1] + r[4 * y + 2];
        row[2 * plane] = r[4 * y + 2] - r[4 * y + 1];
        row[3 * plane] = r[4 * y + 1] - r[4 * y + 3];
      }
    }
  }
}

EACH_LEVEL
void ck_winograd_output(const float *planes, size_t plane, const float *bias, bool relu,
                        ck_map shape, size_t first, size_t count, float *map) {
  size_t columns = (shape.width + 1) / 2, channels = shape.channels;
  float least = relu ? 0 : -__builtin_inff();
  for (size_t t = 0; t < count; t++) {
    size_t top = (first + t) / columns * 2, left = (first + t) % columns * 2;
    float *to = map + (top * shape.width + left) * channels;
    bool has_right = left + 1 < shape.width, has_below = top + 1 < shape.height;
    // A tile that hangs over writes its missing positions first, and then over them.
    float *right = has_right ? to + channels : to;
    float *below = has_below ? to + shape.width * channels : to;
    float *corner = !has_below ? right : has_right ? below + channels : below;
    const float *from = planes + t * channels;
#pragma clang loop vectorize(assume_safety)
    for (size_t c = 0; c < channels; c++) {
      float m[16], s[8];
#pragma clang loop unroll(full)
      for (int i = 0; i < 16; i++) m[i] = from[(size_t)i * plane + c];
#pragma clang loop unroll(full)
      for (int x = 0; x < 4; x++) {
        s[x] = m[x] + m[4 + x] + m[8 + x];
        s[4 + x] = m[4 + x] - m[8 + x] - m[12 + x];
      }
      float a = s[0] + s[1] + s[2] + bias[c], b = s[1] - s[2] - s[3] + bias[c];
      float d = s[4] + s[5] + s[6] + bias[c], e = s[5] - s[6] - s[7] + bias[c];
      corner[c] = e > least ? e : least;
      below[c] = d > least ? d : least;
      right[c] = b > least ? b : least;
      to[c] = a > least ? a : least;
    }
  }
}
