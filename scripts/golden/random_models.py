#!/usr/bin/env python3
"""Make the tiny random CLIP, OWL-ViT and OWLv2 folders of Tests/Golden/random-models and their outputs.

Usage: scripts/golden/random_models.py [NAME...]     (all of them by default)
Needs torch, transformers and safetensors. The weights are random but conditioned like trained ones
(unit variance through each layer), so that a wrong formula shows. Inputs and outputs lie beside the
checkpoint in expected.safetensors; token ids are stored as floats.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from transformers import (
    CLIPConfig, CLIPModel, Owlv2Config, Owlv2ForObjectDetection, OwlViTConfig,
    OwlViTForObjectDetection)

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "random-models"
VOCABULARY, START, END = 300, 298, 299


def randomise(model, seed):
    """Give every parameter a value of a plausible size."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "norm" in name:
                parameter.copy_(0.2 * noise + (1.0 if name.endswith("weight") else 0.0))
            elif parameter.dim() >= 2:
                fan_in = parameter[0].numel()
                scale = 0.5 if "embedding" in name and "patch" not in name else fan_in**-0.5
                parameter.copy_(noise * scale)
            else:
                parameter.copy_(0.2 * noise)
    return model.eval()


def texts(lengths, context, seed):
    """Random ids of the given lengths, padded with 0, and the same without padding."""
    generator = torch.Generator().manual_seed(seed)
    padded = torch.zeros(len(lengths), context, dtype=torch.long)
    for row, length in enumerate(lengths):
        body = torch.randint(1, START, (length - 2,), generator=generator)
        padded[row, :length] = torch.cat([torch.tensor([START]), body, torch.tensor([END])])
    return padded


def write(folder, model, config, tensors, dtype=torch.float32):
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.to(dtype).contiguous() for name, value in model.state_dict().items()
             if value.is_floating_point() and not name.endswith("box_bias")}
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    save_file({name: value.float().contiguous() for name, value in tensors.items()},
              folder / "expected.safetensors")


def clip(name, activation, epsilon, seed):
    text = dict(hidden_size=32, intermediate_size=72, num_hidden_layers=3, num_attention_heads=4,
                max_position_embeddings=20, vocab_size=VOCABULARY, hidden_act=activation,
                layer_norm_eps=epsilon, eos_token_id=END, bos_token_id=START, pad_token_id=0)
    vision = dict(hidden_size=48, intermediate_size=100, num_hidden_layers=3, num_attention_heads=3,
                  image_size=40, patch_size=8, hidden_act=activation, layer_norm_eps=epsilon)
    config = dict(model_type="clip", projection_dim=24, text_config=text, vision_config=vision)
    model = randomise(CLIPModel(CLIPConfig(**config)), seed)
    pixels = torch.randn(5, 3, 40, 40, generator=torch.Generator().manual_seed(seed + 1))
    lengths = [2, 3, 20, 7, 11, 7]
    ids = texts(lengths, 20, seed + 2)
    with torch.no_grad():
        images = model.visual_projection(model.vision_model(pixels).pooler_output)
        embedded = model.text_projection(model.text_model(ids).pooler_output)
    write(OUT / name, model, config, dict(
        pixels=pixels.flatten(1), image_embeds=images, ids=ids, lengths=torch.tensor(lengths),
        text_embeds=embedded))


def owl(name, kind, config_type, model_type, seed, **vision):
    text = dict(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
                max_position_embeddings=8, vocab_size=VOCABULARY, eos_token_id=END,
                bos_token_id=START, pad_token_id=0)
    vision = dict(hidden_size=48, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
                  **vision)
    side = vision["image_size"]
    config = dict(model_type=kind, projection_dim=32, text_config=text, vision_config=vision)
    model = randomise(model_type(config_type(**config)), seed)
    # Half precision in the file; the reference is computed from what the file says.
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.half().float())
    pixels = torch.randn(2, 3, side, side, generator=torch.Generator().manual_seed(seed + 1))
    lengths = [3, 8, 5]
    ids = texts(lengths, 8, seed + 2)
    with torch.no_grad():
        out = model(input_ids=ids.repeat(2, 1), pixel_values=pixels,
                    attention_mask=(ids.repeat(2, 1) > 0).long())
    tensors = dict(
        pixels=pixels.flatten(1), ids=ids, lengths=torch.tensor(lengths), boxes=out.pred_boxes,
        logits=out.logits)
    if kind == "owlv2":
        tensors["objectness"] = out.objectness_logits
    write(OUT / name, model, config, tensors, dtype=torch.float16)


if __name__ == "__main__":
    makers = {
        "clip-quick-gelu": lambda name: clip(name, "quick_gelu", 1e-5, 1),
        "clip-gelu": lambda name: clip(name, "gelu", 1e-3, 11),
        "owlv2": lambda name: owl(name, "owlv2", Owlv2Config, Owlv2ForObjectDetection, 21,
                                  image_size=64, patch_size=16),
        "owlvit": lambda name: owl(name, "owlvit", OwlViTConfig, OwlViTForObjectDetection, 31,
                                   image_size=56, patch_size=14),
    }
    for name in sys.argv[1:] or makers:
        makers[name](name)
