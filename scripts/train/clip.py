"""The small CLIP: its shape, its losses and its training loop."""

import math
import time

import numpy as np
import torch
import torch.nn.functional as F
from transformers import CLIPConfig, CLIPModel

from scenes.backgrounds import KINDS
from scenes.classes import CLASSES
from train import data, texts
from train.export import normalise

CONTEXT = 32
IMAGE, PATCH = 64, 8
OBJECTS, BACKGROUNDS, WHOLES = 104, 16, 16      # per batch
CAPTION_WEIGHT = 0.3


def build(tokenizer):
    ids = dict(bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
               pad_token_id=tokenizer.eos_token_id)
    text = dict(vocab_size=len(tokenizer), hidden_size=128, intermediate_size=512, num_hidden_layers=4,
                num_attention_heads=2, max_position_embeddings=CONTEXT, projection_dim=128,
                hidden_act="quick_gelu", layer_norm_eps=1e-5, **ids)
    vision = dict(hidden_size=192, intermediate_size=768, num_hidden_layers=6, num_attention_heads=3,
                  image_size=IMAGE, patch_size=PATCH, projection_dim=128, hidden_act="quick_gelu",
                  layer_norm_eps=1e-5)
    model = CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=128, **ids))
    model.set_attn_implementation("eager")      # about twice as fast as the fused one on a CPU in bfloat16
    return model


def tokens(tokenizer, sentences, limit=CONTEXT):
    return tokenizer(sentences, padding="longest", truncation=True, max_length=limit, return_tensors="pt")["input_ids"]


def text_features(model, ids):
    return F.normalize(model.text_projection(model.text_model(input_ids=ids).pooler_output).float(), dim=-1)


def image_features(model, pixels):
    return F.normalize(model.visual_projection(model.vision_model(pixel_values=pixels).pooler_output).float(), dim=-1)


def targets_for(labels):
    """(images, texts) of 0/1: a class for an object, every true noun for a background."""
    noun = {n: len(CLASSES) + i for i, n in enumerate(texts.NOUNS)}
    kinds = list(KINDS)
    target = torch.zeros(len(labels), len(CLASSES) + len(noun))
    for row, label in enumerate(labels):
        if label > 0:
            target[row, label - 1] = 1
        else:
            for n in KINDS[kinds[-1 - label]][1]:
                target[row, noun[n]] = 1
    return target


def multi_positive(logits, target):
    """-log of the probability mass on the positives, averaged over rows that have one."""
    rows = target.sum(1) > 0
    picked = logits[rows].masked_fill(target[rows] == 0, -1e4)
    return (logits[rows].logsumexp(1) - picked.logsumexp(1)).mean()


def caption_loss(scale, images, captions):
    logits = scale * images @ captions.T
    same = torch.arange(len(logits))
    return (F.cross_entropy(logits, same) + F.cross_entropy(logits.T, same)) / 2


def batches(arrays, rest, rng):
    crops, wholes = arrays
    labels = np.array(rest["labels"])
    objects, empty = np.nonzero(labels > 0)[0], np.nonzero(labels < 0)[0]
    while True:
        rows = np.sort(np.concatenate([rng.choice(objects, OBJECTS), rng.choice(empty, BACKGROUNDS)]))
        scenes = np.sort(rng.choice(len(wholes), WHOLES, replace=False))
        pictures = np.concatenate([crops[rows], wholes[scenes]])
        flip = rng.random(len(pictures)) < 0.3
        pictures[flip] = pictures[flip, :, ::-1]
        captions = [rest["captions"][s][rng.integers(len(rest["captions"][s]))] for s in scenes]
        prompts = [texts.class_phrase(rng, c) for c in CLASSES] + [texts.noun_phrase(rng, n) for n in texts.NOUNS]
        yield normalise(pictures), labels[rows], prompts, captions


def train(work, tokenizer, steps, seed, rate=1e-3, report=None):
    torch.manual_seed(seed)
    rest, arrays = data.load(work, "clip", ("clip-crops", "clip-scenes"))
    model = build(tokenizer).train()
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}],
                                  lr=rate, betas=(0.9, 0.98))
    warm = max(1, min(150, steps // 10))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(
        1.0, (s + 1) / warm) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, s / steps))))
    source, began = batches(arrays, rest, np.random.default_rng(seed)), time.time()
    for step in range(steps):
        pixels, labels, prompts, captions = next(source)
        with torch.autocast("cpu", torch.bfloat16):
            images = image_features(model, pixels)
            phrases = text_features(model, tokens(tokenizer, prompts))
            described = text_features(model, tokens(tokenizer, captions))
        scale = model.logit_scale.exp()
        regions, wholes = images[:len(labels)], images[len(labels):]
        logits, target = scale * regions @ phrases.T, targets_for(labels)
        region_loss = multi_positive(logits, target) + 0.5 * multi_positive(logits.T, target.T)
        loss = region_loss + CAPTION_WEIGHT * caption_loss(scale, wholes, described)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        with torch.no_grad():
            model.logit_scale.clamp_(max=math.log(100))
        if step % 25 == 0 or step == steps - 1:
            hit = (target.gather(1, logits.argmax(1, keepdim=True)) > 0).float().mean()
            print(f"clip step {step} loss {loss.item():.3f} region {region_loss.item():.3f} batch top-1 {hit:.3f} "
                  f"scale {scale.item():.1f} {time.time() - began:.0f}s", flush=True)
        if report and step and step % 400 == 0:
            model.eval()
            report(model)
            model.train()
    return model.eval()
