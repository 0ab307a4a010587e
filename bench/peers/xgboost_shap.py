"""Trees of native XGBoost and the seconds that it takes to explain rows with them, on one thread. Needs numpy and xgboost.

Reads {rows, explained, columns, classes, rounds, depth, turns} as JSON from the standard input. Prints {seconds: [a turn],
x, contributions, treeGroups, trees}; the trees are in preorder: column (-1 for a leaf), value, missingLeft, gain, cover.
"""

import json
import sys
import time

import numpy
import xgboost

given = json.load(sys.stdin)
rng = numpy.random.default_rng(1)
x = rng.normal(size=(given["rows"], given["columns"])).astype(numpy.float32)
y = numpy.argmax(x @ rng.normal(size=(given["columns"], given["classes"])), axis=1)
booster = xgboost.train(
    {
        "objective": "multi:softprob",
        "num_class": given["classes"],
        "max_depth": given["depth"],
        "min_child_weight": 0,
        "eta": 0.1,
        "base_score": 0.5,
        "tree_method": "hist",
        "nthread": 1,
    },
    xgboost.DMatrix(x, label=y),
    given["rounds"],
)
explained = xgboost.DMatrix(x[: given["explained"]])
seconds = []
for _ in range(given["turns"]):
    started = time.perf_counter()
    contributions = booster.predict(explained, pred_contribs=True)
    seconds.append(time.perf_counter() - started)

model = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]
lists = {"column": [], "value": [], "missingLeft": [], "gain": [], "cover": []}
for tree in model["trees"]:
    todo = [0]
    while todo:
        node = todo.pop()
        leaf = tree["left_children"][node] < 0
        if not leaf:
            todo += [tree["right_children"][node], tree["left_children"][node]]
        lists["column"].append(-1 if leaf else tree["split_indices"][node])
        lists["value"].append(float(tree["split_conditions"][node]))
        lists["missingLeft"].append(0 if leaf else int(tree["default_left"][node]))
        lists["gain"].append(0.0 if leaf else float(tree["loss_changes"][node]))
        lists["cover"].append(float(tree["sum_hessian"][node]))
print(
    json.dumps(
        {
            "seconds": seconds,
            "x": x[: given["explained"]].ravel().tolist(),
            "contributions": contributions.ravel().tolist(),
            "treeGroups": model["tree_info"],
            "trees": lists,
        }
    )
)
