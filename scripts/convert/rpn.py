#!/usr/bin/env python3
"""Convert the region proposal network of a detector's checkpoint to a folder that Pseudobox reads.

Usage: scripts/convert/rpn.py CHECKPOINT FOLDER [options]

CHECKPOINT is a .pth or .pkl of torchvision's fasterrcnn_resnet50_fpn or _v2, of a detectron2
R50-FPN or R50-C4 (Faster, Mask R-CNN or RPN alone), or one of RegionCLIP's rpn_* files; which one is
seen by its names. FOLDER gets model.safetensors and config.json: the kind, every setting as the
source project has it, and the SHA-256 of CHECKPOINT. Heads behind the proposals are left out.

Nothing in CHECKPOINT is executed (see restricted_pickle.py). Needs python3 and numpy only.

Settings that a file of weights does not tell are those of the published recipes:
  * torchvision, frozen batch norms: epsilon 0, as for the published weights; for a model that you
    trained from an ImageNet trunk only, say --norm-epsilon 1e-5.
  * detectron2: stride in the 1x1 convolution and BGR, as with the MSRA trunk of its R50 baselines;
    for a torchvision trunk with RGB input say --stride-in 3x3 --pixels rgb.
"""

import argparse
import hashlib
import json
import os
import re
import sys

import checkpoint_file
import safetensors_file
from restricted_pickle import RefusedPickle

FORMAT_VERSION = 1
MODEL_TYPE = "pseudobox_rpn"
IMAGENET_MEAN, IMAGENET_DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
MSRA_MEAN_BGR = [103.530, 116.280, 123.675]
TORCHVISION_MARK = "backbone.body.conv1.weight"
DETECTRON2_FPN_MARK = "backbone.bottom_up.stem.conv1.weight"
DETECTRON2_C4_MARK = "backbone.stem.conv1.weight"

# One pair of patterns a line; what matches none is not part of the proposals.
TORCHVISION_NAMES = [
    (r"backbone\.body\.conv1\.weight", r"stem.conv.weight"),
    (r"backbone\.body\.bn1\.(\w+)", r"stem.norm.\1"),
    (r"backbone\.body\.layer(\d)\.(\d+)\.conv(\d)\.weight", r"stages.\1.\2.conv\3.weight"),
    (r"backbone\.body\.layer(\d)\.(\d+)\.bn(\d)\.(\w+)", r"stages.\1.\2.norm\3.\4"),
    (r"backbone\.body\.layer(\d)\.(\d+)\.downsample\.0\.weight", r"stages.\1.\2.shortcut.weight"),
    (r"backbone\.body\.layer(\d)\.(\d+)\.downsample\.1\.(\w+)", r"stages.\1.\2.shortcut_norm.\3"),
    (r"backbone\.fpn\.inner_blocks\.(\d)\.(?:0\.)?(weight|bias)", r"pyramid.\1.lateral.\2"),
    (r"backbone\.fpn\.inner_blocks\.(\d)\.1\.(\w+)", r"pyramid.\1.lateral_norm.\2"),
    (r"backbone\.fpn\.layer_blocks\.(\d)\.(?:0\.)?(weight|bias)", r"pyramid.\1.output.\2"),
    (r"backbone\.fpn\.layer_blocks\.(\d)\.1\.(\w+)", r"pyramid.\1.output_norm.\2"),
    (r"rpn\.head\.conv\.(?:(\d)\.0\.)?(weight|bias)", r"head.conv\1.\2"),
    (r"rpn\.head\.cls_logits\.(\w+)", r"head.objectness.\1"),
    (r"rpn\.head\.bbox_pred\.(\w+)", r"head.deltas.\1"),
]
DETECTRON2_NAMES = [
    (r"backbone\.(?:bottom_up\.)?stem\.conv1\.weight", r"stem.conv.weight"),
    (r"backbone\.(?:bottom_up\.)?stem\.conv1\.norm\.(\w+)", r"stem.norm.\1"),
    (r"backbone\.(?:bottom_up\.)?res(\d)\.(\d+)\.conv(\d)\.weight", r"stages.\1.\2.conv\3.weight"),
    (r"backbone\.(?:bottom_up\.)?res(\d)\.(\d+)\.conv(\d)\.norm\.(\w+)", r"stages.\1.\2.norm\3.\4"),
    (r"backbone\.(?:bottom_up\.)?res(\d)\.(\d+)\.shortcut\.weight", r"stages.\1.\2.shortcut.weight"),
    (r"backbone\.(?:bottom_up\.)?res(\d)\.(\d+)\.shortcut\.norm\.(\w+)",
     r"stages.\1.\2.shortcut_norm.\3"),
    (r"backbone\.fpn_(lateral|output)(\d)\.(weight|bias)", r"pyramid.\2.\1.\3"),
    (r"backbone\.fpn_(lateral|output)(\d)\.norm\.(\w+)", r"pyramid.\2.\1_norm.\3"),
    (r"proposal_generator\.rpn_head\.conv\.(?:conv(\d)\.)?(weight|bias)", r"head.conv\1.\2"),
    (r"proposal_generator\.rpn_head\.objectness_logits\.(\w+)", r"head.objectness.\1"),
    (r"proposal_generator\.rpn_head\.anchor_deltas\.(\w+)", r"head.deltas.\1"),
]


