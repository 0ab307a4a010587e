"""Tiny ONNX networks with the inputs and outputs of real ones, for tests that need a network and no weights.

pip install numpy onnx; python make_tiny_networks.py > tiny_networks.json
"""

import base64
import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def network(input_name, dims, columns, outputs, bad=None, says_size=True):
    """Averages the input over all but its first and one of `columns` axes, then one matrix an output."""
    axis = dims.index(columns)
    axes = [i for i in range(1, len(dims)) if i != axis]
    rng = np.random.default_rng(0)
    nodes, weights, results = [], [], []
    weights.append(numpy_helper.from_array(np.array(axes, np.int64), "axes"))
    nodes.append(helper.make_node("ReduceMean", [input_name, "axes"], ["mean"], keepdims=0))
    for name, size in outputs:
        matrix = (rng.standard_normal((columns, size)) / np.sqrt(columns)).astype(np.float32)
        if bad is not None:
            matrix[:] = bad
        weights.append(numpy_helper.from_array(matrix, f"{name}_weights"))
        product = name if says_size else f"{name}_all"
        nodes.append(helper.make_node("MatMul", ["mean", f"{name}_weights"], [product]))
        if not says_size:
            nodes.extend(cut_at_run_time(input_name, product, name, size, weights))
        results.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", size if says_size else "E"]))
    entry = helper.make_tensor_value_info(input_name, TensorProto.FLOAT, [d if d else f"d{i}" for i, d in enumerate(dims)])
    graph = helper.make_graph(nodes, "tiny", [entry], results, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    return base64.b64encode(model.SerializeToString()).decode()


def cut_at_run_time(input_name, product, name, size, weights):
    """All columns, but how many is only known when it runs: no shape inference can tell."""
    weights.append(numpy_helper.from_array(np.array(0, np.float32), "zero"))
    weights.append(numpy_helper.from_array(np.array([size], np.float32), "size"))
    weights.append(numpy_helper.from_array(np.array([0], np.int64), "start"))
    weights.append(numpy_helper.from_array(np.array([1], np.int64), "columns"))
    return [
        helper.make_node("ReduceMax", [input_name], ["largest"], keepdims=0),
        helper.make_node("Mul", ["largest", "zero"], ["nothing"]),
        helper.make_node("Add", ["size", "nothing"], ["end_float"]),
        helper.make_node("Cast", ["end_float"], ["end"], to=TensorProto.INT64),
        helper.make_node("Slice", [product, "start", "end", "columns"], [name]),
    ]


def stand_in(input_name, dims, columns, output, size):
    """One with the output's exact size: the averages over `columns`, again and again."""
    axis = dims.index(columns)
    axes = [i for i in range(1, len(dims)) if i != axis]
    weights = [
        numpy_helper.from_array(np.array(axes, np.int64), "axes"),
        numpy_helper.from_array(np.array([1, -(-size // columns)], np.int64), "repeats"),
        numpy_helper.from_array(np.array([0], np.int64), "start"),
        numpy_helper.from_array(np.array([size], np.int64), "end"),
        numpy_helper.from_array(np.array([1], np.int64), "axis"),
    ]
    nodes = [
        helper.make_node("ReduceMean", [input_name, "axes"], ["mean"], keepdims=0),
        helper.make_node("Tile", ["mean", "repeats"], ["tiled"]),
        helper.make_node("Slice", ["tiled", "start", "end", "axis"], [output]),
    ]
    entry = helper.make_tensor_value_info(input_name, TensorProto.FLOAT, [d if d else f"d{i}" for i, d in enumerate(dims)])
    result = helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N", size])
    graph = helper.make_graph(nodes, "stand-in", [entry], [result], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    return base64.b64encode(model.SerializeToString()).decode()


NETWORKS = {
    "yamnet": network("mel", [None, 96, 64], 64, [("embedding", 12), ("scores", 5)]),
    "musicnn": network("mel", [None, None, 96], 96, [("penultimate", 12)]),
    "efficientat": network("mel", [None, 1, 128, None], 128, [("embedding", 12), ("logits", 5)]),
    "clap": network("input_features", [None, 1, 1001, 64], 64, [("audio_embeds", 12)]),
    "maest-30s": network("melspectrogram", [None, 1876, 96], 96, [("logits", 12)]),
    "ast": network("input_values", [None, 1024, 128], 128, [("logits", 12)]),
    "openjmla": network("spectrogram", [None, 3, 80, 2992], 80, [("embedding", 12)]),
    "open-output": network("mel", [None, 96, 64], 64, [("embedding", 12)], says_size=False),
    "not-a-number": network("mel", [None, 96, 64], 64, [("embedding", 12)], bad=np.nan),
    "constant": network("mel", [None, 96, 64], 64, [("embedding", 12)], bad=0),
}

# By the ids of their manifests.
STAND_INS = {
    "clap-htsat": stand_in("input_features", [None, 1, 1001, 64], 64, "audio_embeds", 512),
    "maest-30s": stand_in("input_values", [None, 1876, 96], 96, "logits", 400),
    "ast-audioset": stand_in("input_values", [None, 1024, 128], 128, "logits", 527),
    "openjmla": stand_in("spectrogram", [None, 3, 80, 2992], 80, "embedding", 768),
}

print(json.dumps({"onnx": onnx.__version__, "networks": NETWORKS, "standIns": STAND_INS}, indent=1))
