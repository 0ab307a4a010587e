"""OpenJMLA's exporter from end to end with made-up weights: a peer of test/openjmla-export.test.ts, called by it.

python export_openjmla.py FOLDER: FOLDER/spectrograms.f32 holds float32 [n, 3, 80, 2992]; the ONNX files are written there.
Prints {"parameters", "sameState", "files", "pytorch", "onnxruntime"}: the exporter's own lines, and what each of both
answers, [n][768], ONNX Runtime by precision and in one batch.
"""

import contextlib
import io
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "openjmla"))
import export
from checkpoint import read_state
from vit import CHANNELS, FRAMES, MELS, random_state

SEED = 7

folder = Path(sys.argv[1])
spectrograms = np.fromfile(folder / "spectrograms.f32", np.float32).reshape(
    -1, CHANNELS, MELS, FRAMES
)

state = random_state(SEED)
checkpoint = folder / "epoch_20.pth"
# The wrapper and the prefix that its training framework writes.
torch.save(
    {"meta": {"epoch": 20}, "state_dict": {f"backbone.{name}": value for name, value in state.items()}},
    checkpoint,
)
read = read_state(checkpoint)
same = list(read) == list(state) and all(torch.equal(read[name], state[name]) for name in state)
del read

printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    status = export.main(
        [str(checkpoint), "--out", str(folder), "--precision", *export.PRECISIONS]
    )
assert status == 0
checkpoint.unlink()
files = [json.loads(line) for line in printed.getvalue().splitlines()]

model = export.encoder_of(state)
with torch.inference_mode():
    pytorch = model(torch.from_numpy(spectrograms)).numpy()
parameters = sum(value.numel() for value in model.parameters())
del model, state


def answers(name):
    session = onnxruntime.InferenceSession(folder / name, providers=["CPUExecutionProvider"])
    [embedding] = session.run([export.OUTPUT], {export.INPUT: spectrograms})
    return embedding


print(
    json.dumps(
        {
            "parameters": parameters,
            "sameState": same,
            "files": files,
            "pytorch": pytorch.tolist(),
            "onnxruntime": {line["precision"]: answers(line["file"]).tolist() for line in files},
        }
    )
)
