"""Train the two bundled small models from generated scenes.

    python3 scripts/train/train_small_models.py --work /tmp/small-models --out pipelines/bundled/models

Steps run in order: scenes, tokenizer, clip, proposer.  Everything is seeded;
scene seeds differ from those of the bundled sample and of evaluate.py.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scenes.classes import BASE, CLASSES
from train import clip, data, export, starts, texts
from train.tokenizer import learn_merges, write_tokenizer

CLIP_SEED, PROPOSER_SEED = 11, 12       # scene seeds; bundled sample: 2024, evaluation: 909 and 4242
MERGES = 700


def make_tokenizer(work, out):
    rest, _ = data.load(work, "clip", ())
    corpus = texts.vocabulary_corpus(np.random.default_rng(5), [c for cs in rest["captions"][:4000] for c in cs])
    merges = learn_merges(corpus, MERGES)
    write_tokenizer(out / "small-owlv2", merges, 16)
    return write_tokenizer(out / "small-clip", merges, clip.CONTEXT)


def trained_on(folder, classes, scenes):
    export.write_json(folder / "trained_on.json", {"classes": [c.name for c in classes], "scenes": scenes})


def train_clip(options):
    from train.evaluate import clip_quick
    out = options.out / "small-clip"
    tokenizer = load_tokenizer(out)

    def report(model):                     # a run that is cut short still leaves a usable folder
        print(clip_quick(model, tokenizer), flush=True)
        export.save_config(model, out, "CLIPModel")
        export.save_weights(model, out)

    report(clip.train(options.work, tokenizer, options.clip_steps, seed=1, report=report))
    export.write_json(out / "preprocessor_config.json", export.clip_preprocessor(clip.IMAGE))
    trained_on(out, CLASSES, {"generator": "scripts/scenes", "seed": CLIP_SEED, "count": options.clip_scenes, "split": "all"})


def train_proposer(options):
    from train import proposer
    from train.evaluate import proposer_quick
    out = options.out / "small-owlv2"

    def report(model):                     # a run that is cut short still leaves a usable folder
        print(proposer_quick(model), flush=True)
        export.save_config(model, out, "Owlv2ForObjectDetection")
        export.save_weights(model, out)

    tokenizer = load_tokenizer(out)
    kept = lambda number: options.work / f"proposer-stage-{number}"
    for number, stage in enumerate(proposer.STAGES, 1):
        if number < options.first_stage:
            continue
        model = proposer.train(options.work, tokenizer, stage, start=kept(number - 1) if number > 1 else None, report=report)
        kept(number).mkdir(exist_ok=True)
        export.save_config(model, kept(number), "Owlv2ForObjectDetection")
        export.save_weights(model, kept(number))
        report(model)
    export.write_json(out / "preprocessor_config.json", export.owlv2_preprocessor(starts.IMAGE))
    trained_on(out, BASE, {"generator": "scripts/scenes", "seed": PROPOSER_SEED, "count": options.proposer_scenes, "split": "base"})


def load_tokenizer(folder):
    from transformers import CLIPTokenizer
    return CLIPTokenizer.from_pretrained(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for the cached training arrays (about 6 GB)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", nargs="+", default=["scenes", "tokenizer", "clip", "proposer"])
    parser.add_argument("--clip-scenes", type=int, default=12000)
    parser.add_argument("--proposer-scenes", type=int, default=14000)
    parser.add_argument("--clip-steps", type=int, default=1800)
    parser.add_argument("--first-stage", type=int, default=1, help="the proposer's stage to go on from; the one before is read from --work")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if "scenes" in options.steps or "clip-scenes" in options.steps:
        data.build_clip(options.work, CLIP_SEED, options.clip_scenes)
    if "scenes" in options.steps or "proposer-scenes" in options.steps:
        data.build_proposer(options.work, PROPOSER_SEED, options.proposer_scenes, starts.IMAGE)
    if "tokenizer" in options.steps:
        make_tokenizer(options.work, options.out)
    if "clip" in options.steps:
        train_clip(options)
    if "proposer" in options.steps:
        train_proposer(options)


if __name__ == "__main__":
    main()
