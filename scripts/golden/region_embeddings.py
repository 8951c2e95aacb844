#!/usr/bin/env python3
"""Make Tests/Golden/regions/expected.safetensors: RoIAlign, whole-image resizes, region embeddings.

Usage: scripts/golden/region_embeddings.py
Needs torch, torchvision with its compiled operators, open_clip_torch, Pillow and safetensors. The
references are torchvision's own `roi_align` (compiled, CPU), open_clip's own modules and Pillow.
Where torchvision is built for CUDA and torch is not, empty libraries called libtorch_cuda.so and
libc10_cuda.so (with the three symbols that the loader misses) on LD_LIBRARY_PATH let its CPU
operators load. The model is Tests/Golden/random-models/open-clip-resnet, the picture that of
Tests/Golden/resample.
"""

import json
import pathlib

import numpy as np
import open_clip
import torch
import torchvision
from PIL import Image
from safetensors.torch import load_file, save_file
from torchvision.ops import roi_align

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Golden"
FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}
# Shortest side and most pixels of the longest: the second is bound by the longer side, the third
# has odd sides all the way down.
RESIZES = [(96, 200, "bilinear"), (120, 150, "bilinear"), (77, 400, "bicubic")]


def shortest_edge(width, height, shortest, longest):
    """The size that detectron2's ResizeShortestEdge computes."""
    scale = shortest * 1.0 / min(height, width)
    if height < width:
        new_height, new_width = shortest, scale * width
    else:
        new_height, new_width = scale * height, shortest
    if max(new_height, new_width) > longest:
        scale = longest * 1.0 / max(new_height, new_width)
        new_height, new_width = new_height * scale, new_width * scale
    return int(new_width + 0.5), int(new_height + 0.5)


def resized(image, size, kind):
    """Horizontal pass, then vertical pass, as scripts/golden/resample.py explains."""
    return image.resize((size[0], image.height), kind).resize(size, kind)


def boxes_of(width, height, count, generator):
    """The whole, edges, slivers and random boxes of an image of this size."""
    known = [[0, 0, width, height], [0, 0, 1, 1], [width - 1, height - 1, width, height],
             [3, 0, 4, height], [0, 5.25, width, 6], [width / 3, 2, width / 3 + 0.2, 2.4],
             [0, 0, width / 2, height / 2], [width / 2, 0, width, height]]
    corners = torch.rand(count - len(known), 2, 2, generator=generator).sort(dim=1).values
    corners = corners * torch.tensor([width, height])
    return torch.cat([torch.tensor(known, dtype=torch.float32), corners.flatten(1)])


def model_of(folder):
    config = json.loads((folder / "open_clip_config.json").read_text())
    model = open_clip.CLIP(**config["model_cfg"])
    model.load_state_dict({name: value.float() if value.is_floating_point() else value
                           for name, value in
                           load_file(folder / "open_clip_model.safetensors").items()})
    return model.eval().visual, config["preprocess_cfg"]


def trunk(visual, pixels):
    """ModifiedResNet.forward up to the third stage."""
    pixels = visual.stem(pixels)
    return visual.layer3(visual.layer2(visual.layer1(pixels)))


def regions(visual, preprocess, image, boxes, resize):
    """RegionCLIP's path, the whole image as the last region."""
    shortest, longest, kind = resize
    size = shortest_edge(*image.size, shortest, longest)
    pixels = torch.from_numpy(np.asarray(resized(image, size, FILTERS[kind])).copy())
    mean, std = (torch.tensor(preprocess[key]) for key in ["mean", "std"])
    pixels = ((pixels.float() / 255 - mean) / std).permute(2, 0, 1)[None]
    factor = torch.tensor([size[0] / image.width, size[1] / image.height] * 2,
                          dtype=torch.float64)
    scaled = torch.cat([(boxes.double() * factor).float(), torch.tensor([[0.0, 0.0, *size]])])
    side = preprocess["size"] // 16
    with torch.no_grad():
        cut = roi_align(trunk(visual, pixels), [scaled], side, 1 / 16, 0, True)
        return visual.attnpool(visual.layer4(cut))


def main():
    assert torchvision.extension._has_ops(), "torchvision's compiled operators did not load"
    generator = torch.Generator().manual_seed(71)
    tensors = {}
    # An odd size of map, and boxes in pixels of an image of stride 16.
    feature = torch.randn(1, 5, 9, 13, generator=generator).half().float()
    boxes = boxes_of(13 * 16 - 5, 9 * 16 - 7, 18, generator)
    tensors["map"] = feature.permute(0, 2, 3, 1).reshape(-1, 5)
    tensors["map boxes"] = boxes
    for side in [1, 3, 14]:
        cut = roi_align(feature, [boxes], side, 1 / 16, 0, True)
        tensors[f"align {side}"] = cut.permute(0, 2, 3, 1).reshape(-1, 5)
    picture = load_file(GOLDEN / "resample" / "pillow.safetensors")["picture"]
    image = Image.fromarray(picture.numpy().astype(np.uint8))
    for width, height, kind in [(31, 23, "bilinear"), (120, 40, "bicubic"), (1, 7, "bilinear")]:
        small = resized(image, (width, height), FILTERS[kind])
        tensors[f"resize {kind} {width} {height}"] = torch.from_numpy(
            np.asarray(small).astype(np.float16))
    boxes = boxes_of(*image.size, 14, generator)
    tensors["boxes"] = boxes
    visual, preprocess = model_of(GOLDEN / "random-models" / "open-clip-resnet")
    for resize in RESIZES:
        shortest, longest, kind = resize
        tensors[f"embeddings {kind} {shortest} {longest}"] = regions(
            visual, preprocess, image, boxes, resize)
    (GOLDEN / "regions").mkdir(exist_ok=True)
    save_file({name: value.contiguous() for name, value in tensors.items()},
              GOLDEN / "regions" / "expected.safetensors")


if __name__ == "__main__":
    main()
