"""Golden SHAP values (pred_contribs) and split importances (get_score) of native XGBoost: python make_shap.py

The trees are written in preorder, as Earmark keeps them: column (-1 for a leaf), value (cut, or what the leaf adds),
missingLeft, gain and cover of each node, tree after tree.
"""

import json
from pathlib import Path

import numpy as np
import xgboost

ROWS = 160
EXPLAINED = 12
ROUNDS = 5
SETS = [
    {"name": "three classes, missing values", "objective": "multi:softprob", "classes": 3, "missing": 0.2},
    {"name": "yes or no", "objective": "binary:logistic", "classes": 2, "missing": 0.0},
    {"name": "several labels, missing values", "objective": "binary:logistic", "classes": 3, "missing": 0.1},
]
COLUMNS = 6
IMPORTANCES = ["weight", "gain", "total_gain", "cover", "total_cover"]


def make_set(spec, rng):
    x = rng.normal(size=(ROWS, COLUMNS)).astype(np.float32).round(3)
    scores = np.sin(2 * x @ rng.normal(size=(COLUMNS, spec["classes"]))) + x @ rng.normal(size=(COLUMNS, spec["classes"]))
    x[rng.random(x.shape) < spec["missing"]] = np.nan
    x[:, COLUMNS - 1] = 1.5  # asked by nobody
    if spec["objective"] == "multi:softprob":
        return x, np.argmax(scores, axis=1)
    if spec["classes"] == 2:
        return x, (scores[:, 0] > 0).astype(int)
    return x, (scores > 0).astype(int)


def preorder(tree):
    """Node numbers of XGBoost's tree in preorder."""
    order, todo = [], [0]
    while todo:
        node = todo.pop()
        order.append(node)
        if tree["left_children"][node] >= 0:
            todo += [tree["right_children"][node], tree["left_children"][node]]
    return order


def flat(trees):
    lists = {"column": [], "value": [], "missingLeft": [], "gain": [], "cover": []}
    for tree in trees:
        for node in preorder(tree):
            leaf = tree["left_children"][node] < 0
            lists["column"].append(-1 if leaf else tree["split_indices"][node])
            lists["value"].append(float(tree["split_conditions"][node]))
            lists["missingLeft"].append(0 if leaf else int(tree["default_left"][node]))
            lists["gain"].append(0.0 if leaf else float(tree["loss_changes"][node]))
            lists["cover"].append(float(tree["sum_hessian"][node]))
    return lists


def rounded(values):
    return [round(float(value), 6) for value in np.asarray(values).ravel()]


def main():
    rng = np.random.default_rng(20170522)
    sets = []
    for spec in SETS:
        x, y = make_set(spec, rng)
        several = spec["objective"] == "multi:softprob"
        booster = xgboost.train(
            {
                "objective": spec["objective"],
                **({"num_class": spec["classes"]} if several else {}),
                "tree_method": "hist", "max_depth": 5, "eta": 0.4, "min_child_weight": 0.5,
                "base_score": 0.5, "nthread": 1,
            },
            xgboost.DMatrix(x, label=y),
            num_boost_round=ROUNDS,
        )
        model = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]
        explained = xgboost.DMatrix(x[:EXPLAINED])
        scores = {kind: booster.get_score(importance_type=kind) for kind in IMPORTANCES}
        sets.append(
            {
                "name": spec["name"],
                "objective": spec["objective"],
                "classes": spec["classes"],
                "columns": COLUMNS,
                "baseMargin": 0.5 if several else 0.0,
                "treeGroups": model["tree_info"],
                "trees": flat(model["trees"]),
                "x": [None if np.isnan(value) else round(float(value), 3) for value in x[:EXPLAINED].ravel()],
                "contributions": rounded(booster.predict(explained, pred_contribs=True)),
                "margins": rounded(booster.predict(explained, output_margin=True)),
                "importance": {
                    kind: [round(score.get(f"f{i}", 0.0), 5) for i in range(COLUMNS)] for kind, score in scores.items()
                },
            }
        )
    golden = {"madeWith": f"xgboost {xgboost.__version__}", "rows": EXPLAINED, "sets": sets}
    Path(__file__).with_name("shap.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
