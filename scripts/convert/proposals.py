#!/usr/bin/env python3
"""Convert pickled proposals to JSON lines. Usage: proposals.py FILE_OR_FOLDER... OUT.jsonl

A folder stands for its .pkl files in the order of their names.

Reads pickles and files of torch.save: detectron2's proposal files (`boxes`, `objectness_logits`,
`ids`, `bbox_mode`), MAVL's (`{stem: (boxes, scores)}`), a detector's outputs with the names of their
images (`{name: {"boxes": ..., "scores": ...}}`, or a list of such with `image_id` or `file_name`), and
object-centric-ovd's, one pickle for each image (a list of `(box, embedding)`, best first, or
`{class: (boxes, scores)}`), these two named after their images.
A line is `{"image_id": 139, "boxes": [[x1, y1, x2, y2], ...], "logits": [...]}`, or `image` and
`scores`. Needs numpy; nothing in a pickle is executed.
"""

import json
import os
import sys

import numpy as np

import checkpoint_file
import restricted_pickle
from restricted_pickle import RefusedPickle

# What to do about outputs that do not say which image each is of.
NAMELESS = """the outputs do not say which image each is of; write JSON lines where the names are known:
    import json
    with open("proposals.jsonl", "w") as out:
        for name, found in zip(names, outputs):
            line = {"image": name, "boxes": found["boxes"].tolist(), "scores": found["scores"].tolist()}
            out.write(json.dumps(line) + "\\n")"""

XYXY, XYWH = 0, 1  # detectron2's BoxMode


def load(file):
    start = file.read(4)
    file.seek(0)
    if start == b"PK\x03\x04":
        return checkpoint_file.zip_root(file)
    if start[:1] not in (b"\x80", b"(", b"]", b"}", b"c"):
        raise RefusedPickle("it is neither a pickle nor a file of torch.save")
    return restricted_pickle.load(file)


def floats(value, what):
    """Numbers of an array, a tensor or nested lists as float64; shape as the file has it."""
    if isinstance(value, (restricted_pickle.Array, restricted_pickle.Tensor)):
        value = value.values()
    elif isinstance(value, (list, tuple)):
        value = [floats(item, what) for item in value]
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        raise RefusedPickle(f"{what}: a {type(value).__name__} where numbers are expected")
    try:
        array = np.asarray(value, np.float64)
    except ValueError as error:
        raise RefusedPickle(f"{what}: rows of different lengths") from error
    return array


def boxes_of(value, what, mode=XYXY):
    boxes = floats(value, what)
    if boxes.size == 0:
        return np.zeros((0, 4))
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        raise RefusedPickle(f"{what}: boxes of shape {boxes.shape}, expected [n, 4]")
    if mode == XYWH:
        boxes = np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)
    return boxes


def record(name, boxes, scores, kind):
    """One line; `name` is an integer id or a file's name."""
    what = f"image {name!r}"
    if scores is not None:
        scores = floats(scores, what).reshape(-1)
        if len(scores) != len(boxes):
            raise RefusedPickle(f"{what}: {len(boxes)} boxes and {len(scores)} scores")
    line = {"image_id" if isinstance(name, int) else "image": name, "boxes": boxes.tolist()}
    if scores is not None:
        line[kind] = scores.tolist()
    return line


def detectron2(root):
    mode = root.get("bbox_mode", XYXY)
    if mode not in (XYXY, XYWH):
        raise RefusedPickle(f"bbox_mode {mode!r}, expected 0 (xyxy) or 1 (xywh)")
    ids = root["ids"] if "ids" in root else root["indexes"]
    logits = root["objectness_logits"] if "objectness_logits" in root else root["scores"]
    if not len(ids) == len(root["boxes"]) == len(logits):
        raise RefusedPickle("ids, boxes and logits of different lengths")
    for name, boxes, values in zip(ids, root["boxes"], logits):
        name = name.values().item() if isinstance(name, restricted_pickle.Array) else name
        yield record(name, boxes_of(boxes, f"image {name!r}", mode), values, "logits")


def is_output(value):
    """Whether it is what a detector gives for one image."""
    return isinstance(value, dict) and "boxes" in value


