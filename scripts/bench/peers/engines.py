"""One image tower behind each of the engines, all with one face: pixels in, embeddings out.

An engine has a `name`, `threads` that it keeps to, and `run(pixels)` for `[batch, 3, size, size]`.
"""

import json
import pathlib
import subprocess
import tempfile

import numpy as np
import torch


class Torch:
    """PyTorch in eager mode; `precision` is `f32` or `bf16` (autocast)."""

    def __init__(self, name, tower, threads, precision="f32"):
        self.name, self.tower, self.threads = name, tower, threads
        self.autocast = precision == "bf16"
        self.is_quantized = precision != "f32"

    def run(self, pixels):
        torch.set_num_threads(self.threads)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, self.autocast):
            return self.tower(torch.from_numpy(pixels)).float().numpy()


class ONNXRuntime:
    def __init__(self, name, path, threads):
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Waiting threads that spin would take time from the engine whose turn is next.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        self.name = name
        self.is_quantized = "int8" in name
        self.session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0].name

    def run(self, pixels):
        return self.session.run(None, {self.input: pixels})[0]


class OpenVINO:
    """`streams` batches at a time share the threads; a run then returns the first one's result."""

    def __init__(self, name, path, threads, streams=1, precision="f32"):
        import openvino
        self.name, self.streams = name, streams
        self.is_quantized = "int8" in name or precision != "f32"
        config = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": streams,
                  "INFERENCE_PRECISION_HINT": precision}
        self.model = openvino.Core().compile_model(str(path), "CPU", config)
        self.requests = [self.model.create_infer_request() for _ in range(streams)]

    def run(self, pixels):
        for request in self.requests:
            request.start_async([pixels], share_inputs=True)
        for request in self.requests:
            request.wait()
        return self.requests[0].get_output_tensor(0).data.copy()


class Ours:
    """`pseudobox bench teacher --paced`: one round for each line that it is sent.

    It times a round itself, one batch on each of its threads; `round` returns both its times.
    """

    def __init__(self, name, program, folder, batch, threads, pixels, arguments=()):
        self.name, self.streams, self.is_quantized = name, threads, "int8" in name
        with tempfile.TemporaryDirectory() as place:
            from safetensors.numpy import load_file, save_file
            place = pathlib.Path(place)
            save_file({"pixels": pixels.reshape(len(pixels), -1)}, place / "pixels.safetensors")
            command = [str(program), "bench", "teacher", str(folder), "--batch", str(batch),
                       "--threads", str(threads), "--paced", *arguments,
                       "--pixels", str(place / "pixels.safetensors"),
                       "--embeddings", str(place / "embeddings.safetensors")]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True,
                                            stdout=subprocess.PIPE)
            self.round()
            self.embeddings = load_file(place / "embeddings.safetensors")["embeddings"]

    def round(self):
        print(file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with {self.process.wait()}")
        return json.loads(line)

    def run(self, pixels):
        return self.embeddings

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def cosines(left, right):
    left, right = left.astype(np.float64), right.astype(np.float64)
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return (left * right).sum(axis=1) / norms