class UnknownCheckpoint(Exception):
    """The file's tensors are not those of a model that is converted here."""


def without_prefix(tensors):
    """Names as their project has them: no `module.`, no RegionCLIP `offline_`.

    A full RegionCLIP file has a CLIP under `backbone.` beside the `offline_` one; it is left out.
    """
    tensors = {name.removeprefix("module."): array for name, array in tensors.items()}
    offline = {name.removeprefix("offline_"): array for name, array in tensors.items()
               if name.startswith("offline_")}
    return (offline, True) if offline else (tensors, False)


def renamed(tensors, patterns, first_stage, first_level):
    """The proposals' tensors under our names, stages and levels counted from 0, convolutions too."""
    found = {}
    for name, array in tensors.items():
        for pattern, replacement in patterns:
            match = re.fullmatch(pattern, name)
            if not match or name.endswith("num_batches_tracked"):
                continue
            new = match.expand(replacement.replace(r"head.conv\1", "head.conv@"))
            if "@" in new:
                new = new.replace("conv@", f"convolutions.{match.group(1) or 0}")
            new = re.sub(
                r"^(stages|pyramid)\.(\d)",
                lambda m: f"{m[1]}.{int(m[2]) - (first_stage if m[1] == 'stages' else first_level)}",
                new)
            if new in found:
                raise UnknownCheckpoint(f"{name}: a second tensor for {new}")
            found[new] = checkpoint_file.as_float32(name, array)
            break
    return found


def complete_norms(tensors):
    """Statistics that old files leave out because the weights hold them: mean 0, variance 1."""
    for name in [name for name in tensors if re.search(r"norm\d?\.weight$", name)]:
        prefix = name.removesuffix("weight")
        tensors.setdefault(f"{prefix}running_mean", tensors[name] * 0)
        tensors.setdefault(f"{prefix}running_var", tensors[name] * 0 + 1)


def count(tensors, pattern):
    """One more than the highest number that the pattern's group has."""
    numbers = [int(match[1]) for name in tensors if (match := re.fullmatch(pattern, name))]
    return max(numbers) + 1 if numbers else 0


