// Overlap of one box with many, for non-maximum suppression.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// Boxes by edge, `count` floats each, and their areas; `extra` (0 or 1) is added to lengths.
typedef struct {
  const float *x1, *y1, *x2, *y2, *areas;
  size_t count;
} ck_boxes;

// Whether one of the boxes overlaps the given one by more than `limit`, as intersection over union.
//
// The arithmetic is torchvision's in its order, in single precision and without fused operations,
// so that the answer is the same on every machine. 0 / 0 is no overlap.
bool ck_overlaps(ck_boxes boxes, float x1, float y1, float x2, float y2, float area, float extra,
                 float limit);
