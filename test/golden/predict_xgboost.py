"""What native XGBoost predicts with models in its JSON format: a peer of tests, called by them.

Reads {"models": [{"text", "columnNames", "rows"}]} from standard input (missing values are null), prints
{"version", "answers": [{"probabilities", "attributes", "rounds"}]}.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import xgboost


def answer(spec, folder):
    file = Path(folder) / "model.json"
    file.write_text(spec["text"], encoding="utf8")
    booster = xgboost.Booster()
    booster.load_model(file)
    rows = np.array(spec["rows"], dtype=np.float32).reshape(-1, len(spec["columnNames"]))
    table = xgboost.DMatrix(rows, feature_names=spec["columnNames"], nthread=1)
    # Once more through XGBoost's own writer: whatever it reads but cannot keep shows here.
    booster.save_model(file)
    again = xgboost.Booster()
    again.load_model(file)
    probabilities = booster.predict(table)
    assert np.array_equal(probabilities, again.predict(table))
    return {
        "probabilities": probabilities.astype(np.float64).ravel().tolist(),
        "attributes": booster.attributes(),
        "rounds": booster.num_boosted_rounds(),
    }


def main():
    models = json.load(sys.stdin)["models"]
    with tempfile.TemporaryDirectory() as folder:
        answers = [answer(spec, folder) for spec in models]
    print(json.dumps({"version": xgboost.__version__, "answers": answers}))


if __name__ == "__main__":
    main()