def output(name, found):
    """The line of a detector's output; its labels count for nothing."""
    if isinstance(name, (restricted_pickle.Array, restricted_pickle.Tensor)):
        name = name.values().reshape(-1).tolist()
        name = name[0] if len(name) == 1 else name
    if isinstance(name, bool) or not isinstance(name, (int, str)):
        raise RefusedPickle(f"an image called {name!r}, expected a number or a text")
    what = f"image {name!r}"
    for key, kind in (("scores", "scores"), ("logits", "logits"), ("objectness_logits", "logits")):
        if key in found:
            return record(name, boxes_of(found["boxes"], what), found[key], kind)
    return record(name, boxes_of(found["boxes"], what), None, None)


def named_output(found):
    for key in ("image_id", "file_name", "image"):
        if key in found:
            return output(found[key], found)
    raise RefusedPickle(NAMELESS)


def is_pair(value):
    return isinstance(value, (list, tuple)) and len(value) == 2


def records(path):
    """The lines of one file."""
    with open(path, "rb") as file:
        yield from lines(load(file), path)


def lines(root, path):
    stem = os.path.splitext(os.path.basename(path))[0]
    if isinstance(root, dict) and root and all(map(is_output, root.values())):
        for name, found in root.items():
            yield output(name, found)
    elif isinstance(root, list) and root and all(map(is_output, root)):
        for found in root:
            yield named_output(found)
    elif is_output(root) and not {"ids", "indexes"} & root.keys():
        yield named_output(root)
    elif is_output(root):
        yield from detectron2(root)
    elif isinstance(root, dict) and all(map(is_pair, root.values())):
        # Classes of one image are numbers or `salient`; a file of many images has their names.
        if all(isinstance(key, int) or key == "salient" for key in root):
            # One line for the image; one without classes has no boxes.
            whole = record(stem, np.zeros((0, 4)), [], "scores")
            for boxes, scores in root.values():
                part = record(stem, boxes_of(boxes, stem), scores, "scores")
                whole["boxes"] += part["boxes"]
                whole["scores"] += part["scores"]
            yield whole
        else:
            for name, (boxes, scores) in root.items():
                yield record(str(name), boxes_of(boxes, str(name)), scores, "scores")
    elif isinstance(root, list) and all(map(is_pair, root)):
        # The file is sorted by a score that it does not hold: ranks keep the order.
        ranks = [1 - rank / (len(root) + 1) for rank in range(len(root))]
        yield record(stem, boxes_of([box for box, _ in root], stem), ranks, "scores")
    else:
        raise RefusedPickle(
            "it holds neither detectron2's proposals, nor MAVL's {image: (boxes, scores)}, nor a "
            "detector's {image: {boxes, scores}}, nor object-centric-ovd's boxes of one image")


def pickles(source):
    """The files that a source stands for."""
    if not os.path.isdir(source):
        return [source]
    names = sorted(name for name in os.listdir(source) if name.endswith(".pkl"))
    if not names:
        raise FileNotFoundError(f"{source}: a folder without .pkl files")
    return [os.path.join(source, name) for name in names]


def mistake(sources, target):
    """Why `target` cannot be meant as the file to write, if so."""
    if target.lower().endswith((".pkl", ".pickle", ".pth")):
        return f"{target}: the last argument is the file to write, and this is a pickle's name"
    for source in sources:
        if os.path.exists(target) and os.path.exists(source) and os.path.samefile(source, target):
            return f"{target}: it is one of the sources and would be overwritten"
    return None


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 64
    *sources, target = arguments
    path = sources[0]
    try:
        sources = [file for source in sources for file in pickles(source)]
    except OSError as error:
        print(error, file=sys.stderr)
        return 66
    if text := mistake(sources, target):
        print(text, file=sys.stderr)
        return 64
    temporary = f"{target}.tmp-{os.getpid()}"
    images = boxes = 0
    try:
        with open(temporary, "x", encoding="utf-8") as out:
            for path in sources:
                for line in records(path):
                    out.write(json.dumps(line) + "\n")
                    images += 1
                    boxes += len(line["boxes"])
        os.replace(temporary, target)
    except RefusedPickle as error:
        print(f"{path}: refused: {error}", file=sys.stderr)
        return 65
    except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError,
            RecursionError) as error:
        # What a pickle holds at a place where something else is expected.
        print(f"{path}: refused: {type(error).__name__}: {error}", file=sys.stderr)
        return 65
    except (FileNotFoundError, IsADirectoryError) as error:
        print(error, file=sys.stderr)
        return 66
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)
    print(f"{target}: {boxes} boxes of {images} images")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
