#!/usr/bin/env python3
"""The whole job as one would write it today: transformers, Pillow, numpy.

  concepts.txt ─ prompts ─ CLIP text embeddings
  images + boxes ─ Pillow crop, resize, normalise ─ CLIP image embeddings
  cosines ─ the nearest concepts of each region ─ one .npz for each image

Prints one line of JSON with the seconds of each part. `--workers` processes decode and crop ahead
of the model, as PyTorch's DataLoader does.
"""

import argparse
import json
import pathlib
import sys
import time

STARTED = time.perf_counter()
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from PIL import Image  # noqa: E402

from peers import open_clip_import  # noqa: E402, F401
from transformers import CLIPModel, CLIPTokenizer  # noqa: E402

MEAN = np.array([0.48145466, 0.4578275, 0.40821073], dtype=np.float32)
DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], dtype=np.float32)


class Crops(torch.utils.data.Dataset):
    """Normalised crops `[boxes, 3, size, size]` of one image, the shortest side to `size`."""

    def __init__(self, folder, boxes, size):
        self.folder, self.boxes, self.size = folder, boxes, size
        self.names = sorted(boxes)

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        name = self.names[index]
        image = Image.open(self.folder / name).convert("RGB")
        crops = [self.crop(image.crop(tuple(box))) for box in self.boxes[name]]
        return name, torch.from_numpy(np.stack(crops))

    def crop(self, image):
        scale = self.size / min(image.size)
        sides = [max(self.size, round(side * scale)) for side in image.size]
        image = image.resize(sides, Image.Resampling.BICUBIC)
        left, top = [(side - self.size) // 2 for side in sides]
        image = image.crop((left, top, left + self.size, top + self.size))
        pixels = (np.asarray(image, dtype=np.float32) / 255 - MEAN) / DEVIATION
        return pixels.transpose(2, 0, 1)


def unit(rows):
    return rows / rows.norm(dim=-1, keepdim=True)


def text_embeddings(model, tokenizer, concepts, template):
    prompts = [template.replace("{}", concept) for concept in concepts]
    found = []
    for start in range(0, len(prompts), 256):
        tokens = tokenizer(prompts[start:start + 256], padding=True, truncation=True,
                           return_tensors="pt")
        found.append(embeds(model.get_text_features(**tokens)))
    return unit(torch.cat(found))


def embeds(output):
    """The projected embeddings; newer transformers wrap them."""
    return output if isinstance(output, torch.Tensor) else output.pooler_output


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--images", type=pathlib.Path, required=True)
    parser.add_argument("--boxes", type=pathlib.Path, required=True, help="{name: [[x1,y1,x2,y2]]}")
    parser.add_argument("--concepts", type=pathlib.Path, required=True)
    parser.add_argument("--template", default="a photo of a {}.")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--top", type=int, default=5)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.set_grad_enabled(False)
    seconds = {"import": time.perf_counter() - STARTED}

    start = time.perf_counter()
    model = CLIPModel.from_pretrained(arguments.model).eval()
    tokenizer = CLIPTokenizer.from_pretrained(arguments.model)
    size = model.config.vision_config.image_size
    seconds["load"] = time.perf_counter() - start

    start = time.perf_counter()
    concepts = arguments.concepts.read_text(encoding="utf-8").split("\n")[:-1]
    texts = text_embeddings(model, tokenizer, concepts, arguments.template)
    seconds["text"] = time.perf_counter() - start

    start = time.perf_counter()
    boxes = json.loads(arguments.boxes.read_text())
    crops = Crops(arguments.images, boxes, size)
    loader = torch.utils.data.DataLoader(crops, batch_size=None, num_workers=arguments.workers)
    arguments.out.mkdir(parents=True, exist_ok=True)
    waiting, held, regions = [], 0, 0

    def flush():
        pixels = torch.cat([part for _, part in waiting])
        parts = [embeds(model.get_image_features(pixel_values=batch))
                 for batch in pixels.split(arguments.batch)]
        embeddings = torch.cat(parts)
        cosines, ids = (unit(embeddings) @ texts.T).topk(min(arguments.top, len(concepts)))
        row = 0
        for name, part in waiting:
            rows = slice(row, row + len(part))
            row += len(part)
            np.savez(arguments.out / f"{pathlib.Path(name).stem}.npz", boxes=boxes[name],
                     embeddings=embeddings[rows].numpy().astype(np.float16),
                     concepts=ids[rows].numpy().astype(np.int32), cosines=cosines[rows].numpy())

    for name, part in loader:
        waiting.append((name, part))
        held += len(part)
        regions += len(part)
        if held >= arguments.batch:
            flush()
            waiting, held = [], 0
    if waiting:
        flush()
    seconds["regions"] = time.perf_counter() - start
    print(json.dumps(dict(images=len(crops), regions=regions, concepts=len(concepts),
                          seconds=seconds, total=time.perf_counter() - STARTED)))


if __name__ == "__main__":
    main()