def sizes(tensors):
    """What the shapes tell: widths and numbers of blocks."""
    def side(name):
        if name not in tensors:
            raise UnknownCheckpoint(f"no tensor {name}")
        return tensors[name].shape[0]

    stages = count(tensors, r"stages\.(\d+)\..*")
    trunk = {
        "stem": side("stem.conv.weight"),
        "planes": [side(f"stages.{stage}.0.conv1.weight") for stage in range(stages)],
        "blocks": [count(tensors, rf"stages\.{stage}\.(\d+)\..*") for stage in range(stages)],
    }
    levels = count(tensors, r"pyramid\.(\d+)\..*")
    pyramid = None
    if levels:
        pyramid = {
            "channels": side("pyramid.0.output.weight"),
            "norm_epsilon": 1e-5 if "pyramid.0.output_norm.weight" in tensors else None,
        }
    head = {
        "convolutions": count(tensors, r"head\.convolutions\.(\d+)\..*"),
        "channels": side("head.convolutions.0.weight"),
    }
    return trunk, pyramid, head


def torchvision(tensors, names):
    """fasterrcnn_resnet50_fpn and _v2: settings of torchvision 0.13 and later."""
    # Frozen norms have no count of batches; the published frozen weights go with epsilon 0.
    frozen = "backbone.body.bn1.num_batches_tracked" not in names
    trunk, pyramid, head = sizes(tensors)
    two = head["convolutions"] > 1
    trunk |= {"stride_in": "3x3", "norm_epsilon": 0.0 if frozen else 1e-5}
    return {
        "kind": "torchvision",
        "variant": "fasterrcnn_resnet50_fpn_v2" if two else "fasterrcnn_resnet50_fpn",
        "trunk": trunk, "pyramid": pyramid, "head": head,
        "anchors": {"sizes": [[32], [64], [128], [256], [512]], "ratios": [0.5, 1, 2]},
        "pixels": {
            "order": "rgb", "mean": [255 * v for v in IMAGENET_MEAN],
            "deviation": [255 * v for v in IMAGENET_DEVIATION]},
        "resize": {"shortest": 800, "longest": 1333, "multiple": 32},
        "proposals": {
            "pre_nms": 1000, "post_nms": 1000, "nms_iou": 0.7, "min_size": 1e-3},
    }


def detectron2(tensors, is_offline):
    """R50-FPN and R50-C4, and RegionCLIP's offline networks: detectron2's base configurations."""
    trunk, pyramid, head = sizes(tensors)
    trunk |= {"stride_in": "1x1", "norm_epsilon": 1e-5}
    sides = [32, 64, 128, 256, 512]
    return {
        "kind": "detectron2",
        "variant": ("R50-FPN" if pyramid else "R50-C4")
        + (", normalised pyramid" if pyramid and pyramid["norm_epsilon"] else "")
        + (", RegionCLIP's offline network" if is_offline else ""),
        "trunk": trunk, "pyramid": pyramid, "head": head,
        "anchors": {"sizes": [[s] for s in sides] if pyramid else [sides], "ratios": [0.5, 1, 2]},
        "pixels": {"order": "bgr", "mean": MSRA_MEAN_BGR, "deviation": [1, 1, 1]},
        "resize": {"shortest": 800, "longest": 1333, "multiple": 32 if pyramid else 1},
        "proposals": {
            "pre_nms": 1000 if pyramid else 6000, "post_nms": 1000, "nms_iou": 0.7, "min_size": 0},
    }


def converted(tensors):
    """Tensors under our names and the configuration without its source."""
    tensors, is_offline = without_prefix(tensors)
    if TORCHVISION_MARK in tensors:
        found = renamed(tensors, TORCHVISION_NAMES, first_stage=1, first_level=0)
        complete_norms(found)
        configuration = torchvision(found, tensors)
    elif DETECTRON2_FPN_MARK in tensors or DETECTRON2_C4_MARK in tensors:
        found = renamed(tensors, DETECTRON2_NAMES, first_stage=2, first_level=2)
        if DETECTRON2_C4_MARK in tensors:
            # res5 belongs to the C4's box head.
            found = {name: array for name, array in found.items() if not name.startswith("stages.3.")}
        complete_norms(found)
        configuration = detectron2(found, is_offline)
    else:
        some = ", ".join(sorted(tensors)[:5])
        raise UnknownCheckpoint(
            f"expected {TORCHVISION_MARK}, {DETECTRON2_FPN_MARK} or {DETECTRON2_C4_MARK}; "
            f"found {len(tensors)} others, for example {some}")
    for name in ("head.objectness.weight", "head.deltas.weight"):
        if name not in found:
            raise UnknownCheckpoint(f"a trunk, but no region proposal network: no {name}")
    return found, configuration


