"""Check that plain transformers loads the shipped folders without a missing or unexpected key.

    python3 scripts/train/parity.py --models pipelines/bundled/models
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open

SENTENCES = ("a photo of a teddy bear.", "Two KNIVES & a couch!", "h\u00e9llo \u65e5\u672c 42", "")


def check_weights(kind, folder):
    model, info = kind.from_pretrained(folder, output_loading_info=True, dtype=torch.float32)
    for problem in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if info[problem]:
            raise SystemExit(f"{folder}: {problem}: {info[problem]}")
    with safe_open(folder / "model.safetensors", "pt") as file:
        kinds = {file.get_tensor(k).dtype for k in file.keys()}
        count = len(list(file.keys()))
    if kinds != {torch.float16}:
        raise SystemExit(f"{folder}: expected float16 only, found {kinds}")
    if not all(p.isfinite().all() for p in model.parameters()):
        raise SystemExit(f"{folder}: a weight is not finite")
    print(f"{folder.name}: {count} tensors, {sum(p.numel() for p in model.parameters()):,} parameters, all keys match")
    return model.eval()


def check_tokenizer(folder):
    """tokenizer.json and the vocab.json + merges.txt pair must agree."""
    import json
    from transformers import CLIPTokenizer
    fast = CLIPTokenizer.from_pretrained(folder)
    vocab = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    merges = [tuple(line.split(" ")) for line in (folder / "merges.txt").read_text(encoding="utf-8").splitlines()[1:]]
    slow = CLIPTokenizer(vocab=vocab, merges=merges)
    for sentence in SENTENCES:
        if fast(sentence)["input_ids"] != slow(sentence)["input_ids"]:
            raise SystemExit(f"{folder}: two readings of {sentence!r}")
    assert fast.eos_token_id == len(vocab) - 1 and fast.bos_token_id == len(vocab) - 2
    print(f"{folder.name}: tokenizer of {len(vocab)} entries agrees with its vocab.json and merges.txt")
    return fast


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=Path, required=True)
    models = parser.parse_args().models
    from transformers import AutoImageProcessor, CLIPModel, Owlv2ForObjectDetection
    clip = check_weights(CLIPModel, models / "small-clip")
    proposer = check_weights(Owlv2ForObjectDetection, models / "small-owlv2")
    for folder, model in ((models / "small-clip", clip), (models / "small-owlv2", proposer)):
        tokenizer = check_tokenizer(folder)
        limit = model.config.text_config.max_position_embeddings
        size = model.config.vision_config.image_size
        ids = tokenizer(["a cat", "two red apples"], padding="max_length", max_length=limit, return_tensors="pt")
        with torch.no_grad():
            out = model(**ids, pixel_values=torch.zeros(1, 3, size, size))
        print(f"{folder.name}: a forward pass gives", ", ".join(
            f"{k} {tuple(v.shape)}" for k, v in out.items() if torch.is_tensor(v)))
        picture = np.zeros((40, 60, 3), np.uint8)
        try:
            shape = tuple(AutoImageProcessor.from_pretrained(folder)(picture, return_tensors="pt")["pixel_values"].shape)
        except ImportError as missing:                 # the processors need torchvision
            shape = f"not tried ({str(missing).strip().splitlines()[0]})"
        print(f"{folder.name}: its image processor: {shape}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
