"""Measure the shipped small models on fresh scenes.

    python3 scripts/train/evaluate.py --models pipelines/bundled/models --scenes 500 --seed 909
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scenes.classes import CLASSES
from scenes.generate import scene_at
from train import clip, data, texts
from train.export import normalise

PROMPTS = ("{a}.", "{n}.", "a photo of {a}.", "a photo of the {n}.", "there is {a} in the scene.")


def fresh(seed, count):
    """(scene, picture after JPEG) for a seed no model was trained on."""
    for index in range(count):
        scene, _, rng = scene_at(seed, index)
        yield scene, data.jpeg(scene, rng)


def corners(obj):
    x, y, w, h = obj.box
    return x, y, x + w, y + h


def pool():
    """Every concept captions can name: (word, class id or 0 for a distractor)."""
    named = [(n, c.id) for c in CLASSES for n in (c.name, *c.synonyms)]
    return named + [(n, 0) for n in texts.NOUNS]


@torch.no_grad()
def embed_pool(model, tokenizer):
    rows = []
    for word, _ in pool():
        ids = clip.tokens(tokenizer, [texts.fill(t, word) for t in PROMPTS])
        rows.append(torch.nn.functional.normalize(clip.text_features(model, ids).mean(0), dim=0))
    return torch.stack(rows)


@torch.no_grad()
def embed_crops(model, crops):
    return torch.cat([clip.image_features(model, normalise(np.stack(crops[i:i + 128]))) for i in range(0, len(crops), 128)])


def clip_scores(model, tokenizer, scenes):
    """Top-1 over the whole pool on exact ground-truth boxes."""
    ids = torch.tensor([c for _, c in pool()])
    words = embed_pool(model, tokenizer)
    crops, truth, sizes = [], [], []
    for scene, picture in scenes:
        for obj in scene.objects:
            crops.append(np.asarray(data.squash(picture, corners(obj))))
            truth.append(obj.cls.id)
            sizes.append(max(obj.box[2:]))
    images, truth, sizes = embed_crops(model, crops), torch.tensor(truth), torch.tensor(sizes)
    best = (images @ words.T).argmax(1)
    hit = (ids[best] == truth).float()
    novel = torch.tensor([CLASSES[t - 1].split == "novel" for t in truth])
    classes_only = ids[(images @ words[ids > 0].T).argmax(1)] == truth
    per_class = {c.name: hit[truth == c.id].mean().item() for c in CLASSES if (truth == c.id).any()}
    return {"boxes": len(truth), "top1": hit.mean().item(), "top1_base": hit[~novel].mean().item(),
            "top1_novel": hit[novel].mean().item(), "top1_classes_only": classes_only.float().mean().item(),
            "distractor_wins": (ids[best] == 0).float().mean().item(),
            "top1_small_below_40px": hit[sizes < 40].mean().item(),
            "worst": dict(sorted(per_class.items(), key=lambda kv: kv[1])[:8])}


def clip_quick(model, tokenizer):
    """A glance during training, on scenes of yet another seed."""
    scores = clip_scores(model, tokenizer, fresh(808, 120))
    return {k: round(v, 3) for k, v in scores.items() if isinstance(v, float)}


def iou_matrix(a, b):
    low, high = torch.maximum(a[:, None, :2], b[None, :, :2]), torch.minimum(a[:, None, 2:], b[None, :, 2:])
    inter = (high - low).clamp(min=0).prod(2)
    area = lambda x: (x[:, 2:] - x[:, :2]).prod(1)
    return inter / (area(a)[:, None] + area(b)[None] - inter + 1e-9)


def nms(boxes, scores, limit=0.5, keep=50):
    order, kept = scores.argsort(descending=True).tolist(), []
    overlap = iou_matrix(boxes, boxes)
    for i in order:
        if all(overlap[i, j] <= limit for j in kept):
            kept.append(i)
        if len(kept) == keep:
            break
    return kept


@torch.no_grad()
def proposals(model, picture):
    """(boxes in pixels, objectness) after NMS, best first."""
    size = model.config.vision_config.image_size
    square = data.pad_square(picture)
    pixels = normalise(np.asarray(square.resize((size, size), data.Image.BICUBIC))[None])
    grid, _ = model.image_embedder(pixels)
    features = grid.flatten(1, 2)
    scores = model.objectness_predictor(features)[0]
    cx, cy, w, h = model.box_predictor(features, grid)[0].unbind(1)
    limits = torch.tensor([picture.width, picture.height] * 2)
    boxes = torch.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], 1) * square.width
    boxes = torch.minimum(boxes.clamp(min=0), limits)
    kept = nms(boxes, scores)
    return boxes[kept], scores[kept]


def proposer_scores(model, scenes):
    best, ranks, novel, sizes, counts = [], [], [], [], []
    for scene, picture in scenes:
        boxes, scores = proposals(model, picture)
        overlap = iou_matrix(torch.tensor([corners(o) for o in scene.objects]).float(), boxes)
        best += overlap.max(1).values.tolist()
        ranks += [int(np.argmax(row)) if max(row) >= 0.5 else 99 for row in (overlap >= 0.5).float().tolist()]
        novel += [o.cls.split == "novel" for o in scene.objects]
        sizes += [max(o.box[2:]) for o in scene.objects]
        counts.append(int((scores.sigmoid() > 0.3).sum()))
    best, ranks, novel, sizes = map(np.array, (best, ranks, novel, sizes))
    found = best >= 0.5
    return {"boxes": len(best), "recall50": found.mean(), "recall50_base": found[~novel].mean(),
            "recall50_novel": found[novel].mean(), "recall75": (best >= 0.75).mean(), "mean_best_iou": best.mean(),
            "recall50_in_top10": (ranks < 10).mean(), "recall50_small_below_40px": found[sizes < 40].mean(),
            "mean_boxes_over_0.3": np.mean(counts)}


def proposer_quick(model):
    return {k: round(float(v), 3) for k, v in proposer_scores(model, fresh(808, 60)).items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--scenes", type=int, default=500)
    parser.add_argument("--seed", type=int, default=909)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=("clip", "proposer"))
    parser.add_argument("--out", type=Path, help="also write the numbers here as JSON")
    options = parser.parse_args()
    from transformers import CLIPModel, CLIPTokenizer, Owlv2ForObjectDetection
    torch.set_num_threads(options.threads)
    scenes, report = list(fresh(options.seed, options.scenes)), {"scenes": options.scenes, "seed": options.seed}
    if options.only != "proposer":
        folder = options.models / "small-clip"
        model = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
        report["small-clip"] = clip_scores(model, CLIPTokenizer.from_pretrained(folder), scenes)
    if options.only != "clip":
        model = Owlv2ForObjectDetection.from_pretrained(options.models / "small-owlv2", dtype=torch.float32).eval()
        report["small-owlv2"] = proposer_scores(model, scenes)
    text = json.dumps(report, indent=2, default=float)
    print(text)
    if options.out:
        options.out.write_text(text + "\n")


if __name__ == "__main__":
    main()
