#!/usr/bin/env python3
"""Make Tests/Golden/rpn: narrow random region proposal networks and what their projects propose.

Usage: scripts/golden/rpn.py [--true-size FOLDER IMAGE...]
Needs torch, torchvision (with its compiled operators), numpy, Pillow and safetensors.

torchvision's networks are built of its own modules and run by its own code; for detectron2's this
file has a transcription of what its base configurations say, in plain torch and torchvision's
operators. Each is saved as its project saves it, converted by scripts/convert/rpn.py, and run on a
picture; the picture, boxes and scores lie beside the converted network in expected.safetensors.
With --true-size the networks have their true widths, the true input size, and go with the outputs
for the images to FOLDER; PSEUDOBOX_RPN_REFERENCE=FOLDER swift test --filter RPNReference compares.
"""

import argparse
import json
import math
import pathlib
import pickle
import subprocess
import sys
import tempfile

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from PIL import Image
from safetensors.torch import save_file
from torch import nn
from torchvision.models.detection import FasterRCNN
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import BackboneWithFPN
from torchvision.models.detection.rpn import RPNHead, concat_box_prediction_layers
from torchvision.models.detection.transform import resize_boxes
from torchvision.models.resnet import Bottleneck, ResNet
from torchvision.ops import FrozenBatchNorm2d
from torchvision.ops.feature_pyramid_network import LastLevelMaxPool

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests" / "Golden" / "rpn"


class Sizes:
    """Widths and input size."""

    def __init__(self, is_true):
        self.stem = 64 if is_true else 6
        self.planes = [64, 128, 256, 512] if is_true else [4, 6, 8, 10]
        self.blocks = [3, 4, 6, 3] if is_true else [1, 2, 1, 1]
        self.pyramid = 256 if is_true else 12
        self.shortest, self.longest = (800, 1333) if is_true else (160, 250)


def randomise(model, seed):
    """Weights and statistics of a plausible size."""
    generator = torch.Generator().manual_seed(seed)

    def noise(tensor):
        return torch.randn(tensor.shape, generator=generator)

    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if name.endswith("running_var"):
                tensor.copy_(0.5 + noise(tensor).abs())
            elif name.endswith("running_mean"):
                tensor.copy_(0.1 * noise(tensor))
            elif tensor.dim() == 4:
                tensor.copy_(1.4 * noise(tensor) * tensor[0].numel() ** -0.5)
            elif tensor.dim() == 1 and name.endswith("weight"):
                tensor.copy_(1 + 0.1 * noise(tensor))
            elif tensor.dim() == 1:
                tensor.copy_(0.1 * noise(tensor))
    return model.eval()


def calibrate(model, head, logits, deltas, run):
    """Scales the last convolutions so that logits and changes of boxes spread as trained ones."""
    for convolution, deviation in ((getattr(head, logits), 2.0), (getattr(head, deltas), 0.3)):
        seen = []
        hook = convolution.register_forward_hook(lambda _m, _i, out: seen.append(out.flatten()))
        with torch.no_grad():
            run()
            hook.remove()
            values = torch.cat(seen)
            convolution.weight.mul_(deviation / values.std())
            convolution.bias.sub_(values.mean()).mul_(deviation / values.std())
    return model


# torchvision


def torchvision_network(sizes, is_v2, seed):
    norm = nn.BatchNorm2d if is_v2 else FrozenBatchNorm2d
    body = ResNet(Bottleneck, [1, 1, 1, 1], norm_layer=norm)
    body.inplanes = sizes.stem
    body.conv1 = nn.Conv2d(3, sizes.stem, 7, 2, 3, bias=False)
    body.bn1 = norm(sizes.stem)
    for stage, (planes, blocks) in enumerate(zip(sizes.planes, sizes.blocks)):
        layer = body._make_layer(Bottleneck, planes, blocks, stride=1 if stage == 0 else 2)
        setattr(body, f"layer{stage + 1}", layer)
    del body.fc
    channels = [4 * planes for planes in sizes.planes]
    backbone = BackboneWithFPN(
        body, {f"layer{i + 1}": str(i) for i in range(4)}, channels, sizes.pyramid,
        extra_blocks=LastLevelMaxPool(), norm_layer=nn.BatchNorm2d if is_v2 else None)
    anchors = AnchorGenerator(
        tuple((side,) for side in (32, 64, 128, 256, 512)), ((0.5, 1.0, 2.0),) * 5)
    model = FasterRCNN(
        backbone, 2, rpn_anchor_generator=anchors,
        rpn_head=RPNHead(sizes.pyramid, 3, conv_depth=2 if is_v2 else 1),
        min_size=sizes.shortest, max_size=sizes.longest)
    if not is_v2:
        # What fasterrcnn_resnet50_fpn(weights=COCO_V1) does.
        for module in model.modules():
            if isinstance(module, FrozenBatchNorm2d):
                module.eps = 0.0
    model.roi_heads = nn.Identity()
    return randomise(model, seed)