class ForeignFolder(Exception):
    """The folder to make holds something that is not a conversion's."""


def is_converted(folder):
    """Whether the folder holds an earlier conversion; refuses another model's."""
    path = f"{folder}/config.json"
    try:
        with open(path, encoding="utf-8") as file:
            configuration = json.load(file)
    except FileNotFoundError:
        return False
    except ValueError:
        configuration = None
    if not isinstance(configuration, dict) or configuration.get("model_type") != MODEL_TYPE:
        raise ForeignFolder(f"{path} is that of another model; give a folder of its own")
    return True


def digest(path):
    """SHA-256 of a file, in hexadecimal."""
    hasher = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            hasher.update(block)
    return hasher.hexdigest()


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0], epilog="See the head of this file for what is assumed.")
    parser.add_argument("checkpoint", help=".pth or .pkl file")
    parser.add_argument("folder", help="folder to make")
    parser.add_argument("--stride-in", choices=["1x1", "3x3"], help="which convolution halves a map")
    parser.add_argument("--pixels", choices=["rgb", "bgr"], help="order of the channels")
    parser.add_argument("--norm-epsilon", type=float, help="epsilon of the trunk's batch norms")
    parser.add_argument(
        "--trained-on", metavar="FILE",
        help="names of the classes with boxes that the model was trained on, one a line; the report "
        "warns of novel classes among them")
    return parser.parse_args()


def convert(checkpoint, folder, options):
    is_second = is_converted(folder)
    classes = None
    if options.trained_on:
        with open(options.trained_on, encoding="utf-8") as file:
            classes = [line.strip() for line in file if line.strip()]
    tensors, configuration = converted(checkpoint_file.tensors(checkpoint))
    if options.stride_in:
        configuration["trunk"]["stride_in"] = options.stride_in
    if options.norm_epsilon is not None:
        configuration["trunk"]["norm_epsilon"] = options.norm_epsilon
    pixels = configuration["pixels"]
    if options.pixels and options.pixels != pixels["order"]:
        pixels.update(
            order=options.pixels, mean=pixels["mean"][::-1], deviation=pixels["deviation"][::-1])
    configuration = {
        "model_type": MODEL_TYPE, "version": FORMAT_VERSION,
        "source": {"file": os.path.basename(checkpoint), "sha256": digest(checkpoint)},
    } | configuration
    os.makedirs(folder, exist_ok=True)
    safetensors_file.save(tensors, f"{folder}/model.safetensors")
    note = f"{folder}/trained_on.json"
    if classes is not None:
        with open(note, "w", encoding="utf-8") as file:
            json.dump({"classes": classes}, file, indent=2)
    elif is_second and os.path.exists(note):
        # It told of the model that was here before.
        os.remove(note)
    with open(f"{folder}/config.json", "w", encoding="utf-8") as file:
        json.dump(configuration, file, indent=2)
        file.write("\n")
    return configuration, tensors


def main():
    options = arguments()
    try:
        configuration, tensors = convert(options.checkpoint, options.folder, options)
    except ForeignFolder as error:
        sys.exit(f"{options.folder}: refused: {error}")
    except (RefusedPickle, UnknownCheckpoint, OSError) as error:
        sys.exit(f"{options.checkpoint}: refused: {error}")
    floats = sum(array.size for array in tensors.values())
    print(f"{configuration['kind']} {configuration['variant']}: {len(tensors)} tensors, "
          f"{floats} weights -> {options.folder}")


if __name__ == "__main__":
    main()
