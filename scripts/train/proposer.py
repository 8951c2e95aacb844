"""The small OWLv2: boxes and objectness learnt from base-class scenes only."""

import math
import time
from dataclasses import dataclass

import numpy as np
import torch
from transformers import Owlv2ForObjectDetection

from scenes.classes import BASE
from train import clip, data, losses, starts, texts
from train.export import normalise

BATCH = 8                # many small steps: with few large ones box sizes stay at their average
OBJECT_WEIGHT, CLASS_WEIGHT = 4.0, 0.1      # with less, the box loss drowns what tells objects from ground
BASE_ROW = {c.id: i for i, c in enumerate(BASE)}


def batches(pictures, rest, rng):
    while True:
        rows = np.sort(rng.choice(len(pictures), BATCH, replace=False))
        images = pictures[rows]
        boxes, classes = [], []
        for k, row in enumerate(rows):
            target = torch.tensor(rest["boxes"][row])
            if rng.random() < 0.5:                       # mirror the content, not the padding
                share = rest["share"][row]
                wide = round(share * images.shape[2])
                images[k, :, :wide] = images[k, :, :wide][:, ::-1].copy()
                target[:, 0] = share - target[:, 0]
            if rng.random() < 0.25:                      # objects are not their colours
                images[k] = images[k][..., rng.permutation(3)]
            boxes.append(target)
            classes.append(torch.tensor([BASE_ROW[c] for c in rest["classes"][row]]))
        light = rng.uniform(0.75, 1.25, (BATCH, 1, 1, 3)) * rng.uniform(0.85, 1.15, (BATCH, 1, 1, 1))
        images = np.clip(images * light, 0, 255).astype(np.uint8)
        yield normalise(images), boxes, classes


@dataclass(frozen=True)
class Stage:
    seed: int
    steps: int                       # the length of the cosine schedule
    stop: int | None = None          # leave it after so many steps
    rate: float = 6e-4
    weigh: object = losses.best_first
    overlap: float = 2.0             # GIoU's weight in the box loss
    cover: float = 3.0               # the coverage loss's weight


STAGES = (Stage(seed=2, steps=6500, stop=1001, weigh=losses.alike),      # no patch is an object's best yet
          Stage(seed=3, steps=2600),
          Stage(seed=4, steps=4200, rate=5e-4, weigh=losses.nearly_found, overlap=4.0, cover=1.0),
          Stage(seed=5, steps=3000, rate=5e-4, weigh=losses.nearly_found, overlap=4.0, cover=1.0))


def train(work, tokenizer, stage, start=None, report=None):
    """One stage.  `start`: folder of the earlier stage whose weights to go on from."""
    torch.manual_seed(stage.seed)
    rest, (pictures,) = data.load(work, "proposer", ("proposer-pictures",))
    rng = np.random.default_rng(stage.seed)
    model = starts.build(tokenizer).train()
    if start:
        model.load_state_dict(Owlv2ForObjectDetection.from_pretrained(start, dtype=torch.float32).state_dict())
    embedding = model.owlv2.vision_model.embeddings.patch_embedding.weight
    if not start:
        embedding.data.copy_(0.3 * starts.whitened_patches(pictures[:100], len(embedding)))
    cover_head = torch.nn.Linear(model.config.vision_config.hidden_size, losses.CELLS ** 2)     # not shipped
    optimiser = torch.optim.AdamW([*model.parameters(), *cover_head.parameters()], lr=stage.rate, betas=(0.9, 0.98), weight_decay=0.02)
    warm = max(1, min(100, stage.steps // 10))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(
        1.0, (s + 1) / warm) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, s / stage.steps))))
    source, began = batches(pictures, rest, rng), time.time()
    last = (stage.stop or stage.steps) - 1
    for step in range(last + 1):
        pixels, boxes, classes = next(source)
        prompts = clip.tokens(tokenizer, [texts.class_phrase(rng, c) for c in BASE], 16)
        queries = model.owlv2.text_projection(model.owlv2.text_model(input_ids=prompts).pooler_output)
        box, obj, cls, cover, iou = losses.of_batch(model, cover_head, pixels, boxes, classes, queries,
                                                    stage.weigh, stage.overlap)
        loss = box + OBJECT_WEIGHT * obj + CLASS_WEIGHT * cls + stage.cover * cover
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 50 == 0 or step == last:
            print(f"proposer step {step} box {box.item():.3f} objectness {obj.item():.3f} class {cls.item():.3f} "
                  f"coverage {cover.item():.3f} IoU {iou:.3f} {time.time() - began:.0f}s", flush=True)
        if report and step and step % 1000 == 0:
            model.eval()
            report(model)
            model.train()
    return model.eval()
