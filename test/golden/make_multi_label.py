"""Golden multi-label scores from scikit-learn, for src/evaluation. Writes multi_label.json beside this file.

Needs numpy and scikit-learn.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    f1_score,
    hamming_loss,
    log_loss,
    precision_recall_curve,
    precision_recall_fscore_support,
    roc_auc_score,
)

warnings.filterwarnings("ignore")  # labels without a true clip have no average precision


def case(name, true, probabilities):
    # ">=", as the app counts; scikit-learn leaves the threshold to its caller.
    said = (probabilities >= 0.5).astype(int)
    precision, recall, f1, support = precision_recall_fscore_support(
        true, said, average=None, zero_division=0
    )
    average_precision = [
        average_precision_score(true[:, k], probabilities[:, k]) if true[:, k].any() else None
        for k in range(true.shape[1])
    ]
    both = [0 < column.sum() < len(column) for column in true.T]
    roc_auc = [
        roc_auc_score(true[:, k], probabilities[:, k]) if both[k] else None
        for k in range(true.shape[1])
    ]
    areas = [value for value in roc_auc if value is not None]
    known = [value for value in average_precision if value is not None]
    return {
        "name": name,
        "true": true.tolist(),
        "probabilities": probabilities.tolist(),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "averagePrecision": average_precision,
        "meanAveragePrecision": float(np.mean(known)) if known else 0.0,
        "rocAuc": roc_auc,
        "macroRocAuc": float(np.mean(areas)) if areas else None,
        "bestF1": [best_f1(t, p) for t, p in zip(true.T, probabilities.T)],
        "microF1": f1_score(true, said, average="micro", zero_division=0),
        "macroF1": f1_score(true, said, average="macro", zero_division=0),
        "hammingLoss": hamming_loss(true, said),
        "subsetAccuracy": accuracy_score(true, said),
        "logLoss": float(
            np.mean([log_loss(t, p, labels=[0, 1]) for t, p in zip(true.T, probabilities.T)])
        ),
    }


def best_f1(true, probabilities):
    """Highest F1 that any threshold reaches on one label."""
    if not true.any():
        return 0.0
    precision, recall, _ = precision_recall_curve(true, probabilities)
    return float(np.max(2 * precision * recall / np.maximum(precision + recall, 1e-12)))


def random_case(seed, clips, labels, *, strength=1.5, decimals=None, rate=0.3):
    rng = np.random.default_rng(seed)
    true = (rng.random((clips, labels)) < rate).astype(int)
    margins = rng.normal(size=true.shape) + strength * (2 * true - 1)
    probabilities = (1 / (1 + np.exp(-margins))).astype(np.float32)
    if decimals is not None:
        probabilities = probabilities.round(decimals)
    return true, probabilities


def cases():
    yield case("any", *random_case(1, 60, 5))

    yield case("ties, also at 0.5", *random_case(2, 60, 5, decimals=1))

    true, probabilities = random_case(3, 30, 6)
    true[:, [1, 4]] = 0  # labels that no clip has
    probabilities[:, 4] *= 0.4  # one of them never said either
    yield case("labels without clips", true, probabilities)

    true, probabilities = random_case(4, 25, 4)
    true[:8] = 0
    probabilities[4:12] *= 0.4
    yield case("clips without labels, and none said", true, probabilities)

    true, probabilities = random_case(5, 12, 3)
    true[:, 0] = 1
    yield case("a label that every clip has", true, probabilities)

    true, _ = random_case(6, 20, 3)
    yield case("the same answer for all", true, np.full(true.shape, 0.5, np.float32))

    true, _ = random_case(7, 20, 3)
    yield case("certain and right", true, true.astype(np.float32))

    true, _ = random_case(8, 20, 3)
    yield case("certain and wrong", true, (1 - true).astype(np.float32))

    yield case("nothing true", np.zeros((5, 3), int), np.full((5, 3), 0.25, np.float32))

    yield case("one clip", *random_case(9, 1, 4))


golden = {"madeWith": f"scikit-learn {sklearn.__version__}", "cases": list(cases())}
Path(__file__).with_name("multi_label.json").write_text(json.dumps(golden) + "\n")
