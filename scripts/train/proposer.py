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
BATCH = 8                # many small steps: with few large ones box sizes stay at their average
OFFSETS = {layer: tuple((r * dx, r * dy) for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)))
           for layer, r in ((1, 1), (2, 2))}       # the other layers start by looking everywhere
LOOK_GAIN = 1.4
CELLS = 4               # a training-only head says which of a patch's 4 x 4 cells lie in a box
CENTRAL = 0.6           # patches within this share of a box (about its centre) learn it
OBJECT_WEIGHT, CLASS_WEIGHT, COVER_WEIGHT = 4.0, 0.1, 3.0      # with less, the box loss drowns what tells objects from ground


def build(tokenizer):
    ids = dict(bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
               pad_token_id=tokenizer.eos_token_id)
    text = dict(vocab_size=len(tokenizer), hidden_size=64, intermediate_size=256, num_hidden_layers=2,
                num_attention_heads=2, max_position_embeddings=16, **ids)
    vision = dict(hidden_size=128, intermediate_size=512, num_hidden_layers=4, num_attention_heads=4,
                  image_size=IMAGE, patch_size=PATCH)
    model = Owlv2ForObjectDetection(Owlv2Config(text_config=text, vision_config=vision, projection_dim=64, **ids))
    model.set_attn_implementation("eager")
    for name, layer in model.named_modules():             # transformers draws the heads' weights with a deviation of 1
        if "_head." in name and isinstance(layer, torch.nn.Linear):
            inner = name.endswith(("_head.dense0", "_head.dense1"))
            torch.nn.init.normal_(layer.weight, std=math.sqrt(2 / layer.in_features) if inner else 0.02)
            torch.nn.init.zeros_(layer.bias)
    with torch.no_grad():
        model.owlv2.vision_model.embeddings.position_embedding.weight.copy_(
            wave_positions(IMAGE // PATCH, model.config.vision_config.hidden_size))
        norm = model.owlv2.vision_model.post_layernorm      # features are patch * class token: near 1 + small each,
        norm.weight.fill_(0.3)                              # the product starts as a sum and hides no dimension
        norm.bias.fill_(1.0)
        model.owlv2.vision_model.embeddings.class_embedding.mul_(0.1)
        for index, offsets in OFFSETS.items():
            look_beside(model.owlv2.vision_model.encoder.layers[index].self_attn, offsets)
        model.objectness_head.dense2.bias.fill_(-2.5)
        model.box_head.dense2.bias.copy_(torch.tensor([-0.15, -0.15, 1.3, 1.3]))     # the average box, so that
        # the first steps need not push every feature the same way to reach it
        model.class_head.logit_scale.bias.fill_(9.0)
        model.class_head.logit_shift.bias.fill_(-0.5)
    return model


def wave_positions(grid, width):
    """(1 + grid * grid, width): sines and cosines of x and y, wavelengths from 2 to 4 * grid patches.

    Starting from these, a patch finds its neighbours at once; from small random
    numbers the boxes' sizes stay at their average for thousands of steps.
    """
    rates = 2 * math.pi / torch.logspace(math.log10(2.5), math.log10(4 * grid), width // 4)
    angles = torch.arange(grid)[:, None] * rates
    waves = torch.cat([angles.sin(), angles.cos()], 1)
    x, y = waves.repeat(grid, 1), waves.repeat_interleave(grid, 0)
    return torch.cat([torch.zeros(1, width), torch.cat([x, y], 1)])


def whitened_patches(pictures, width):
    """(width, 3, PATCH, PATCH): principal components of real patches, scaled to equal variance.

    Random filters see little but a patch's mean colour; these see edges from the first step.
    """
    x = normalise(pictures).unfold(2, PATCH, PATCH).unfold(3, PATCH, PATCH)
    x = x.permute(0, 2, 3, 1, 4, 5).reshape(-1, 3 * PATCH * PATCH)
    x = x[x.std(1) > 0.02]
    values, vectors = torch.linalg.eigh((x - x.mean(0)).T @ (x - x.mean(0)) / len(x))
    values, vectors = values[-width:], vectors[:, -width:]
    return (vectors / (values + 0.5 * values.median()).sqrt()).T.reshape(width, 3, PATCH, PATCH)


def look_beside(attention, offsets):
    """Each head starts by attending to the patch at its own (dx, dy), as a convolution would.

    Rotating a sine and cosine pair moves it along, so queries ask for the position
    dx, dy away and keys answer with their own.  The weights stay free to change.
    """
    heads, width = attention.num_heads, attention.q_proj.weight.shape[1]
    grid, waves, size = IMAGE // PATCH, width // 4, width // heads
    rates = 2 * math.pi / torch.logspace(math.log10(2.5), math.log10(4 * grid), waves)
    query, key = torch.zeros(width, width), torch.zeros(width, width)
    for head, offset in zip(range(heads), offsets):
        row = head * size
        for axis, moved in enumerate(offset):
            for i in range(0, waves, 4 * waves // size):
                sine, cosine = axis * 2 * waves + i, axis * 2 * waves + waves + i
                key[row, sine] = key[row + 1, cosine] = 1
                turn = rates[i] * moved
                query[row, sine], query[row, cosine] = turn.cos(), turn.sin()
                query[row + 1, cosine], query[row + 1, sine] = turn.cos(), -turn.sin()
                row += 2
    attention.q_proj.weight.copy_(LOOK_GAIN * query + 0.01 * torch.randn(width, width))
    attention.k_proj.weight.copy_(LOOK_GAIN * key + 0.01 * torch.randn(width, width))
    torch.nn.init.normal_(attention.v_proj.weight, std=width ** -0.5)


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


def best_first(objects, iou):
    """A weight for every learning patch; an object's patches share 1, most of it its best patch's.

    A proposal only needs one good box for an object, and small objects count like large ones.
    """
    _, group, count = objects.unique(return_inverse=True, return_counts=True)
    strength = (iou / 0.1).exp()
    total = torch.zeros(len(count)).index_add(0, group, strength)
    return 0.3 / count[group] + 0.7 * strength / total[group]


def coverage(boxes, grid):
    """(grid * grid, CELLS ** 2): which cells of every patch lie inside some box."""
    fine = grid * CELLS
    at = (torch.arange(fine) + 0.5) / fine
    low, high = boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2
    in_x = (at >= low[:, :1]) & (at <= high[:, :1])
    in_y = (at >= low[:, 1:]) & (at <= high[:, 1:])
    covered = (in_y[:, :, None] & in_x[:, None, :]).any(0).float()
    return covered.view(grid, CELLS, grid, CELLS).transpose(1, 2).reshape(grid * grid, CELLS * CELLS)


def losses(model, cover_head, pixels, boxes, classes, queries, favour_best=True):
    """(box, objectness, class and coverage losses, mean IoU on learning patches)."""
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
    shift = (predicted[:, :2] - truth[:, :2]).abs() / truth[:, 2:]
    stretch = (predicted[:, 2:].clamp(min=1e-4) / truth[:, 2:]).log().abs()
    most = max(len(b) for b in boxes)
    share = best_first(rows * most + picked, iou.detach()) if favour_best else torch.ones(len(rows))
    box_loss = (share * ((shift + stretch).sum(1) + 2 * (1 - giou))).sum() / share.sum()    # free of objects' sizes

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
    class_loss = F.cross_entropy(logits[0, :len(rows)], labels) + F.binary_cross_entropy_with_logits(logits[0], wanted, reduction="none").sum(1).mean()
    truly = torch.stack([coverage(b, grid) for b in boxes])
    cover_loss = F.binary_cross_entropy_with_logits(cover_head(features), truly)
    return box_loss, object_loss, class_loss, cover_loss, iou.mean().item()


def train(work, tokenizer, steps, seed, rate=6e-4, start=None, stop=None, report=None):
    """One stage.  `start`: folder of the earlier stage whose weights to go on from; a
    first stage (no `start`) treats an object's patches alike, since none is best yet.
    `stop`: leave after so many of the schedule's `steps`."""
    torch.manual_seed(seed)
    rest, (pictures,) = data.load(work, "proposer", ("proposer-pictures",))
    rng = np.random.default_rng(seed)
    model = build(tokenizer).train()
    if start:
        model.load_state_dict(Owlv2ForObjectDetection.from_pretrained(start, dtype=torch.float32).state_dict())
    embedding = model.owlv2.vision_model.embeddings.patch_embedding.weight
    if not start:
        embedding.data.copy_(0.3 * whitened_patches(pictures[:100], len(embedding)))
    cover_head = torch.nn.Linear(model.config.vision_config.hidden_size, CELLS * CELLS)     # not shipped
    optimiser = torch.optim.AdamW([*model.parameters(), *cover_head.parameters()], lr=rate, betas=(0.9, 0.98), weight_decay=0.02)
    warm = max(1, min(100, steps // 10))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(
        1.0, (s + 1) / warm) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, s / steps))))
    source, began = batches(pictures, rest, rng), time.time()
    for step in range(stop or steps):
        pixels, boxes, classes = next(source)
        prompts = clip.tokens(tokenizer, [texts.class_phrase(rng, c) for c in BASE], 16)
        queries = model.owlv2.text_projection(model.owlv2.text_model(input_ids=prompts).pooler_output)
        box, obj, cls, cover, iou = losses(model, cover_head, pixels, boxes, classes, queries,
                                           favour_best=start is not None)
        loss = box + OBJECT_WEIGHT * obj + CLASS_WEIGHT * cls + COVER_WEIGHT * cover
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 50 == 0 or step == steps - 1:
            print(f"proposer step {step} box {box.item():.3f} objectness {obj.item():.3f} class {cls.item():.3f} "
                  f"coverage {cover.item():.3f} IoU {iou:.3f} {time.time() - began:.0f}s", flush=True)
        if report and step and step % 500 == 0:
            model.eval()
            report(model)
            model.train()
    return model.eval()
