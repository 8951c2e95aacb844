#include "suppression.h"

// A fused multiply-add would keep bits that the reference rounds away.
#pragma STDC FP_CONTRACT OFF

// Boxes that are tested before the answer is looked at.
#define BLOCK 32

#if defined(__x86_64__) && defined(__linux__)
#define EACH_LEVEL __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define EACH_LEVEL
#endif

static inline float larger(float a, float b) { return a > b ? a : b; }
static inline float smaller(float a, float b) { return a < b ? a : b; }

EACH_LEVEL
bool ck_overlaps(ck_boxes boxes, float x1, float y1, float x2, float y2, float area, float extra,
                 float limit) {
  for (size_t first = 0; first < boxes.count; first += BLOCK) {
    size_t end = first + BLOCK < boxes.count ? first + BLOCK : boxes.count;
    int found = 0;
    for (size_t i = first; i < end; i++) {
      float width = larger(0, smaller(boxes.x2[i], x2) - larger(boxes.x1[i], x1) + extra);
      float height = larger(0, smaller(boxes.y2[i], y2) - larger(boxes.y1[i], y1) + extra);
      float shared = width * height;
      found |= shared / (boxes.areas[i] + area - shared) > limit;
    }
    if (found) return true;
  }
  return false;
}
