"""What the training codes do with the files that `pseudobox export` writes, written down again.

Each function reads an export as its consumer does (indexing, types, what fails on what) and gives the
values back. The packages that install from PyPI are used themselves; detectron2, RegionCLIP,
object-centric-ovd and Detic are transcribed, since they do not.
"""

import base64
import json
import pickle

import numpy as np


def stem_of_path(file_name):
    """object-centric-ovd: the key of an image's pickle."""
    return file_name.split(".")[0].split("/")[-1]


def stem_of_name(file_name):
    """RegionCLIP: the base name up to its first dot."""
    return file_name.split("/")[-1].split(".")[0]


def load_proposals_into_dataset(dataset_dicts, path):
    """detectron2: joins a proposal file with a data set; every image must be there."""
    with open(path, "rb") as file:
        proposals = pickle.load(file, encoding="latin1")
    for old, new in {"indexes": "ids", "scores": "objectness_logits"}.items():
        if old in proposals:
            proposals[new] = proposals.pop(old)
    wanted = {str(record["image_id"]) for record in dataset_dicts}
    places = {str(id): i for i, id in enumerate(proposals["ids"]) if str(id) in wanted}
    mode = proposals.get("bbox_mode", 0)
    for record in dataset_dicts:
        i = places[str(record["image_id"])]
        boxes = proposals["boxes"][i]
        logits = proposals["objectness_logits"][i]
        order = logits.argsort()[::-1]
        record["proposal_boxes"] = boxes[order]
        record["proposal_objectness_logits"] = logits[order]
        record["proposal_bbox_mode"] = mode
    return dataset_dicts


def transform_proposals(record, size, topk, torch, scale=1.0):
    """detectron2: what the mapper makes of one record: scale, clip, drop empty boxes, first topk."""
    boxes = record.pop("proposal_boxes").astype("float64")
    assert record.pop("proposal_bbox_mode") == 0
    boxes = torch.as_tensor((boxes * scale).astype("float32"))
    logits = torch.as_tensor(record.pop("proposal_objectness_logits").astype("float32"))
    height, width = size
    boxes[:, 0::2] = boxes[:, 0::2].clamp(0, width * scale)
    boxes[:, 1::2] = boxes[:, 1::2].clamp(0, height * scale)
    keep = ((boxes[:, 2] - boxes[:, 0]) > 0) & ((boxes[:, 3] - boxes[:, 1]) > 0)
    return boxes[keep][:topk], logits[keep][:topk]


def apply_box(box, scale):
    """fvcore: a transform of boxes, in place on the array that it is given."""
    coordinates = np.asarray(box).reshape(-1, 4).copy()
    coordinates[:, :] = coordinates * scale
    return coordinates


def map_rkd(file_name, folder, image_shape, top_n, torch, scale=1.0):
    """object-centric-ovd `CustomDatasetMapper`: boxes [n, 4] and embeddings [n, size]."""
    with open(f"{folder}/{stem_of_path(file_name)}.pkl", "rb") as file:
        features = pickle.load(file)
    boxes, embeddings = [], []
    for place in range(len(features)):
        box = apply_box(np.array([features[place][0]]), scale)[0].clip(min=0).tolist()
        boxes.append(np.minimum(box, list(image_shape + image_shape)[::-1]))
        embeddings.append(features[place][1])
    boxes = torch.tensor(np.array(boxes[:top_n]))
    return boxes, torch.cat(embeddings[:top_n], 0)


def map_pis(record, folder, image_shape, category_to_contiguous, torch, scale=1.0):
    """object-centric-ovd `CustomDatasetMapperMix`: the first box of every label."""
    with open(f"{folder}/{stem_of_path(record['file_name'])}.pkl", "rb") as file:
        detections = pickle.load(file)
    boxes, scores, ordered = [], [], {}
    for key in detections.keys():
        box, score = detections[key]
        box = apply_box(np.array([box[0]]), scale)[0].clip(min=0).tolist()
        box = np.minimum(box, list(image_shape + image_shape)[::-1])
        boxes.append(box)
        scores.append(score[0])
        ordered["salient" if key == "salient" else category_to_contiguous[key]] = box, score
    targets = list(ordered)
    for label in record["pos_category_ids"]:
        targets.index(category_to_contiguous[label])  # fails on a label without a box
    return torch.tensor(np.array(boxes)), torch.tensor(np.array(scores)), ordered


def zero_shot_weight(path, torch):
    """Detic `ZeroShotClassifier`: [size, classes + 1], unit columns, the last one zero."""
    weight = torch.tensor(np.load(path), dtype=torch.float32).permute(1, 0).contiguous()
    weight = torch.cat([weight, weight.new_zeros((weight.shape[0], 1))], dim=1)
    return torch.nn.functional.normalize(weight, p=2, dim=0)


def class_frequency(path, power, torch):
    """Detic `load_class_freq`: counts in order of ids."""
    with open(path) as file:
        info = json.load(file)
    counts = [row["image_count"] for row in sorted(info, key=lambda row: row["id"])]
    return torch.tensor(counts).float() ** power


class TSVFile:
    """RegionCLIP: random access to the rows of a TSV through its `.lineidx`."""

    def __init__(self, path):
        self.rows = open(path)
        with open(path.removesuffix(".tsv") + ".lineidx") as file:
            self.offsets = [int(line.strip()) for line in file]

    def __len__(self):
        return len(self.offsets)

    def __del__(self):
        self.rows.close()

    def __getitem__(self, index):
        self.rows.seek(self.offsets[index])
        return [column.strip() for column in self.rows.readline().split("\t")]


def image_text_pairs(folder):
    """RegionCLIP `CLIPImgTxtPairTSVDataset`: key, encoded image, captions."""
    images, texts = TSVFile(f"{folder}/images.tsv"), TSVFile(f"{folder}/text.tsv")
    assert len(images) == len(texts)
    for index in range(len(images)):
        (key, image), (text_key, text) = images[index], texts[index]
        assert key == text_key
        captions = json.loads(text)["captions"]
        assert captions, "random.choice of nothing"
        yield key, base64.b64decode(image), captions


def noun_names(path):
    """RegionCLIP `get_cls_names`: what stands before the first comma of each line."""
    with open(path) as file:
        return [row.strip().split(",")[0] for row in file]


def lvis_file_name(image_root, image):
    """detectron2 `load_lvis_json`: the path is made of the address's last two parts."""
    folder, name = image["coco_url"].split("/")[-2:]
    return image_root + folder + "/" + name


def check_lvis_annotations(annotations):
    """detectron2 `load_lvis_json`: every annotation has polygons of at least three points."""
    for annotation in annotations:
        polygons = annotation["segmentation"]
        valid = [polygon for polygon in polygons if len(polygon) % 2 == 0 and len(polygon) >= 6]
        assert len(polygons) == len(valid) > 0
    ids = [annotation["id"] for annotation in annotations]
    assert len(set(ids)) == len(ids)
