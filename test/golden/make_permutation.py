"""Golden permutation importances of scikit-learn for a fixed linear softmax model: python make_permutation.py"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.inspection import permutation_importance
from sklearn.utils import check_random_state

ROWS, COLUMNS, CLASSES, REPEATS, SEED = 40, 5, 3, 6, 7


class LinearSoftmax(ClassifierMixin, BaseEstimator):
    def __init__(self, weights):
        self.weights = weights
        self.classes_ = np.arange(weights.shape[1])

    def fit(self, x, y):
        return self

    def predict_proba(self, x):
        margins = x @ self.weights
        e = np.exp(margins - margins.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def predict(self, x):
        return np.argmax(self.predict_proba(x), axis=1)


def permutations():
    """The orders of the rows that permutation_importance comes to, the same for every column."""
    random = check_random_state(check_random_state(SEED).randint(np.iinfo(np.int32).max + 1))
    shuffle, rows = np.arange(ROWS), np.arange(ROWS)
    for _ in range(REPEATS):
        random.shuffle(shuffle)
        rows = rows[shuffle]
        yield rows.tolist()


def main():
    rng = np.random.default_rng(2001)
    x = rng.normal(size=(ROWS, COLUMNS)).round(3)
    weights = (2 * rng.normal(size=(COLUMNS, CLASSES))).round(3)
    weights[COLUMNS - 1] = 0  # asked by nobody
    y = np.argmax(x @ weights + rng.normal(size=(ROWS, CLASSES)), axis=1)
    model = LinearSoftmax(weights)
    golden = {
        "madeWith": f"scikit-learn {sklearn.__version__}",
        "rows": ROWS, "columns": COLUMNS, "classes": CLASSES,
        "x": x.ravel().tolist(), "y": y.tolist(), "weights": weights.ravel().tolist(),
        "permutations": list(permutations()),
    }
    for name, scoring in [("accuracy", "accuracy"), ("loss", "neg_log_loss")]:
        found = permutation_importance(model, x, y, scoring=scoring, n_repeats=REPEATS, random_state=SEED)
        golden[name] = {
            "mean": found.importances_mean.round(7).tolist(),
            "sd": found.importances_std.round(7).tolist(),
        }
    Path(__file__).with_name("permutation.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
