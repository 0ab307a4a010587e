"""Scores of XGBoost's and scikit-learn's learners on rows held out of a table. Needs numpy, scikit-learn and xgboost.

python table_accuracy.py LEARNER reads {x, columns, y, params, experiments: [{seed, train, test}]} as JSON from the standard
input, rows by number, and prints [{accuracy, logLoss, seconds}] of the experiments, seconds those of fitting. Parameters have
the learner's own names, or XGBoost's.
"""

import json
import sys
import time
import warnings

import numpy as np
import xgboost
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

warnings.filterwarnings("ignore")  # of the probabilities of SVC
# As the side that this is compared with: float32's machine epsilon.
SMALLEST_PROBABILITY = 2.0**-23


class Xgboost:
    """Native training, by XGBoost's names; `rounds` as it is there."""

    def __init__(self, params, seed):
        names = ("max_depth", "eta", "subsample", "colsample_bytree", "max_bin")
        self.rounds = params["rounds"]
        self.params = {name: params[name] for name in names if name in params}
        self.params |= {"objective": "multi:softprob", "tree_method": "hist", "seed": seed, "nthread": 1}

    def fit(self, x, y):
        self.params["num_class"] = int(y.max()) + 1
        self.booster = xgboost.train(self.params, xgboost.DMatrix(x, label=y, nthread=1), self.rounds)
        return self

    def predict_proba(self, x):
        return self.booster.predict(xgboost.DMatrix(x, nthread=1))


class Uncorrelated:
    """Drops each column that follows an earlier one more closely than `largest`: the widespread recipe."""

    def __init__(self, largest):
        self.largest = largest

    def fit(self, x, y=None):
        likeness = np.triu(np.abs(np.corrcoef(x, rowvar=False)), k=1)
        self.kept = np.flatnonzero(~(likeness > self.largest).any(axis=0))
        return self

    def transform(self, x):
        return x[:, self.kept]


class Condensed:
    def __init__(self, params, seed):
        self.steps = [
            StandardScaler(),
            Uncorrelated(params["max_correlation"]),
            PCA(params["n_components"], svd_solver="full"),
        ]
        self.trees = Xgboost(params, seed)

    def fit(self, x, y):
        for step in self.steps:
            x = step.fit(x).transform(x)
        self.trees.fit(x, y)
        return self

    def predict_proba(self, x):
        for step in self.steps:
            x = step.transform(x)
        return self.trees.predict_proba(x)


LEARNERS = {
    "boosted-trees": Xgboost,
    "pca-trees": Condensed,
    "random-forest": lambda params, seed: RandomForestClassifier(
        params["n_estimators"], random_state=seed, n_jobs=1
    ),
    "svm": lambda params, seed: make_pipeline(
        StandardScaler(), SVC(C=params["C"], probability=True, random_state=seed)
    ),
    "logistic-regression": lambda params, seed: make_pipeline(
        StandardScaler(), LogisticRegression(C=params["C"], max_iter=2000)
    ),
    "k-nearest-neighbours": lambda params, seed: make_pipeline(
        StandardScaler(), KNeighborsClassifier(params["n_neighbors"], weights=params["weights"])
    ),
}

learner = LEARNERS[sys.argv[1]]
given = json.load(sys.stdin)
x = np.array(given["x"], dtype=np.float32).reshape(-1, given["columns"])
y = np.array(given["y"])


def outcome(experiment):
    train, test = experiment["train"], experiment["test"]
    model = learner(given["params"], experiment["seed"])
    started = time.perf_counter()
    model.fit(x[train], y[train])
    seconds = time.perf_counter() - started
    probabilities = np.asarray(model.predict_proba(x[test]), dtype=np.float64)
    right = probabilities[np.arange(len(test)), y[test]]
    return {
        "accuracy": float((probabilities.argmax(axis=1) == y[test]).mean()),
        "logLoss": float(-np.log(np.maximum(right, SMALLEST_PROBABILITY)).mean()),
        "seconds": seconds,
    }


print(json.dumps([outcome(experiment) for experiment in given["experiments"]]))
