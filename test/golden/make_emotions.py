"""Scores of native XGBoost, and of scikit-learn's logistic regression one label against the rest, on Mulan's emotions (593 clips, 72 features, 6 labels), each label a yes–no question:
python make_emotions.py path/to/emotions.arff. Writes emotions.json beside this file: the split and the scores, no data.

Needs numpy, scikit-learn and xgboost.
"""

import json
import sys
from pathlib import Path

import numpy as np
import sklearn
import xgboost
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, average_precision_score, f1_score, hamming_loss, roc_auc_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

NUM_LABELS = 6
TRAIN_SHARE = 0.6
SETTINGS = [
    {
        "name": "no chance",
        "params": {"rounds": 60, "eta": 0.1, "max_depth": 4, "max_bin": 256, "subsample": 1, "colsample_bytree": 1},
        "seeds": [1],
    },
    {
        "name": "sampled rows and columns",
        "params": {"rounds": 100, "eta": 0.1, "max_depth": 4, "max_bin": 64, "subsample": 0.8, "colsample_bytree": 0.4},
        "seeds": [1, 2, 3, 4],
    },
]


def read(path):
    lines = Path(path).read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if line.lower().startswith("@data"))
    rows = np.array([line.split(",") for line in lines[start + 1 :] if line.strip()], float)
    return rows[:, :-NUM_LABELS].astype(np.float32), rows[:, -NUM_LABELS:].astype(int)


def scores(true, probabilities):
    said = (probabilities >= 0.5).astype(int)
    return {
        "microF1": f1_score(true, said, average="micro", zero_division=0),
        "macroF1": f1_score(true, said, average="macro", zero_division=0),
        "meanAveragePrecision": average_precision_score(true, probabilities, average="macro"),
        "macroRocAuc": roc_auc_score(true, probabilities, average="macro"),
        "hammingLoss": hamming_loss(true, said),
        "subsetAccuracy": accuracy_score(true, said),
    }


def main():
    x, y = read(sys.argv[1])
    order = np.random.default_rng(20260).permutation(len(x))
    train = np.sort(order[: round(TRAIN_SHARE * len(x))])
    test = np.setdiff1d(np.arange(len(x)), train)
    runs = []
    for setting in SETTINGS:
        params = {name: value for name, value in setting["params"].items() if name != "rounds"}
        by_seed = []
        for seed in setting["seeds"]:
            booster = xgboost.train(
                {**params, "objective": "binary:logistic", "tree_method": "hist", "seed": seed, "nthread": 1},
                xgboost.DMatrix(x[train], label=y[train]),
                num_boost_round=setting["params"]["rounds"],
            )
            by_seed.append(scores(y[test], booster.predict(xgboost.DMatrix(x[test]))))
        mean = {name: float(np.mean([s[name] for s in by_seed])) for name in by_seed[0]}
        spread = {name: float(np.std([s[name] for s in by_seed])) for name in by_seed[0]}
        print(setting["name"], mean, spread)
        runs.append({"name": setting["name"], "params": setting["params"], "seeds": setting["seeds"], "scores": mean})
    plain = make_pipeline(StandardScaler(), OneVsRestClassifier(LogisticRegression(C=1, tol=1e-10, max_iter=20000)))
    logistic = scores(y[test], plain.fit(x[train], y[train]).predict_proba(x[test]))
    golden = {
        "madeWith": f"xgboost {xgboost.__version__}, scikit-learn {sklearn.__version__}",
        "test": test.tolist(),
        "runs": runs,
        "logistic": {name: float(value) for name, value in logistic.items()},
    }
    Path(__file__).with_name("emotions.json").write_text(json.dumps(golden) + "\n")


main()
