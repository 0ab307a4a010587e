"""Golden numbers of scikit-learn's classical learners: python make_classical.py GTZAN_FEATURES.csv

Inputs are made by a formula that `classical-data.ts` repeats; only the learners' answers are in the file. Accuracies are those
on rows held out, row i in fold i mod FOLDS.
"""

import csv
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

SETS = [
    {"name": "four classes", "train": 240, "test": 60, "columns": 12, "classes": 4, "missing": 0, "seed": 1},
    {"name": "two classes", "train": 120, "test": 40, "columns": 9, "classes": 2, "missing": 0, "seed": 2},
    {"name": "three classes, missing values", "train": 150, "test": 50, "columns": 10, "classes": 3, "missing": 11, "seed": 3},
]
FOREST_TREES = 500
FOLDS = 5
# Digits are the test that runs everywhere: one fold is enough.
SCORED_FOLDS = {"digits": 1, "gtzan": FOLDS}
FOREST_SEEDS = 3
LEARNERS = {
    "random-forest": lambda seed: RandomForestClassifier(200, random_state=seed, n_jobs=1),
    "logistic-regression": lambda seed: LogisticRegression(C=1, tol=1e-8, max_iter=20000),
    "k-nearest-neighbours": lambda seed: KNeighborsClassifier(10, weights="distance"),
    "svm": lambda seed: SVC(C=10),
}


def minimal_standard(seed):
    """Park and Miller's generator: exact in double precision."""
    state = seed
    while True:
        state = state * 16807 % 2147483647
        yield state


def make_set(spec):
    """Column 0 is constant, column 1 has another scale; a class moves the columns that it shares a remainder with."""
    chance = minimal_standard(spec["seed"])
    rows = spec["train"] + spec["test"]
    x = np.zeros((rows, spec["columns"]), np.float32)
    y = np.arange(rows) % spec["classes"]
    for i in range(rows):
        for j in range(spec["columns"]):
            noise = (next(chance) % 1000 + next(chance) % 1000 + next(chance) % 1000) / 500 - 3
            value = noise + (1 if j % spec["classes"] == y[i] else 0)
            is_missing = spec["missing"] > 0 and next(chance) % spec["missing"] == 0
            x[i, j] = 5 if j == 0 else np.nan if is_missing else value * 1000 if j == 1 else value
    return x[: spec["train"]], y[: spec["train"]], x[spec["train"] :], y[spec["train"] :]


def rounded(values, digits=7):
    return [round(float(value), digits) for value in np.asarray(values).ravel()]


def answers(spec):
    x, y, x_test, y_test = make_set(spec)

    def fitted(learner, labels=y):
        return make_pipeline(SimpleImputer(), StandardScaler(), learner).fit(x.astype(float), labels)

    test = x_test.astype(float)
    logistic = []
    for c in (1, 0.05):
        model = fitted(LogisticRegression(C=c, tol=1e-10, max_iter=20000))
        logistic.append(
            {
                "C": c,
                "coefficients": rounded(model[-1].coef_),
                "intercepts": rounded(model[-1].intercept_),
                "probabilities": rounded(model.predict_proba(test)),
            }
        )
    memberships = np.stack([(y == k) | (np.arange(len(y)) % (k + 3) == 0) for k in range(spec["classes"])], axis=1)
    several = fitted(OneVsRestClassifier(LogisticRegression(C=1, tol=1e-10, max_iter=20000)), memberships.astype(int))
    neighbours = [
        {
            "n_neighbors": k,
            "weights": weights,
            "probabilities": rounded(fitted(KNeighborsClassifier(k, weights=weights, algorithm="brute")).predict_proba(test)),
        }
        for k, weights in ((5, "uniform"), (12, "distance"))
    ]
    svm = [
        {
            "C": c,
            "decisions": rounded(
                fitted(SVC(C=c, tol=1e-8, decision_function_shape="ovo")).decision_function(test)
            ),
        }
        for c in (1, 10)
    ]
    forests = [
        RandomForestClassifier(FOREST_TREES, random_state=seed, n_jobs=1).fit(x, y) for seed in range(3)
    ]
    forest = {
        "n_estimators": FOREST_TREES,
        "accuracy": float(np.mean([model.score(x_test, y_test) for model in forests])),
        "probabilities": rounded(np.mean([model.predict_proba(x_test) for model in forests], axis=0), 4),
    }
    return {
        **spec,
        "logistic": logistic,
        "severalLabels": {"C": 1, "probabilities": rounded(several.predict_proba(test))},
        "neighbours": neighbours,
        "svm": svm,
        "forest": forest,
    }


def accuracies(x, y, scored_folds):
    fold = np.arange(len(y)) % FOLDS

    def accuracy(make, seed):
        hits = 0
        for k in range(scored_folds):
            model = make_pipeline(StandardScaler(), make(seed)).fit(x[fold != k], y[fold != k])
            hits += np.sum(model.predict(x[fold == k]) == y[fold == k])
        return hits / np.sum(fold < scored_folds)

    return {
        trainer: round(float(np.mean([accuracy(make, seed) for seed in range(FOREST_SEEDS if trainer == "random-forest" else 1)])), 4)
        for trainer, make in LEARNERS.items()
    }


def gtzan(path):
    rows = list(csv.reader(open(path)))[1:]
    names = sorted({row[-1] for row in rows})
    return np.array([[float(v) for v in row[2:-1]] for row in rows]), np.array([names.index(row[-1]) for row in rows])


def main():
    warnings.simplefilter("ignore")
    golden = {"madeWith": f"scikit-learn {sklearn.__version__}", "sets": [answers(spec) for spec in SETS]}
    tables = {"digits": load_digits(return_X_y=True), "gtzan": gtzan(sys.argv[1])}
    golden["folds"] = FOLDS
    golden["scoredFolds"] = SCORED_FOLDS
    golden["accuracy"] = {name: accuracies(*table, SCORED_FOLDS[name]) for name, table in tables.items()}
    path = Path(__file__).with_name("classical.json")
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
