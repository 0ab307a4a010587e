"""What OpenJMLA's exporter says of files that are not its checkpoint: a peer of test/openjmla-export.test.ts.

python refuse_openjmla.py FOLDER: bad files are written to FOLDER. Prints {case: {"status", "says"}}.
"""

import contextlib
import io
import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "openjmla"))
import export
from vit import expected_shapes

folder = Path(sys.argv[1])
# One number, seen as a whole tensor: the files stay small.
whole = {name: torch.zeros(1).expand(shape) for name, shape in expected_shapes().items()}


def without(name):
    return {key: value for key, value in whole.items() if key != name}


class Code:
    def __reduce__(self):
        return (print, ("this must not run",))


SAVED = {
    "missing": {"module": {f"encoder.{key}": value for key, value in without("layers.3.attn.qkv.bias").items()}},
    "unexpected": {**whole, "decoder.weight": torch.zeros(2)},
    "wrong shape": {**whole, "pos_embed": torch.zeros(1, 197, 768)},
    "not finite": {**whole, "ln1.weight": torch.full((768,), torch.nan)},
    "another network": {"state_dict": {"conv.weight": torch.zeros(3)}},
    "a list": [1, 2, 3],
    "code": {**whole, "run": Code()},
}  # fmt: skip
for case, content in SAVED.items():
    torch.save(content, folder / case)
(folder / "empty").touch()
(folder / "text").write_text("<!doctype html><p>Not found")
(folder / "truncated").write_bytes((folder / "missing").read_bytes()[:20_000])
(folder / "folder").mkdir()


def attempt(case):
    printed, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(said):
        status = export.main([str(folder / case), "--out", str(folder / "out")])
    return {"status": status, "printed": printed.getvalue(), "says": said.getvalue()}


cases = [*SAVED, "empty", "text", "truncated", "folder", "not there"]
print(json.dumps({case: attempt(case) for case in cases}))
