"""Write a model folder in the standard layout, weights in half precision."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)


def save_weights(model, folder):
    tensors = {name: value.detach().to(torch.float16).contiguous()
               for name, value in model.state_dict().items() if value.is_floating_point()}
    path = Path(folder) / "model.safetensors"
    save_file(tensors, str(path), metadata={"format": "pt"})
    path.chmod(0o644)


def write_json(path, content):
    Path(path).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def save_config(model, folder, architecture):
    """transformers' own config.json, without what depends on the training run."""
    config = model.config.to_dict()
    for part in (config, config["text_config"], config["vision_config"]):
        for key in ("_name_or_path", "id2label", "label2id", "problem_type", "chunk_size_feed_forward",
                    "is_encoder_decoder", "output_attentions", "output_hidden_states", "return_dict"):
            part.pop(key, None)
    config.update(architectures=[architecture], dtype="float16")
    write_json(Path(folder) / "config.json", config)


def clip_preprocessor(size):
    return {"image_processor_type": "CLIPImageProcessor", "do_resize": True, "size": {"shortest_edge": size},
            "do_center_crop": True, "crop_size": {"height": size, "width": size}, "resample": 3,
            "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True,
            "image_mean": MEAN, "image_std": STD, "do_convert_rgb": True}


def owlv2_preprocessor(size):
    return {"image_processor_type": "Owlv2ImageProcessor", "do_pad": True, "pad_value": 0.0, "do_resize": True,
            "size": {"height": size, "width": size}, "resample": 3, "do_rescale": True,
            "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": MEAN, "image_std": STD,
            "processor_class": "Owlv2Processor"}


def normalise(pictures):
    """uint8 (B, H, W, 3) -> CLIP-normalised float (B, 3, H, W)."""
    x = torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 255
    return (x - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(STD).view(1, 3, 1, 1)
