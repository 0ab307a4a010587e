"""Golden probabilities of native XGBoost (hist, no sampling, one thread): python make_boosted_trees.py

The columns hold few distinct whole numbers, so that every implementation has the same cuts. Each set is
learned and predicted on the same rows: inside a gap of a node's values the cut may lie anywhere.
"""

import json
from pathlib import Path

import numpy as np
import xgboost

ROUNDS = 15
SETS = [
    {
        "name": "three classes",
        "rows": 300, "columns": 8, "classes": 3, "values": 12, "missing": 0.0,
        "params": {"eta": 0.3, "max_depth": 4, "min_child_weight": 1, "gamma": 0, "lambda": 1, "alpha": 0},
    },
    {
        "name": "four classes, missing values",
        "rows": 300, "columns": 8, "classes": 4, "values": 9, "missing": 0.15,
        "params": {"eta": 0.2, "max_depth": 5, "min_child_weight": 1, "gamma": 0, "lambda": 1, "alpha": 0},
    },
    {
        "name": "gamma, lambda, alpha and min_child_weight",
        "rows": 300, "columns": 8, "classes": 3, "values": 15, "missing": 0.05,
        "params": {"eta": 0.3, "max_depth": 6, "min_child_weight": 2.5, "gamma": 0.7, "lambda": 3, "alpha": 0.4},
    },
    {
        "name": "three labels, each a yes-no question",
        "rows": 300, "columns": 8, "classes": 3, "values": 12, "missing": 0.1, "labels": True,
        "params": {"eta": 0.3, "max_depth": 4, "min_child_weight": 1, "gamma": 0, "lambda": 1, "alpha": 0},
    },
    {
        "name": "three labels, a yes weighs more",
        "rows": 300, "columns": 8, "classes": 3, "values": 12, "missing": 0.1, "labels": True,
        "params": {"eta": 0.3, "max_depth": 4, "min_child_weight": 1, "gamma": 0, "lambda": 1, "alpha": 0,
                   "scale_pos_weight": 2.5},
    },
]


def make_set(spec, rng):
    x = rng.integers(0, spec["values"], size=(spec["rows"], spec["columns"])).astype(np.float32)
    weights = rng.normal(size=(spec["columns"], spec["classes"]))
    scores = x @ weights + 4 * np.sin(x @ rng.normal(size=(spec["columns"], spec["classes"])))
    noisy = scores + 3 * rng.normal(size=scores.shape)
    y = (noisy > np.quantile(noisy, 0.7)).astype(int) if spec.get("labels") else np.argmax(noisy, axis=1)
    x[rng.random(x.shape) < spec["missing"]] = np.nan
    return x, y


def main():
    rng = np.random.default_rng(20160813)
    sets = []
    for spec in SETS:
        x, y = make_set(spec, rng)
        booster = xgboost.train(
            {
                **spec["params"],
                **({"objective": "binary:logistic"} if spec.get("labels")
                   else {"objective": "multi:softprob", "num_class": spec["classes"]}),
                "tree_method": "hist",
                "max_bin": 256,
                "nthread": 1,
            },
            xgboost.DMatrix(x, label=y),
            num_boost_round=ROUNDS,
        )
        probabilities = booster.predict(xgboost.DMatrix(x))
        sets.append(
            {
                "name": spec["name"],
                "columns": spec["columns"],
                "classes": spec["classes"],
                "params": {**spec["params"], "rounds": ROUNDS},
                "x": [None if np.isnan(value) else int(value) for value in x.ravel()],
                **({"memberships": y.ravel().tolist()} if spec.get("labels") else {"y": y.tolist()}),
                "rows": spec["rows"],
                "probabilities": [round(float(p), 7) for p in probabilities.ravel()],
            }
        )
    golden = {"madeWith": f"xgboost {xgboost.__version__}", "sets": sets}
    path = Path(__file__).with_name("boosted_trees.json")
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
