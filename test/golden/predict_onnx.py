"""What ONNX Runtime answers with networks exported here: a peer of tests, called by them.

Reads {"models": [{"file", "excerpts", "shape"}]} from standard input: a .onnx file in base64 and what it is asked about.
Prints {"version", "answers": [{"probabilities", "metadata"}]}. Each file passes ONNX's own checker first, shapes included.
"""

import base64
import json
import sys

import numpy as np
import onnx
import onnxruntime


def answer(spec):
    content = base64.b64decode(spec["file"])
    onnx.checker.check_model(content, full_check=True)
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    excerpts = np.array(spec["excerpts"], dtype=np.float32).reshape(spec["shape"])
    [probabilities] = session.run(["probabilities"], {"log_mel": excerpts})
    # A batch of another size, as the batch is open.
    [first] = session.run(["probabilities"], {"log_mel": excerpts[:1]})
    assert np.allclose(first, probabilities[:1], atol=1e-6)
    return {
        "probabilities": probabilities.astype(np.float64).ravel().tolist(),
        "metadata": session.get_modelmeta().custom_metadata_map,
    }


request = json.load(sys.stdin)
answers = [answer(spec) for spec in request["models"]]
print(json.dumps({"version": onnxruntime.__version__, "answers": answers}))
