"""Seconds that native XGBoost takes to fit and to predict a table, on one thread. Needs numpy and xgboost.

Reads {x, y, columns, classes, params} as JSON from the standard input, prints {fit, predict}.
"""

import json
import sys
import time

import numpy
import xgboost

given = json.load(sys.stdin)
x = numpy.array(given["x"], dtype=numpy.float32).reshape(-1, given["columns"])
data = xgboost.DMatrix(x, label=given["y"])
params = {
    **given["params"],
    "objective": "multi:softprob",
    "num_class": given["classes"],
    "tree_method": "hist",
    "subsample": 0.8,
    "nthread": 1,
}
rounds = params.pop("rounds")
started = time.perf_counter()
booster = xgboost.train(params, data, rounds)
fitted = time.perf_counter()
booster.predict(xgboost.DMatrix(x))
print(json.dumps({"fit": fitted - started, "predict": time.perf_counter() - fitted}))
