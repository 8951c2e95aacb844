"""The proposer's shape and the weights it starts from."""

import math

import torch
from transformers import Owlv2Config, Owlv2ForObjectDetection

from train.export import normalise

IMAGE, PATCH = 256, 16
OFFSETS = {layer: tuple((r * dx, r * dy) for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)))
           for layer, r in ((1, 1), (2, 2))}       # the other layers start by looking everywhere
LOOK_GAIN = 1.4


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
