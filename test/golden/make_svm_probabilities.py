"""Golden numbers of libsvm's probabilities: python make_svm_probabilities.py

Sigmoids: the algorithm that libsvm publishes (Lin, Lin & Weng 2007, `sigmoid_train`), checked here against scikit-learn's own
Platt scaling. Coupling: the exact minimum (Wu, Lin & Weng 2004, second method) by linear algebra, and what libsvm's
`multiclass_probability` makes of the same decision values, which stops a little before.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.calibration import _sigmoid_calibration
from sklearn.svm import SVC


def sigmoid_train(decisions, positive):
    prior1, prior0 = np.sum(positive), np.sum(~positive)
    target = np.where(positive, (prior1 + 1) / (prior1 + 2), 1 / (prior0 + 2))
    a, b = 0.0, np.log((prior0 + 1) / (prior1 + 1))

    def loss(a, b):
        power = a * decisions + b
        return np.sum(np.where(power >= 0, target * power, (target - 1) * power) + np.log1p(np.exp(-np.abs(power))))

    value = loss(a, b)
    for _ in range(100):
        p = 1 / (1 + np.exp(a * decisions + b))
        d2 = p * (1 - p)
        d1 = target - p
        h11, h22, h21 = np.sum(decisions**2 * d2) + 1e-12, np.sum(d2) + 1e-12, np.sum(decisions * d2)
        g1, g2 = np.sum(decisions * d1), np.sum(d1)
        if abs(g1) < 1e-5 and abs(g2) < 1e-5:
            break
        det = h11 * h22 - h21 * h21
        da, db = -(h22 * g1 - h21 * g2) / det, -(-h21 * g1 + h11 * g2) / det
        slope, step = g1 * da + g2 * db, 1.0
        while step >= 1e-10:
            if loss(a + step * da, b + step * db) < value + 1e-4 * step * slope:
                a, b = a + step * da, b + step * db
                value = loss(a, b)
                break
            step /= 2
        else:
            break
    return a, b


def coupled(pairwise):
    """The p that sums to 1 and minimises the sum over pairs of (r_ji p_i - r_ij p_j)²."""
    k = len(pairwise)
    q = -pairwise.T * pairwise
    np.fill_diagonal(q, np.sum(pairwise**2, axis=0))
    system = np.block([[q, np.ones((k, 1))], [np.ones((1, k)), np.zeros((1, 1))]])
    return np.linalg.solve(system, np.append(np.zeros(k), 1))[:k]


def sigmoids():
    chance = np.random.default_rng(1)
    sets = []
    for name, count, share, noise in (("even", 60, 0.5, 1.5), ("one in six", 60, 1 / 6, 1.0), ("told apart", 40, 0.5, 0.1)):
        positive = np.arange(count) < count * share
        decisions = np.round(np.where(positive, 1, -1) + noise * chance.standard_normal(count), 4)
        a, b = sigmoid_train(decisions, positive)
        assert np.allclose((a, b), _sigmoid_calibration(decisions, positive.astype(int)), rtol=2e-3, atol=2e-3)
        signs = np.where(positive, 1, -1).tolist()
        sets.append({"name": name, "decisions": decisions.tolist(), "signs": signs, "slope": a, "offset": b})
    return sets


def coupling():
    chance = np.random.default_rng(2)
    classes = 4
    y = np.arange(160) % classes
    x = chance.standard_normal((160, 5)) + np.eye(classes, 5)[y] * 1.5
    model = SVC(probability=True, decision_function_shape="ovo", random_state=1).fit(x[:120], y[:120])
    decisions = model.decision_function(x[120:132])
    pairs = [(i, j) for i in range(classes) for j in range(i + 1, classes)]
    cases = []
    for own, libsvm in zip(decisions, model.predict_proba(x[120:132])):
        pairwise = np.zeros((classes, classes))
        for (i, j), value, a, b in zip(pairs, own, model.probA_, model.probB_):
            pairwise[i, j] = np.clip(1 / (1 + np.exp(a * value + b)), 1e-7, 1 - 1e-7)
            pairwise[j, i] = 1 - pairwise[i, j]
        cases.append({"pairwise": pairwise.ravel().round(9).tolist(), "exact": coupled(pairwise).tolist(), "libsvm": libsvm.tolist()})
    return {"classes": classes, "cases": cases}


def main():
    warnings.simplefilter("ignore")
    golden = {"madeWith": f"scikit-learn {sklearn.__version__}", "sigmoids": sigmoids(), "coupling": coupling()}
    path = Path(__file__).with_name("svm_probabilities.json")
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
