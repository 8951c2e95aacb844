"""The small OWLv2: boxes and objectness learnt from base-class scenes only."""

import math
import time

import numpy as np
import torch
import torch.nn.functional as F
from transformers import Owlv2Config, Owlv2ForObjectDetection

from scenes.classes import BASE
from train import clip, data, texts
from train.export import normalise

IMAGE, PATCH = 256, 16
BATCH = 24
CENTRAL = 0.6           # patches within this share of a box (about its centre) learn it
CLASS_WEIGHT = 0.1


def build(tokenizer):
    ids = dict(bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
               pad_token_id=tokenizer.eos_token_id)
    text = dict(vocab_size=len(tokenizer), hidden_size=64, intermediate_size=256, num_hidden_layers=2,
                num_attention_heads=2, max_position_embeddings=16, **ids)
    vision = dict(hidden_size=128, intermediate_size=512, num_hidden_layers=6, num_attention_heads=4,
                  image_size=IMAGE, patch_size=PATCH)
    model = Owlv2ForObjectDetection(Owlv2Config(text_config=text, vision_config=vision, projection_dim=64, **ids))
    model.set_attn_implementation("eager")
    for head in (model.box_head, model.objectness_head, model.class_head):
        for layer in head.modules():                     # transformers draws these with a deviation of 1
            if isinstance(layer, torch.nn.Linear):
                torch.nn.init.normal_(layer.weight, std=0.02)
                torch.nn.init.zeros_(layer.bias)
    with torch.no_grad():
        model.objectness_head.dense2.bias.fill_(-3.0)
        model.class_head.logit_scale.bias.fill_(9.0)
        model.class_head.logit_shift.bias.fill_(-0.5)
    return model


def to_corners(boxes):
    centre, half = boxes[..., :2], boxes[..., 2:] / 2
    return torch.cat([centre - half, centre + half], -1)


def paired_iou(a, b):
    """(IoU, generalised IoU) of boxes in corner form, pair by pair."""
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    inter = (high - low).clamp(min=0).prod(1)
    area_a, area_b = (a[:, 2:] - a[:, :2]).prod(1), (b[:, 2:] - b[:, :2]).prod(1)
    union = area_a + area_b - inter + 1e-9
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1) + 1e-9
    return inter / union, inter / union - (hull - union) / hull


def assign(boxes, grid):
    """For every patch of one image the box it learns, or -1.

    The smallest box whose central part holds the patch's centre wins; the
    patch that holds a box's own centre always learns that box.
    """
    steps = (torch.arange(grid) + 0.5) / grid
    centres = torch.stack([steps.repeat(grid), steps.repeat_interleave(grid)], 1)
    inside = ((centres[:, None] - boxes[None, :, :2]).abs() <= CENTRAL / 2 * boxes[None, :, 2:]).all(2)
    area = boxes[:, 2:].prod(1)
    ranked = torch.where(inside, area[None], torch.inf)
    owner = torch.where(inside.any(1), ranked.argmin(1), -1)
    cells = (boxes[:, :2] * grid).long().clamp(0, grid - 1)
    for i in area.argsort(descending=True).tolist():
        owner[cells[i, 1] * grid + cells[i, 0]] = i
    return owner


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


BASE_ROW = {c.id: i for i, c in enumerate(BASE)}


def losses(model, pixels, boxes, classes, queries):
    """(box loss, objectness loss, class loss, mean IoU on learning patches)."""
    with torch.autocast("cpu", torch.bfloat16):
        feature_map, _ = model.image_embedder(pixels)
    grid = feature_map.shape[1]
    features = feature_map.flatten(1, 2).float()
    owners = torch.stack([assign(b, grid) for b in boxes])
    rows, patches = (owners >= 0).nonzero(as_tuple=True)
    picked = owners[rows, patches]
    truth = torch.stack([boxes[r][i] for r, i in zip(rows.tolist(), picked.tolist())])
    labels = torch.stack([classes[r][i] for r, i in zip(rows.tolist(), picked.tolist())])
    predicted = model.box_predictor(features, feature_map)[rows, patches]
    iou, giou = paired_iou(to_corners(predicted), to_corners(truth))
    box_loss = 5 * F.l1_loss(predicted, truth, reduction="none").sum(1).mean() + 2 * (1 - giou).mean()

    score = model.objectness_head(features)[..., 0]      # (objectness_predictor would cut the gradient)
    quality = torch.zeros_like(score)
    quality[rows, patches] = iou.detach().clamp(0, 1)
    focus = (quality - score.sigmoid()).abs().pow(1.5).detach()
    object_loss = (focus * F.binary_cross_entropy_with_logits(score, quality, reduction="none")).sum() / len(rows)

    empty_rows, empty_patches = (owners < 0).nonzero(as_tuple=True)
    some = torch.randperm(len(empty_rows))[:len(rows)]
    chosen = features[torch.cat([rows, empty_rows[some]]), torch.cat([patches, empty_patches[some]])]
    logits, _ = model.class_head(chosen[None], queries[None], None)
    wanted = torch.zeros_like(logits[0])
    wanted[torch.arange(len(rows)), labels] = 1
    class_loss = F.binary_cross_entropy_with_logits(logits[0], wanted, reduction="none").sum(1).mean()
    return box_loss, object_loss, class_loss, iou.mean().item()


def train(work, tokenizer, steps, seed, rate=1e-3, report=None):
    torch.manual_seed(seed)
    rest, (pictures,) = data.load(work, "proposer", ("proposer-pictures",))
    rng = np.random.default_rng(seed)
    model = build(tokenizer).train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.02)
    warm = min(200, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(
        1.0, (s + 1) / warm) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, s / steps))))
    source, began = batches(pictures, rest, rng), time.time()
    for step in range(steps):
        pixels, boxes, classes = next(source)
        prompts = clip.tokens(tokenizer, [texts.class_phrase(rng, c) for c in BASE], 16)
        queries = model.owlv2.text_projection(model.owlv2.text_model(input_ids=prompts).pooler_output)
        box, obj, cls, iou = losses(model, pixels, boxes, classes, queries)
        loss = box + obj + CLASS_WEIGHT * cls
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 25 == 0 or step == steps - 1:
            print(f"proposer step {step} box {box.item():.3f} objectness {obj.item():.3f} class {cls.item():.3f} "
                  f"IoU {iou:.3f} {time.time() - began:.0f}s", flush=True)
        if report and step and step % 400 == 0:
            model.eval()
            report(model)
            model.train()
    return model.eval()
