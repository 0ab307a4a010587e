"""Golden scores from scikit-learn, for src/evaluation. Writes metrics.json beside this file.

Needs numpy, scikit-learn and scipy.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.stats import binomtest
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    log_loss,
    precision_recall_fscore_support,
)

CLASSES = 5


def case(name, true, probabilities):
    labels = list(range(CLASSES))
    predicted = probabilities.argmax(axis=1)
    precision, recall, f1, support = precision_recall_fscore_support(
        true, predicted, labels=labels, zero_division=0
    )
    return {
        "name": name,
        "true": true.tolist(),
        "probabilities": probabilities.tolist(),
        "accuracy": accuracy_score(true, predicted),
        "macroF1": f1_score(true, predicted, labels=labels, average="macro", zero_division=0),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "confusion": confusion_matrix(true, predicted, labels=labels).tolist(),
        "logLoss": log_loss(true, probabilities, labels=labels),
    }


def random_case(name, seed, clips, true_classes, strength):
    rng = np.random.default_rng(seed)
    true = rng.choice(true_classes, size=clips)
    logits = rng.normal(size=(clips, CLASSES))
    logits[np.arange(clips), true] += strength
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return case(name, true, probabilities.astype(np.float32))


def one_hot_case():
    true = np.array([0, 1, 2, 3, 4, 0])
    predicted = np.array([0, 1, 2, 3, 4, 1])
    return case("certain, once wrong", true, np.eye(CLASSES, dtype=np.float32)[predicted])


def wilson(successes, n):
    interval = binomtest(successes, n).proportion_ci(confidence_level=0.95, method="wilson")
    return {"successes": successes, "n": n, "low": interval.low, "high": interval.high}


golden = {
    "madeWith": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}",
    "evaluations": [
        random_case("all classes", 1, 60, [0, 1, 2, 3, 4], 2.0),
        random_case("two classes never true", 2, 25, [0, 2, 3], 1.0),
        random_case("chance", 3, 40, [0, 1, 2, 3, 4], 0.0),
        one_hot_case(),
    ],
    "wilson": [
        wilson(successes, n)
        for successes, n in [(0, 1), (1, 1), (0, 10), (10, 10), (7, 10), (55, 100), (744, 1000)]
    ],
}
Path(__file__).with_name("metrics.json").write_text(json.dumps(golden, indent=1) + "\n")
