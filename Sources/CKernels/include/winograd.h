// Transforms of 3 x 3 convolutions by Winograd's minimal filtering, F(2 x 2, 3 x 3).
#pragma once
#include <stdbool.h>
#include <stddef.h>

// Tiles of 2 x 2 output positions, row by row; an odd last row or column has a tile of its own.
typedef struct {
  size_t height, width, channels;
} ck_map;

// Input transform of the tiles first..<first + count of one map [height, width, channels], channels
// last: 16 planes [count, channels], `plane` floats apart. `zeros` has `channels` zeros.
void ck_winograd_input(const float *map, ck_map shape, size_t first, size_t count,
                       const float *zeros, float *planes, size_t plane);

// Output transform: 16 planes [count, channels] to the positions of the same tiles in
// `map` [height, width, channels], plus bias, and at least 0 with `relu`.
void ck_winograd_output(const float *planes, size_t plane, const float *bias, bool relu,
                        ck_map shape, size_t first, size_t count, float *map);
