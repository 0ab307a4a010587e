"""Golden numbers for ensembles: weights of a soft vote (SciPy's SLSQP on the log loss), the model on top of a stack
(scikit-learn's StandardScaler and LogisticRegression), the interval of a mean (SciPy's bootstrap).

Run: python make_ensemble.py   (needs numpy, scipy, scikit-learn); writes ensemble.json beside itself.
"""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.stats import bootstrap
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(7)
CLIPS, CLASSES, MEMBERS = 40, 3, 3


def answers(truth, skill):
    margins = 2.5 * rng.normal(size=truth.shape) + skill * truth
    return margins


def fit_weights(likelihoods):
    def loss(w):
        return -np.mean(np.log(np.maximum(w @ likelihoods, 1e-12)))

    result = minimize(
        loss,
        np.full(len(likelihoods), 1 / len(likelihoods)),
        method="SLSQP",
        bounds=[(0, 1)] * len(likelihoods),
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 2000},
    )
    return {"weights": result.x.tolist(), "loss": float(result.fun)}


labels = rng.integers(CLASSES, size=CLIPS)
one_hot = np.eye(CLASSES)[labels]
softmax = lambda m: np.exp(m) / np.exp(m).sum(axis=1, keepdims=True)
single = [softmax(answers(one_hot, s)).astype(np.float32) for s in (3.5, 3.0, -0.5)]
likelihoods = np.array([p[np.arange(CLIPS), labels] for p in single], dtype=np.float64)

memberships = (rng.random((CLIPS, CLASSES)) < 0.4).astype(int)
several = [
    (1 / (1 + np.exp(-answers(2 * memberships - 1, s)))).astype(np.float32) for s in (2.5, 2.0, 0.2)
]
yes_no = np.array([np.where(memberships == 1, p, 1 - p).ravel() for p in several], dtype=np.float64)

stacked = np.hstack(single)
scaler = StandardScaler().fit(stacked.astype(np.float64))
top = LogisticRegression(C=0.1, tol=1e-10, max_iter=5000).fit(
    scaler.transform(stacked.astype(np.float64)), labels
)

differences = rng.choice([-1, 0, 1], p=[0.1, 0.7, 0.2], size=60)
interval = bootstrap(
    (differences,), np.mean, n_resamples=100_000, method="percentile", random_state=1
).confidence_interval

golden = {
    "single": {
        "labels": labels.tolist(),
        "answers": [p.ravel().tolist() for p in single],
        **fit_weights(likelihoods),
    },
    "several": {
        "memberships": memberships.ravel().tolist(),
        "answers": [p.ravel().tolist() for p in several],
        **fit_weights(yes_no),
    },
    "stacking": top.predict_proba(scaler.transform(stacked.astype(np.float64))).ravel().tolist(),
    "bootstrap": {"differences": differences.tolist(), "low": interval.low, "high": interval.high},
}
path = Path(__file__).with_name("ensemble.json")
path.write_text(json.dumps(golden))
print(path, golden["single"]["weights"], golden["several"]["weights"], interval)
