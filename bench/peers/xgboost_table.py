"""Seconds that native XGBoost takes to fit a table (making its histogram bins included) and to predict rows of it.

python xgboost_table.py FILE JSON, where the file holds rows × columns values and then a label a row, all float32, and the
JSON says {rows, columns, classes, rounds, threads, params, predictRows}. Needs numpy and xgboost. Prints {fit, predict}.
"""

import json
import sys
import time

import numpy
import xgboost

given = json.loads(sys.argv[2])
rows, columns = given["rows"], given["columns"]
values = numpy.fromfile(sys.argv[1], dtype=numpy.float32)
x = values[: rows * columns].reshape(rows, columns)
y = values[rows * columns :]
params = {
    **given["params"],
    "objective": "multi:softprob",
    "num_class": given["classes"],
    "tree_method": "hist",
    "nthread": given["threads"],
}
started = time.perf_counter()
data = xgboost.DMatrix(x, label=y, nthread=given["threads"])
booster = xgboost.train(params, data, given["rounds"])
fitted = time.perf_counter()
seconds = 0.0
if given["predictRows"] > 0:
    wanted = numpy.resize(x, (given["predictRows"], columns))
    begun = time.perf_counter()
    booster.predict(xgboost.DMatrix(wanted, nthread=given["threads"]))
    seconds = time.perf_counter() - begun
print(json.dumps({"fit": fitted - started, "predict": seconds}))
