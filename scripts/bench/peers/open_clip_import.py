"""open_clip, also beside a torchvision whose operators do not load.

PyPI's torchvision is built for CUDA; beside a PyTorch for CPUs it fails to register its operators.
open_clip needs only its image transforms, which are Python.
"""

import sys

import torch

try:
    import torchvision  # noqa: F401
except RuntimeError:
    for _name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
        del sys.modules[_name]
    _library = torch.library.Library("torchvision", "DEF")
    for _operator in ["nms", "qnms"]:
        _library.define(_operator + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    import torchvision  # noqa: F401
import open_clip  # noqa: E402, F401
