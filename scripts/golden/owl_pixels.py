#!/usr/bin/env python3
"""Write Tests/Golden/owl-pixels/: pictures, and what transformers' OWL processors make of them.

Usage: scripts/golden/owl_pixels.py
Needs torch, torchvision with its operators, transformers, Pillow and safetensors. OWLv2's processor is
the torchvision one, transformers' default; OWL-ViT's the Pillow one.
"""

import pathlib

import torch
from PIL import Image
from safetensors.torch import save_file
from transformers.models.owlv2.image_processing_owlv2 import Owlv2ImageProcessor
from transformers.models.owlvit.image_processing_pil_owlvit import OwlViTImageProcessorPil

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "owl-pixels"
SIDE = 16
# Enlarged, equal, reduced a little and much, tall, long and thin.
PICTURES = [(9, 7), (16, 16), (16, 5), (19, 24), (50, 40), (33, 100), (120, 2), (1, 1)]


def main():
    generator = torch.Generator().manual_seed(8)
    size = dict(height=SIDE, width=SIDE)
    owlv2, owlvit = Owlv2ImageProcessor(size=size), OwlViTImageProcessorPil(size=size)
    tensors = {}
    for width, height in PICTURES:
        rgb = torch.randint(0, 256, (height, width, 3), generator=generator, dtype=torch.uint8)
        picture = Image.fromarray(rgb.numpy())
        name = f"{width}x{height}"
        tensors[name] = rgb.float()
        tensors[f"{name} owlv2"] = owlv2(picture, return_tensors="pt").pixel_values[0]
        tensors[f"{name} owlvit"] = torch.as_tensor(
            owlvit(picture, return_tensors="np").pixel_values[0])
    OUT.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()},
              OUT / "pixels.safetensors")


if __name__ == "__main__":
    main()
