"""python -m pseudobox_reader DATASET: checks every record and prints a summary."""

import sys

from .errors import IncompleteError
from .folder import Dataset


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 64
    data = Dataset(arguments[0], partial=True)
    regions = rejected = 0
    for image in data:
        regions += len(image.boxes)
        rejected += image.reason is not None
    print(f"{len(data)} images in {len(data.names)} shards, {regions} regions, {rejected} rejected")
    for name in data.label_sets():
        labels = data.labels(name)
        boxes = sum(len(image.class_box_scores) for image in labels)
        print(f"labels {name}: {len(labels)} images, {boxes} class boxes")
    try:
        Dataset(arguments[0])
    except IncompleteError as error:
        print(error, file=sys.stderr)
        return 65
    return 0


if __name__ == "__main__":
    sys.exit(main())
