"""An image tower as ONNX and OpenVINO files, at f32 and int8; each made once and kept."""

import contextlib
import io
import logging
import warnings

import numpy as np
import torch


def pixels(batch, size, seed):
    """Planar normalised pixels `[batch, 3, size, size]`: soft shapes under fine noise."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.randn(batch, 3, 8, 8, generator=generator)
    soft = torch.nn.functional.interpolate(coarse, size=(size, size), mode="bicubic")
    return (soft + 0.3 * torch.randn(batch, 3, size, size, generator=generator)).numpy()


def make(tower, folder, batch, size, wanted):
    """Paths by kind (`onnx`, `onnx-dynamic`, `onnx-static`, `openvino`, `openvino-int8`)."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = {"onnx": onnx, "onnx-dynamic": onnx_dynamic, "onnx-static": onnx_static,
              "openvino": openvino, "openvino-int8": openvino_int8}
    suffix = lambda kind: ".xml" if kind.startswith("openvino") else ".onnx"
    paths = {kind: folder / f"{kind}-b{batch}{suffix(kind)}" for kind in makers}
    needed = set(wanted) | ({"onnx"} if wanted else set())
    if "openvino-int8" in needed:
        needed.add("openvino")
    logging.disable(logging.WARNING)
    for kind, maker in makers.items():
        if kind in needed and not paths[kind].exists():
            quiet = contextlib.redirect_stdout(io.StringIO())
            with warnings.catch_warnings(), quiet:
                warnings.simplefilter("ignore")
                maker(tower, paths, batch, size)
    logging.disable(logging.NOTSET)
    return paths


def onnx(tower, paths, batch, size):
    example = torch.from_numpy(pixels(batch, size, 1))
    with torch.no_grad():
        torch.onnx.export(tower, (example,), str(paths["onnx"]), input_names=["pixels"],
                          output_names=["embeddings"], dynamo=True, verbose=False)


def onnx_dynamic(tower, paths, batch, size):
    from onnxruntime.quantization import QuantType, quantize_dynamic
    quantize_dynamic(str(prepared(paths)), str(paths["onnx-dynamic"]), per_channel=True,
                     weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"])


def onnx_static(tower, paths, batch, size):
    from onnxruntime.quantization import (CalibrationDataReader, QuantFormat, QuantType,
                                          quantize_static)

    class Reader(CalibrationDataReader):
        def __init__(self):
            self.left = [{"pixels": pixels(batch, size, seed)} for seed in range(100, 102)]

        def get_next(self):
            return self.left.pop() if self.left else None

    quantize_static(str(prepared(paths)), str(paths["onnx-static"]), Reader(),
                    quant_format=QuantFormat.QDQ, per_channel=True,
                    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                    op_types_to_quantize=["MatMul", "Gemm", "Conv"])


def prepared(paths):
    """The graph without the exporter's shapes, which contradict what the quantiser turns about."""
    import onnx
    path = paths["onnx"].with_name("prepared-" + paths["onnx"].name)
    if not path.exists():
        model = onnx.load(str(paths["onnx"]))
        del model.graph.value_info[:]
        onnx.save(model, str(path))
    return path


def openvino(tower, paths, batch, size):
    import openvino
    model = openvino.convert_model(str(paths["onnx"]))
    openvino.save_model(model, str(paths["openvino"]), compress_to_fp16=False)


def openvino_int8(tower, paths, batch, size):
    import nncf
    import openvino
    model = openvino.Core().read_model(str(paths["openvino"]))
    data = [np.ascontiguousarray(pixels(batch, size, seed)) for seed in range(100, 108)]
    is_resnet = any(isinstance(part, torch.nn.BatchNorm2d) for part in tower.modules())
    kind = {} if is_resnet else dict(model_type=nncf.ModelType.TRANSFORMER)
    quantized = nncf.quantize(model, nncf.Dataset(data), subset_size=len(data), **kind)
    openvino.save_model(quantized, str(paths["openvino-int8"]), compress_to_fp16=False)
