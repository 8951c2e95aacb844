"""Random checkpoints of true architectures, and their image towers as PyTorch modules.

ViTs are Hugging Face folders, RN50 is an open_clip folder; both are what `pseudobox` reads.
"""

import gzip
import json
import pathlib
import subprocess
import sys

import torch
from safetensors.torch import load_file

from .program import ROOT

HERE = pathlib.Path(__file__).resolve().parent
# Behind the import that makes do with any torchvision.
RUN_SCRIPT = ("import sys, runpy, peers.open_clip_import; sys.argv = sys.argv[1:]; "
              "runpy.run_path(sys.argv[0], run_name='__main__')")
ARCHITECTURES = ["vit-b-32", "vit-b-16", "vit-l-14", "rn50"]
OPEN_CLIP_NAMES = {"vit-b-32": "ViT-B-32-quickgelu", "vit-b-16": "ViT-B-16-quickgelu",
                   "vit-l-14": "ViT-L-14-quickgelu", "rn50": "RN50"}


def make(arch, folder):
    """The checkpoint's folder, made when it is not there."""
    if (folder / "done").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    if arch == "rn50":
        command = ["golden/open_clip_models.py", "RN50", folder]
    else:
        command = ["random_clip.py", "--arch", arch, "--out", folder]
    script = [str(part) for part in [ROOT / "scripts" / command[0], *command[1:]]]
    subprocess.run([sys.executable, "-c", RUN_SCRIPT, *script], check=True, cwd=HERE.parent)
    write_vocabulary(folder)
    (folder / "done").touch()
    return folder


def write_vocabulary(folder):
    """CLIP's own vocabulary, which comes with open_clip, as Hugging Face's two files."""
    from . import open_clip_import
    package = pathlib.Path(open_clip_import.open_clip.__file__).parent
    # open_clip has other names for the two special tokens.
    names = {"<start_of_text>": "<|startoftext|>", "<end_of_text>": "<|endoftext|>"}
    encoder = open_clip_import.open_clip.SimpleTokenizer().encoder
    vocabulary = {names.get(token, token): number for token, number in encoder.items()}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False),
                                       encoding="utf-8")
    with gzip.open(package / "bpe_simple_vocab_16e6.txt.gz", "rt", encoding="utf-8") as lines:
        merges = lines.read().split("\n")[1:49152 - 256 - 2 + 1]
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n",
                                       encoding="utf-8")


class TransformersTower(torch.nn.Module):
    """transformers' image tower with its projection."""

    def __init__(self, folder):
        super().__init__()
        from . import open_clip_import  # noqa: F401
        from transformers import CLIPVisionModelWithProjection
        from transformers.utils import logging
        logging.set_verbosity_error()  # the text tower's weights are left aside, which is meant
        logging.disable_progress_bar()
        self.model = CLIPVisionModelWithProjection.from_pretrained(folder).eval()

    def forward(self, pixels):
        return self.model(pixel_values=pixels).image_embeds


class OpenCLIPTower(torch.nn.Module):
    """open_clip's image tower."""

    def __init__(self, arch, folder):
        super().__init__()
        from .open_clip_import import open_clip
        model = open_clip.create_model(OPEN_CLIP_NAMES[arch])
        own = folder / "open_clip_model.safetensors"
        state = load_file(own) if own.exists() else open_clip_names(
            load_file(folder / "model.safetensors"))
        model.load_state_dict(state, strict=False)
        self.visual = model.visual.eval()
        found = self.visual.state_dict()
        for name, value in found.items():
            assert torch.equal(value, state["visual." + name]), name

    def forward(self, pixels):
        return self.visual(pixels)


def open_clip_names(state):
    """A Hugging Face image tower's tensors under open_clip's names."""
    prefix = "vision_model."
    plain = {"embeddings.class_embedding": "class_embedding",
             "embeddings.patch_embedding.weight": "conv1.weight",
             "embeddings.position_embedding.weight": "positional_embedding",
             "pre_layrnorm.weight": "ln_pre.weight", "pre_layrnorm.bias": "ln_pre.bias",
             "post_layernorm.weight": "ln_post.weight", "post_layernorm.bias": "ln_post.bias"}
    result = {"visual." + new: state[prefix + old] for old, new in plain.items()}
    result["visual.proj"] = state["visual_projection.weight"].T.contiguous()
    layers = 1 + max(int(name.split(".")[3]) for name in state
                     if name.startswith(prefix + "encoder.layers."))
    for layer in range(layers):
        old, new = f"{prefix}encoder.layers.{layer}.", f"visual.transformer.resblocks.{layer}."
        for kind in ["weight", "bias"]:
            parts = [state[f"{old}self_attn.{part}_proj.{kind}"] for part in "qkv"]
            result[f"{new}attn.in_proj_{kind}"] = torch.cat(parts)
            for a, b in [("self_attn.out_proj", "attn.out_proj"), ("layer_norm1", "ln_1"),
                         ("layer_norm2", "ln_2"), ("mlp.fc1", "mlp.c_fc"),
                         ("mlp.fc2", "mlp.c_proj")]:
                result[f"{new}{b}.{kind}"] = state[f"{old}{a}.{kind}"]
    return result
