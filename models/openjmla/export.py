"""Writes OpenJMLA's audio encoder as ONNX: float32, float16 or int8, from the published checkpoint or made-up weights.

python export.py epoch_20.pth --out DIR --precision fp32 fp16 int8
python export.py --random-weights --seed 1 --out DIR

Prints one line of JSON a file: its size, its SHA-256 and how far it is from PyTorch. README.md says the rest.
"""

import argparse
import hashlib
import json
import logging
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from checkpoint import CheckpointError, read_state
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16
from vit import CHANNELS, DIM, FRAMES, MELS, OpenJmlaEncoder, random_state

INPUT, OUTPUT = "spectrogram", "embedding"
PRECISIONS = ("fp32", "fp16", "int8")
OPSET = 18
# Cosine to PyTorch's embedding below which a file is not handed over.
MIN_COSINE = {"fp32": 0.99999, "fp16": 0.999, "int8": 0.95}
# Squares and exponentials are summed here: float16 is too narrow for what large activations give.
FLOAT32_OPERATORS = ["LayerNormalization", "Softmax"]


class ExportError(Exception):
    """A file was written that does not answer as the network does."""


def encoder_of(state):
    model = OpenJmlaEncoder()
    model.load_state_dict(state)
    return model.eval()


def example(batch):
    """Made-up spectrograms in the front end's range, each of its own, shape [batch, 3, 80, 2992]."""
    values = torch.randn(batch, 1, MELS, FRAMES, generator=torch.Generator().manual_seed(0))
    loudness = torch.linspace(-1, 0.5, batch).reshape(-1, 1, 1, 1)
    return (0.5 * values + loudness).expand(-1, CHANNELS, -1, -1).contiguous()


def write_fp32(model, target):
    program = torch.onnx.export(
        model,
        (example(2),),
        input_names=[INPUT],
        output_names=[OUTPUT],
        dynamic_shapes=({0: torch.export.Dim("batch")},),
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    proto = program.model_proto
    # Where each node comes from in this machine's folders: no part of the network.
    for node in proto.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    proto.graph.doc_string = ""
    onnx.save_model(proto, str(target))


def write_fp16(fp32, target):
    model = convert_float_to_float16(
        onnx.load(str(fp32)), keep_io_types=True, op_block_list=FLOAT32_OPERATORS
    )
    onnx.save_model(model, str(target))


def write_int8(fp32, target):
    """The weights as int8, a scale a column; activations are quantised as they come, attention stays float32."""
    quantize_dynamic(
        str(fp32), str(target), op_types_to_quantize=["MatMul", "Gemm"], per_channel=True,
        weight_type=QuantType.QInt8,
    )  # fmt: skip


def compare(target, spectrograms, expected):
    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    # One by one: the batch is open, and less memory is needed.
    answers = [session.run([OUTPUT], {INPUT: one[None]})[0][0] for one in spectrograms]
    ours = np.stack(answers).astype(np.float64)
    norms = np.linalg.norm(ours, axis=1) * np.linalg.norm(expected, axis=1)
    cosines = (ours * expected).sum(axis=1) / norms
    return float(np.abs(ours - expected).max()), float(cosines.min())


def facts(precision, target, error, cosine):
    with target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "file": target.name,
        "precision": precision,
        "bytes": target.stat().st_size,
        "sha256": sha256,
        "input": {"name": INPUT, "dims": ["batch", CHANNELS, MELS, FRAMES]},
        "output": {"name": OUTPUT, "dims": ["batch", DIM]},
        "maxErrorToPyTorch": error,
        "cosineToPyTorch": cosine,
    }


def export(state, out, precisions):
    """Yields the facts of each file; a file that fails its check is removed."""
    model = encoder_of(state)
    out.mkdir(parents=True, exist_ok=True)
    spectrograms = example(2)
    with torch.inference_mode():
        expected = model(spectrograms).double().numpy()
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        fp32 = Path(scratch) / "fp32.onnx"
        write_fp32(model, fp32)
        del model
        written = {"fp32": fp32}
        for precision, write in (("fp16", write_fp16), ("int8", write_int8)):
            if precision in precisions:
                written[precision] = Path(scratch) / f"{precision}.onnx"
                write(fp32, written[precision])
        for precision in [name for name in PRECISIONS if name in precisions]:
            error, cosine = compare(written[precision], spectrograms.numpy(), expected)
            if not cosine >= MIN_COSINE[precision]:
                raise ExportError(
                    f"{precision}: expected a cosine to PyTorch's embedding of {MIN_COSINE[precision]} or more, got "
                    f"{cosine:.5f}. The file was not kept: take a wider precision, or report this if fp32 fails."
                )
            target = written[precision].replace(out / f"openjmla-{precision}.onnx")
            yield facts(precision, target, error, cosine)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="OpenJMLA's audio encoder as ONNX.")
    parser.add_argument("checkpoint", nargs="?", type=Path, help="epoch_20.pth")
    parser.add_argument("--random-weights", action="store_true", help="made-up weights, for tests")
    parser.add_argument("--seed", type=int, default=0, help="of the made-up weights")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    parser.add_argument("--precision", nargs="+", choices=PRECISIONS, default=["fp32"])
    options = parser.parse_args(arguments)
    if options.random_weights == (options.checkpoint is not None):
        parser.error("Give either a checkpoint or --random-weights.")
    # The exporter's notes on packages that are not needed here.
    logging.disable(logging.WARNING)
    try:
        state = (
            random_state(options.seed) if options.random_weights else read_state(options.checkpoint)
        )
        for line in export(state, options.out, options.precision):
            print(json.dumps(line), flush=True)
    except (CheckpointError, ExportError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
