"""Scores of native XGBoost (hist) on held-out rows of six sets: python make_xgboost_parity.py GTZAN_FEATURES.csv

Row i is held out in fold i mod FOLDS; predictions of all folds are scored together. Neither rows nor columns are sampled, so
that nothing but the algorithm decides. Writes xgboost_parity.json, and digits.json with scikit-learn's digits.
"""

import base64
import csv
import json
import sys
from pathlib import Path

import numpy as np
import xgboost
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss

HERE = Path(__file__).parent
DEMO = HERE / "../../static-datasets/demo"
SETS = [
    {"name": "GTZAN, 57 columns", "source": "gtzan", "folds": 5, "rounds": 60, "eta": 0.1, "max_depth": 6, "max_bin": 256},
    {"name": "demo set, 103 columns", "source": "demo", "folds": 5, "rounds": 40, "eta": 0.1, "max_depth": 4, "max_bin": 64},
    {"name": "digits", "source": "digits", "folds": 3, "rounds": 30, "eta": 0.3, "max_depth": 5, "max_bin": 256},
    {"name": "made up, 518 columns", "source": "wide", "folds": 2, "rounds": 15, "eta": 0.3, "max_depth": 6, "max_bin": 64},
    {"name": "made up, a fifth missing", "source": "missing", "folds": 3, "rounds": 30, "eta": 0.2, "max_depth": 5, "max_bin": 128},
    {"name": "made up, regularised", "source": "missing", "folds": 3, "rounds": 30, "eta": 0.3, "max_depth": 6, "max_bin": 64,
     "min_child_weight": 3, "gamma": 0.5, "lambda": 2, "alpha": 0.5},
]


def chance(i, j, seed):
    """Numbers in [0, 1) that any language makes alike."""
    value = np.sin(i * 12.9898 + j * 78.233 + seed) * 43758.5453
    return value - np.floor(value)


def made_up(rows, columns, classes, missing):
    i, j = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    y = (7 * np.arange(rows) + np.arange(rows) // 31) % classes
    noise = sum(chance(i, j, seed) for seed in range(4)) - 2
    x = (noise + 0.35 * np.cos(y[:, None] * (j + 1.0))).astype(np.float32)
    x[chance(i, j, 9) < missing] = np.nan
    return x, y


def read(source):
    if source == "gtzan":
        rows = list(csv.reader(open(sys.argv[1])))[1:]
        x = np.array([[float(v) for v in row[2:-1]] for row in rows], dtype=np.float32)
        names = [row[-1] for row in rows]
    elif source == "demo":
        clips = json.loads((DEMO / "dataset.json").read_text())["clips"]
        values = json.loads((DEMO / "features.json").read_text())["values"]
        x = np.array([values[clip["sha256"]]["timbre"] for clip in clips], dtype=np.float32)
        names = [clip["genre"] for clip in clips]
    elif source == "digits":
        digits = load_digits()
        x, y = digits.data.astype(np.float32), digits.target
        packed = {"rows": len(y), "columns": 64,
                  "pixels": base64.b64encode(x.astype(np.uint8).tobytes()).decode(),
                  "labels": base64.b64encode(y.astype(np.uint8).tobytes()).decode()}
        (HERE / "digits.json").write_text(json.dumps(packed))
        return x, y
    elif source == "wide":
        return made_up(600, 518, 8, 0)
    else:
        return made_up(900, 24, 4, 0.2)
    classes = sorted(set(names))
    return x, np.array([classes.index(name) for name in names])


def main():
    results = []
    for spec in SETS:
        spec = {"min_child_weight": 1, "gamma": 0, "lambda": 1, "alpha": 0, **spec}
        x, y = read(spec["source"])
        params = {name: spec[name] for name in ("eta", "max_depth", "max_bin", "min_child_weight", "gamma", "lambda", "alpha")}
        probabilities = np.zeros((len(y), y.max() + 1), dtype=np.float32)
        fold = np.arange(len(y)) % spec["folds"]
        for held_out in range(spec["folds"]):
            train = fold != held_out
            booster = xgboost.train(
                {**params, "objective": "multi:softprob", "num_class": int(y.max()) + 1, "tree_method": "hist", "nthread": 1},
                xgboost.DMatrix(x[train], label=y[train]),
                num_boost_round=spec["rounds"],
            )
            probabilities[~train] = booster.predict(xgboost.DMatrix(x[~train]))
        results.append({
            "name": spec["name"], "source": spec["source"], "folds": spec["folds"],
            "params": {"rounds": spec["rounds"], **params},
            "accuracy": float((probabilities.argmax(1) == y).mean()),
            "logLoss": float(log_loss(y, probabilities.astype(np.float64))),
        })
        print(results[-1])
    text = json.dumps({"xgboost": xgboost.__version__, "sets": results}, indent=1)
    (HERE / "xgboost_parity.json").write_text(text + "\n")


main()
