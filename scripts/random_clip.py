#!/usr/bin/env python3
"""Write a Hugging Face CLIP folder of a true architecture with random weights, for measuring.

Usage: scripts/random_clip.py --arch vit-b-32 --out DIR [--tokenizer DIR] [--seed N]

Needs torch, transformers and safetensors. Embeddings mean nothing, but shapes, sizes and the
conditioning of the activations are those of the trained model, so speed and the agreement of two
implementations can be measured. `--tokenizer` names a folder whose tokenizer files are copied.
"""

import argparse
import pathlib
import shutil

import torch
from transformers import CLIPConfig, CLIPModel

ARCHITECTURES = {
    "vit-b-32": dict(projection=512, vision=(768, 12, 12, 32, 224), text=(512, 12, 8)),
    "vit-b-16": dict(projection=512, vision=(768, 12, 12, 16, 224), text=(512, 12, 8)),
    "vit-l-14": dict(projection=768, vision=(1024, 24, 16, 14, 224), text=(768, 12, 12)),
    "vit-l-14-336": dict(projection=768, vision=(1024, 24, 16, 14, 336), text=(768, 12, 12)),
}
TOKENIZER_FILES = ["tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt"]


def configuration(arch):
    sizes = ARCHITECTURES[arch]
    width, layers, heads, patch, image = sizes["vision"]
    vision = dict(hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers,
                  num_attention_heads=heads, patch_size=patch, image_size=image)
    width, layers, heads = sizes["text"]
    text = dict(hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers,
                num_attention_heads=heads, eos_token_id=49407, bos_token_id=49406)
    # The towers alone read their own.
    for tower in vision, text:
        tower["projection_dim"] = sizes["projection"]
    return CLIPConfig(projection_dim=sizes["projection"], text_config=text, vision_config=vision)


def randomise(model, seed):
    """Unit variance into every layer; residual branches shrink with depth as in trained towers."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "norm" in name:
                parameter.copy_(0.1 * noise + (1.0 if name.endswith("weight") else 0.0))
            elif "embedding" in name and "patch" not in name:
                parameter.copy_(0.5 * noise)
            elif parameter.dim() >= 2:
                residual = 0.5 if "out_proj" in name or "fc2" in name else 1.0
                parameter.copy_(noise * residual * parameter[0].numel() ** -0.5)
            else:
                parameter.copy_(0.1 * noise)
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arch", choices=ARCHITECTURES, default="vit-b-32")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--tokenizer", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    model = randomise(CLIPModel(configuration(arguments.arch)), arguments.seed)
    model.save_pretrained(arguments.out, safe_serialization=True)
    for name in TOKENIZER_FILES if arguments.tokenizer else []:
        if (arguments.tokenizer / name).exists():
            shutil.copyfile(arguments.tokenizer / name, arguments.out / name)


if __name__ == "__main__":
    main()
