#!/usr/bin/env python3
"""Make Tests/Golden/suppression/torchvision.safetensors: what torchvision's nms keeps.

Usage: scripts/golden/suppression.py [SETS]
Needs torch, torchvision (with its compiled operators), numpy and safetensors. Boxes are made by the
linear congruence that the test has too, so that the file holds only the results: for each set a
hash of the indices kept, by `nms` and by `batched_nms`, and how many; ties in the order given. The rule
written out in numpy is compared with the operator on every set.
"""

import pathlib
import sys

import numpy as np
import torch
import torchvision
from safetensors.numpy import save_file

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "suppression"
LIMITS = [0.0, 0.3, 0.5, 0.6, 0.7, 0.9, 1.0]


class Numbers:
    """x' = 6364136223846793005 x + 1442695040888963407 modulo 2^64, upper 31 bits."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit


def boxes_of(index):
    """A set: boxes on a coarse or fine grid, some empty, some twice; scores with many ties."""
    numbers = Numbers(index)
    count = 1200 if index % 500 == 499 else numbers.below(60)
    grid = [1, 4, 64][numbers.below(3)]
    levels = 1 + numbers.below(5)
    side = 8 + numbers.below(60)
    boxes = np.zeros((count, 4), np.float32)
    scores, groups = np.zeros(count, np.float32), np.zeros(count, np.int64)
    for i in range(count):
        if i > 0 and numbers.below(6) == 0:
            boxes[i] = boxes[numbers.below(i)]
        else:
            x, y, w, h = (numbers.below(side * grid) for _ in range(4))
            boxes[i] = [np.float32(v) / np.float32(grid) for v in (x, y, x + w, y + h)]
        scores[i] = np.float32(numbers.below(20)) / np.float32(16)
        groups[i] = numbers.below(levels)
    return boxes, scores, groups, LIMITS[numbers.below(len(LIMITS))]


def rule(boxes, scores, limit, extra=0):
    """Greedy suppression in single precision; equal scores stand in the order given."""
    order = np.argsort(-scores, kind="stable")
    size = boxes[:, 2:] - boxes[:, :2] + np.float32(extra)
    areas = size[:, 0] * size[:, 1]
    gone, kept = np.zeros(len(boxes), bool), []
    for i in order:
        if gone[i]:
            continue
        kept.append(i)
        low, high = np.maximum(boxes[i, :2], boxes[:, :2]), np.minimum(boxes[i, 2:], boxes[:, 2:])
        shared = np.prod(np.maximum(high - low + np.float32(extra), np.float32(0)), axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            # The limit is a double, and so is the comparison.
            gone |= (shared / (areas[i] + areas - shared)).astype(np.float64) > limit
    return kept


def hashed(kept):
    """A 24-bit hash of indices in their order: exact in a float."""
    value = 17
    for index in kept:
        value = (value * 31 + int(index) + 1) % (1 << 24)
    return value


def main():
    sets = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rows = np.zeros((sets, 5), np.float32)
    for index in range(sets):
        boxes, scores, groups, limit = boxes_of(index)
        arguments = torch.from_numpy(boxes), torch.from_numpy(scores)
        plain = torchvision.ops.nms(*arguments, limit).tolist()
        batched = torchvision.ops.batched_nms(*arguments, torch.from_numpy(groups), limit).tolist()
        # Above 1000 boxes torchvision sorts once more, and not stably.
        batched = sorted(sorted(batched), key=lambda i: -scores[i])
        assert plain == rule(boxes, scores, limit), index
        inclusive = rule(boxes, scores, limit, extra=1)
        rows[index] = [hashed(plain), len(plain), hashed(batched), len(batched), hashed(inclusive)]
    OUT.mkdir(parents=True, exist_ok=True)
    save_file({"kept": rows}, OUT / "torchvision.safetensors")
    print(f"{sets} sets; torchvision {torchvision.__version__} agrees with the rule on all")


if __name__ == "__main__":
    main()
