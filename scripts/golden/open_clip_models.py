#!/usr/bin/env python3
"""Make tiny random open_clip folders in Tests/Golden/random-models and their outputs.

Usage: scripts/golden/open_clip_models.py [NAME FOLDER]
Needs torch, open_clip_torch and safetensors. Without arguments it writes the golden folders; with
the name of one of open_clip's architectures, for example RN50, it writes that one in its true size
to FOLDER, to compare by hand. The weights are random but conditioned like trained ones (unit
variance through each layer, batch norms with statistics of their own), so that a wrong formula
shows. Golden weights and pixels are stored in half precision; references are computed from what the
files say. Token ids are stored as floats.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file

try:
    import torchvision  # noqa: F401
except RuntimeError:
    # A torchvision built for CUDA beside torch for CPUs: its operators do not load, and
    # open_clip needs only its transforms.
    for module in [m for m in sys.modules if m.startswith("torchvision")]:
        del sys.modules[module]
    library = torch.library.Library("torchvision", "DEF")
    for operator in ["nms", "qnms"]:
        library.define(operator + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
import open_clip

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Golden" / "random-models"


def is_norm(name):
    part = name.split(".")[-2] if "." in name else ""
    return part.startswith(("bn", "ln_")) or "downsample.1." in name


def randomise(model, seed, dtype):
    """Give every parameter and every statistic a value of a plausible size that `dtype` holds."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if not tensor.is_floating_point():
                continue
            noise = torch.randn(tensor.shape, generator=generator)
            if name.endswith("running_var"):
                value = 0.5 + noise.abs()
            elif is_norm(name):
                value = 0.2 * noise + (1.0 if name.endswith("weight") else 0.0)
            elif name.endswith(("embedding", "embedding.weight")):
                value = 0.5 * noise
            elif name.endswith(("proj", "projection")) and tensor.dim() == 2:
                value = noise * tensor.shape[0] ** -0.5
            elif tensor.dim() >= 2:
                gain = 2.0 if tensor.dim() == 4 else 1.0
                value = noise * (gain / tensor[0].numel()) ** 0.5
            else:
                value = 0.2 * noise
            tensor.copy_(value.to(dtype).float())
    return model.eval()


def texts(lengths, context, vocabulary, seed):
    """Random ids of the given lengths, padded with 0; the end has the largest id."""
    generator = torch.Generator().manual_seed(seed)
    padded = torch.zeros(len(lengths), context, dtype=torch.long)
    for row, length in enumerate(lengths):
        body = torch.randint(1, vocabulary - 2, (length - 2,), generator=generator)
        ends = torch.tensor([[vocabulary - 2], [vocabulary - 1]])
        padded[row, :length] = torch.cat([ends[0], body, ends[1]])
    return padded


def write(folder, config, preprocess, seed, images, dtype=torch.float16):
    custom = config.get("custom_text", False)
    kind = open_clip.CustomTextCLIP if custom else open_clip.CLIP
    model = kind(**{key: value for key, value in config.items() if key != "custom_text"})
    model = randomise(model, seed, dtype)
    size = config["vision_cfg"]["image_size"]
    context = config["text_cfg"]["context_length"]
    vocabulary = config["text_cfg"]["vocab_size"]
    generator = torch.Generator().manual_seed(seed + 1)
    pixels = torch.randn(images, 3, size, size, generator=generator).half()
    lengths = [2, 3, context, 7, 11, 7]
    ids = texts(lengths, context, vocabulary, seed + 2)
    with torch.no_grad():
        expected = dict(image_embeds=model.encode_image(pixels.float()),
                        text_embeds=model.encode_text(ids))
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: (value.to(dtype) if value.is_floating_point() else value).contiguous()
             for name, value in model.state_dict().items()}
    save_file(state, folder / "open_clip_model.safetensors", metadata={"format": "pt"})
    (folder / "open_clip_config.json").write_text(json.dumps(
        dict(model_cfg=config, preprocess_cfg=preprocess), indent=2, sort_keys=True) + "\n")
    save_file(dict(pixels=pixels.flatten(1), ids=ids.float(), lengths=torch.tensor(lengths).float(),
                   **expected), folder / "expected.safetensors")


def golden():
    text = dict(context_length=20, vocab_size=300, width=32, heads=4, layers=2)
    write(OUT / "open-clip-vit",
          dict(embed_dim=24, custom_text=True, text_cfg=dict(text, mlp_ratio=2.25),
               vision_cfg=dict(image_size=40, patch_size=8, width=48, layers=3, head_width=16,
                               mlp_ratio=2.1)),
          dict(mean=[0.5, 0.5, 0.5], std=[0.5, 0.25, 0.5], interpolation="bilinear",
               resize_mode="squash"), 31, images=5)
    write(OUT / "open-clip-resnet",
          dict(embed_dim=24, quick_gelu=True, text_cfg=text,
               vision_cfg=dict(image_size=96, layers=[2, 1, 2, 1], width=6, patch_size=None)),
          dict(mean=list(open_clip.OPENAI_DATASET_MEAN), std=list(open_clip.OPENAI_DATASET_STD),
               interpolation="bicubic", resize_mode="shortest", size=96), 41, images=2)


def full_size(name, folder):
    config = open_clip.get_model_config(name)
    config.setdefault("quick_gelu", False)
    config["text_cfg"].setdefault("context_length", 77)
    config["text_cfg"].setdefault("vocab_size", 49408)
    write(pathlib.Path(folder), config, {}, 51, images=3, dtype=torch.float32)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        full_size(*sys.argv[1:])
    else:
        golden()
