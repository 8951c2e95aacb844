"""Reference outputs of the shipped small models, computed by transformers in float32.

    python3 scripts/train/golden.py --models pipelines/bundled/models \\
        --scenes pipelines/bundled/scenes --out Tests/Golden/small-models

Preprocessing is Pillow's: Image.crop with an integer box, resize BICUBIC, /255,
mean and std.  Numbers keep seven significant digits.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from train import data
from train.export import normalise

CLIP_IMAGES, BOXES, OWL_IMAGES, TOP = 6, 3, 2, 20
TEXTS = ("a cat", "cat.", "a photo of a cat.", "a photo of the umbrella.", "there is a dog in the scene.", "Two Red Apples!",
         "two computer mice on a wooden table", "a couch", "sofa", "grass", "a photo of a group.", "an elephant's ear",
         "h\u00e9llo w\u00f6rld", "\u732b", "3 buses, 12 people & a tv", "  spaces   and\ttabs ", "x_y-z...", "",
         "A photo of a backpack, a cake and a trumpet in front of a plain wall on a sunny morning, next to several "
         "very large hamburgers and some other things that do not fit.", "scissors")
QUERIES = ("a photo of a car", "a dog", "broccoli")


def numbers(values):
    return [float(f"{v:.7g}") for v in torch.as_tensor(values).flatten().tolist()]


def pixels(picture, size):
    return normalise(np.asarray(picture.resize((size, size), Image.BICUBIC))[None])


@torch.no_grad()
def clip_reference(folder, scenes, instances):
    from transformers import CLIPModel, CLIPTokenizer
    model = CLIPModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    tokenizer = CLIPTokenizer.from_pretrained(folder)
    size, limit = model.config.vision_config.image_size, model.config.text_config.max_position_embeddings
    regions, texts = [], []
    for image in instances["images"][:CLIP_IMAGES]:
        picture = Image.open(scenes / "images" / image["file_name"]).convert("RGB")
        boxes = [a for a in instances["annotations"] if a["image_id"] == image["id"]][:BOXES]
        for a in boxes:
            x, y, w, h = (int(round(v)) for v in a["bbox"])
            x1, y1, x2, y2 = max(0, x), max(0, y), min(picture.width, x + w), min(picture.height, y + h)
            x_in = pixels(picture.crop((x1, y1, x2, y2)), size)
            embedding = model.visual_projection(model.vision_model(pixel_values=x_in).pooler_output)
            regions.append({"file_name": image["file_name"], "box_xyxy": [x1, y1, x2, y2],
                            "category_id": a["category_id"], "pixel_mean": numbers(x_in.mean())[0],
                            "embedding": numbers(embedding)})
    for text in TEXTS:
        ids = tokenizer(text, truncation=True, max_length=limit)["input_ids"]
        features = model.text_projection(model.text_model(input_ids=torch.tensor([ids])).pooler_output)
        texts.append({"text": text, "ids": ids, "embedding": numbers(features)})
    return {"image_size": size, "context_length": limit, "logit_scale": numbers(model.logit_scale)[0],
            "regions": regions, "texts": texts}


@torch.no_grad()
def owl_reference(folder, scenes, instances):
    from transformers import CLIPTokenizer, Owlv2ForObjectDetection
    model = Owlv2ForObjectDetection.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    tokenizer = CLIPTokenizer.from_pretrained(folder)
    size = model.config.vision_config.image_size
    ids = tokenizer(list(QUERIES), padding="max_length", max_length=16, return_tensors="pt")
    images = []
    for image in instances["images"][:OWL_IMAGES]:
        picture = Image.open(scenes / "images" / image["file_name"]).convert("RGB")
        x_in = pixels(data.pad_square(picture), size)
        out = model(input_ids=ids["input_ids"], attention_mask=ids["attention_mask"], pixel_values=x_in)
        features = out.image_embeds.flatten(1, 2)
        shift, scale = model.class_head.logit_shift(features)[0, :, 0], model.class_head.logit_scale(features)[0, :, 0]
        top = out.objectness_logits[0].argsort(descending=True)[:TOP].tolist()
        patches = [{"index": i, "objectness_logit": numbers(out.objectness_logits[0, i])[0],
                    "box_cxcywh": numbers(out.pred_boxes[0, i])} for i in top]
        for patch in patches[:3]:
            i = patch["index"]
            embedding = out.class_embeds[0, i]
            patch.update(class_embedding_sum=numbers(embedding.sum())[0], class_embedding_norm=numbers(embedding.norm())[0],
                         class_embedding_first8=numbers(embedding[:8]), logit_shift=numbers(shift[i])[0],
                         logit_scale_after_elu_plus_1=numbers(torch.nn.functional.elu(scale[i]) + 1)[0],
                         query_logits=numbers(out.logits[0, i]))
        images.append({"file_name": image["file_name"], "width": picture.width, "height": picture.height,
                       "pixel_mean": numbers(x_in.mean())[0], "patches": patches})
    queries = [{"text": q, "ids": tokenizer(q)["input_ids"], "embedding_normalised": numbers(e)}
               for q, e in zip(QUERIES, out.text_embeds.reshape(len(QUERIES), -1))]
    return {"image_size": size, "grid": size // model.config.vision_config.patch_size, "pad": "bottom and right, black",
            "queries": queries, "images": images}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    instances = json.loads((options.scenes / "instances.json").read_text(encoding="utf-8"))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, make in (("small-clip", clip_reference), ("small-owlv2", owl_reference)):
        content = make(options.models / name, options.scenes, instances)
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        (options.out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}.json: {len(text) / 1024:.0f} KB")


if __name__ == "__main__":
    main()