def torchvision_proposals(model, image):
    """Boxes in original pixels and probabilities, by torchvision's own modules."""
    pixels = torch.from_numpy(np.array(image)).permute(2, 0, 1).float().div(255)
    images, _ = model.transform([pixels])
    features = list(model.backbone(images.tensors).values())
    logits, deltas = model.rpn.head(features)
    anchors = model.rpn.anchor_generator(images, features)
    counts = [level[0].numel() for level in logits]
    logits, deltas = concat_box_prediction_layers(logits, deltas)
    boxes = model.rpn.box_coder.decode(deltas, anchors).view(1, -1, 4)
    boxes, scores = model.rpn.filter_proposals(boxes, logits, images.image_sizes, counts)
    # The public way gives the boxes only; they must be these.
    again, _ = model.rpn(images, dict(enumerate(features)))
    assert torch.equal(again[0], boxes[0])
    size = images.image_sizes[0]
    return resize_boxes(boxes[0], size, (image.height, image.width)), scores[0]


# detectron2, transcribed


class Normed(nn.Conv2d):
    """A convolution with a frozen norm, named as detectron2 names the pair."""

    def __init__(self, inputs, outputs, side, stride=1):
        super().__init__(inputs, outputs, side, stride, side // 2, bias=False)
        self.norm = FrozenBatchNorm2d(outputs, eps=1e-5)

    def forward(self, x):
        return self.norm(super().forward(x))


class Block(nn.Module):
    """MSRA's bottleneck: the first convolution has the stride."""

    def __init__(self, inputs, planes, stride):
        super().__init__()
        self.shortcut = Normed(inputs, 4 * planes, 1, stride) if inputs != 4 * planes else None
        self.conv1 = Normed(inputs, planes, 1, stride)
        self.conv2 = Normed(planes, planes, 3)
        self.conv3 = Normed(planes, 4 * planes, 1)

    def forward(self, x):
        inner = self.conv3(F.relu(self.conv2(F.relu(self.conv1(x)))))
        return F.relu(inner + (self.shortcut(x) if self.shortcut else x))


class Trunk(nn.Module):
    def __init__(self, sizes, stages):
        super().__init__()
        self.stem = nn.Module()
        self.stem.conv1 = Normed(3, sizes.stem, 7, 2)
        inputs, self.names = sizes.stem, []
        for stage in range(stages):
            blocks = []
            for block in range(sizes.blocks[stage]):
                stride = 2 if stage > 0 and block == 0 else 1
                blocks.append(Block(inputs, sizes.planes[stage], stride))
                inputs = 4 * sizes.planes[stage]
            self.names.append(f"res{stage + 2}")
            setattr(self, self.names[-1], nn.Sequential(*blocks))

    def stages(self, x):
        x = F.max_pool2d(F.relu(self.stem.conv1(x)), 3, 2, 1)
        found = []
        for name in self.names:
            x = getattr(self, name)(x)
            found.append(x)
        return found


class Pyramid(nn.Module):
    def __init__(self, sizes, is_normed):
        super().__init__()
        self.bottom_up = Trunk(sizes, 4)
        for stage in range(4):
            pair = (4 * sizes.planes[stage], 1, "lateral"), (sizes.pyramid, 3, "output")
            for inputs, side, name in pair:
                convolution = Normed(inputs, sizes.pyramid, side) if is_normed else nn.Conv2d(
                    inputs, sizes.pyramid, side, padding=side // 2)
                setattr(self, f"fpn_{name}{stage + 2}", convolution)

    def forward(self, x):
        maps, merged, results = self.bottom_up.stages(x), None, []
        for stage in (5, 4, 3, 2):
            lateral = getattr(self, f"fpn_lateral{stage}")(maps[stage - 2])
            up = 0 if merged is None else F.interpolate(merged, scale_factor=2.0, mode="nearest")
            merged = lateral + up
            results.insert(0, getattr(self, f"fpn_output{stage}")(merged))
        return results + [F.max_pool2d(results[-1], 1, 2)]


class Detectron(nn.Module):
    """The proposal network of R50-FPN, of R50-C4, or with norms and two convolutions."""

    def __init__(self, sizes, kind):
        super().__init__()
        self.sizes, self.is_c4 = sizes, kind == "c4"
        self.backbone = Trunk(sizes, 3) if self.is_c4 else Pyramid(sizes, kind == "lsj")
        width = 4 * sizes.planes[2] if self.is_c4 else sizes.pyramid
        self.sides = [[32, 64, 128, 256, 512]] if self.is_c4 else [
            [32], [64], [128], [256], [512]]
        anchors = 3 * len(self.sides[0])
        head = nn.Module()
        head.conv = nn.Conv2d(width, width, 3, padding=1) if kind != "lsj" else nn.Sequential()
        if kind == "lsj":
            for index in range(2):
                head.conv.add_module(f"conv{index}", nn.Conv2d(width, width, 3, padding=1))
        head.objectness_logits = nn.Conv2d(width, anchors, 1)
        head.anchor_deltas = nn.Conv2d(width, 4 * anchors, 1)
        self.proposal_generator = nn.Module()
        self.proposal_generator.rpn_head = head

    def input(self, image):
        width, height = image.size
        scale = self.sizes.shortest / min(height, width)
        new = ((self.sizes.shortest, scale * width) if height < width
               else (scale * height, self.sizes.shortest))
        if max(new) > self.sizes.longest:
            scale = self.sizes.longest / max(new)
            new = (new[0] * scale, new[1] * scale)
        height, width = int(new[0] + 0.5), int(new[1] + 0.5)
        # Horizontal pass, then vertical pass, as Pillow up to 12 has it.
        resized = image.resize((width, image.height), Image.BILINEAR)
        bgr = np.asarray(resized.resize((width, height), Image.BILINEAR))[:, :, ::-1]
        pixels = torch.from_numpy(bgr.astype(np.float32)).permute(2, 0, 1)
        pixels = pixels - torch.tensor([103.530, 116.280, 123.675])[:, None, None]
        multiple = 1 if self.is_c4 else 32
        return F.pad(pixels, (0, -width % multiple, 0, -height % multiple))[None], height, width

    def anchors(self, sides, stride, rows, columns):
        cells = []
        for side in sides:
            for ratio in (0.5, 1.0, 2.0):
                w = math.sqrt(side * side / ratio)
                h = ratio * w
                cells.append([-w / 2, -h / 2, w / 2, h / 2])
        y, x = torch.meshgrid(
            torch.arange(rows) * stride, torch.arange(columns) * stride, indexing="ij")
        shifts = torch.stack([x, y, x, y], -1).float().reshape(-1, 1, 4)
        return (shifts + torch.tensor(cells).float()).reshape(-1, 4)

    def forward(self, image):
        x, height, width = self.input(image)
        maps = [self.backbone.stages(x)[-1]] if self.is_c4 else self.backbone(x)
        head, found = self.proposal_generator.rpn_head, []
        for level, features in enumerate(maps):
            hidden = features
            for convolution in head.conv if isinstance(head.conv, nn.Sequential) else [head.conv]:
                hidden = F.relu(convolution(hidden))
            logits = head.objectness_logits(hidden).permute(0, 2, 3, 1).reshape(-1)
            deltas = head.anchor_deltas(hidden).permute(0, 2, 3, 1).reshape(-1, 4)
            anchors = self.anchors(
                self.sides[level], 16 if self.is_c4 else 4 << level, *features.shape[-2:])
            order = logits.argsort(descending=True, stable=True)[:6000 if self.is_c4 else 1000]
            deltas, anchors = deltas[order], anchors[order]
            size = anchors[:, 2:] - anchors[:, :2]
            centre = anchors[:, :2] + 0.5 * size + deltas[:, :2] * size
            half = 0.5 * size * deltas[:, 2:].clamp(max=math.log(1000 / 16)).exp()
            boxes = torch.cat([centre - half, centre + half], 1)
            found.append((boxes, logits[order], torch.full_like(order, level)))
        boxes, logits, levels = (torch.cat(parts) for parts in zip(*found))
        boxes = torch.stack([
            boxes[:, 0].clamp(0, width), boxes[:, 1].clamp(0, height),
            boxes[:, 2].clamp(0, width), boxes[:, 3].clamp(0, height)], 1)
        is_large = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        boxes, logits, levels = boxes[is_large], logits[is_large], levels[is_large]
        kept = torchvision.ops.batched_nms(boxes, logits, levels, 0.7)[:1000]
        boxes = boxes[kept]
        boxes[:, 0::2] *= image.width / width
        boxes[:, 1::2] *= image.height / height
        return boxes, logits[kept]

    def checkpoint(self, prefix):
        """Names as detectron2 writes them; RegionCLIP's full files have a prefix before."""
        return {prefix + name: tensor for name, tensor in self.state_dict().items()
                if not name.endswith("num_batches_tracked")}


def picture():
    """Soft shapes and edges with some noise."""
    random = np.random.default_rng(11)
    y, x = np.mgrid[0:90, 0:131]
    image = np.stack([x * 1.9, y * 2.7, 127 + 120 * np.sin(x * y / 300)], 2)
    for _ in range(12):
        left, top = random.integers(0, 110), random.integers(0, 70)
        image[top:top + random.integers(8, 30), left:left + random.integers(8, 40)] = (
            random.integers(0, 256, 3))
    return Image.fromarray(np.clip(image + random.normal(0, 9, image.shape), 0, 255).astype(np.uint8))


def save(name, folder, sizes, write, propose, images):
    """Saves and converts a network, and writes what it proposes for the images."""
    with tempfile.TemporaryDirectory() as temporary:
        path = f"{temporary}/{name}"
        write(path)
        subprocess.run(
            [sys.executable, ROOT / "scripts" / "convert" / "rpn.py", path, folder], check=True)
    configuration = json.loads((folder / "config.json").read_text())
    configuration["resize"].update(shortest=sizes.shortest, longest=sizes.longest)
    (folder / "config.json").write_text(json.dumps(configuration, indent=2) + "\n")
    expected = {}
    for index, image in enumerate(images):
        with torch.inference_mode():
            boxes, scores = propose(image)
        expected |= {
            f"{index}.image": torch.from_numpy(np.array(image)).float(),
            f"{index}.boxes": boxes.contiguous(), f"{index}.scores": scores.contiguous()}
        print(name, index, image.size, len(boxes), scores[:3].tolist(), scores[-1].item())
    save_file(expected, folder / "expected.safetensors")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--true-size", nargs="+", metavar=("FOLDER", "IMAGE"))
    options = parser.parse_args()
    is_true = options.true_size is not None
    sizes = Sizes(is_true)
    out = pathlib.Path(options.true_size[0]) if is_true else OUT
    whole = picture()
    images = [Image.open(path).convert("RGB") for path in options.true_size[1:]] if is_true else [
        whole, whole.crop((10, 5, 51, 88)), whole.crop((0, 40, 131, 77))]
    for name, is_v2 in (("torchvision", False), ("torchvision-v2", True)):
        model = torchvision_network(sizes, is_v2, seed=3 + is_v2)
        calibrate(model, model.rpn.head, "cls_logits", "bbox_pred",
                  lambda: torchvision_proposals(model, images[0]))
        save(
            f"{name}.pth", out / name, sizes, lambda path: torch.save(model.state_dict(), path),
            lambda image: torchvision_proposals(model, image), images)
    for seed, kind in enumerate(("fpn", "c4", "lsj")):
        model = randomise(Detectron(sizes, kind), seed=7 + seed)
        calibrate(model, model.proposal_generator.rpn_head, "objectness_logits", "anchor_deltas",
                  lambda: model(images[0]))

        def write(path):
            prefix = "offline_" if kind == "lsj" else ""
            tensors = model.checkpoint(prefix)
            if kind == "c4":
                arrays = {name: tensor.numpy() for name, tensor in tensors.items()}
                with open(path, "wb") as file:
                    pickle.dump({"model": arrays, "__author__": "random"}, file)
            else:
                torch.save({"model": tensors}, path)

        save(f"{kind}.{'pkl' if kind == 'c4' else 'pth'}", out / f"detectron2-{kind}", sizes, write,
             model, images)


if __name__ == "__main__":
    main()
