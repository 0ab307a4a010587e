"""Golden numbers of scikit-learn's SimpleImputer, StandardScaler and PCA, and of pandas' correlations: python make_pca.py

The tables are made by the formula below, which pca-table.ts repeats; so only results are kept here. Correlated columns
are dropped by the widespread recipe: the upper triangle of corr().abs(), any column with a value above the threshold.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler

MAX_CORRELATION = 0.95
SETS = [
    {"name": "24 columns", "rows": 160, "train": 150, "columns": 24, "factors": 12, "components": 8, "seed": 7},
    {"name": "518 columns", "rows": 604, "train": 600, "columns": 518, "factors": 90, "components": 60, "seed": 11},
]


def uniform(seed):
    """Values in [-0.5, 0.5): a linear congruential generator."""
    state = seed
    while True:
        state = (state * 1664525 + 1013904223) % 2**32
        yield state / 2**32 - 0.5


def make_table(spec):
    draw = uniform(spec["seed"])
    rows, columns, factors = spec["rows"], spec["columns"], spec["factors"]
    take = lambda *shape: np.array([next(draw) for _ in range(int(np.prod(shape)))]).reshape(shape)
    loadings, scores, noise, holes = take(factors, columns), take(rows, factors), take(rows, columns), take(rows, columns)
    x = 0.02 * noise
    strength = 1.0
    for k in range(factors):
        x = x + strength * (scores[:, [k]] * loadings[[k], :])
        strength *= 0.95
    for j in range(columns):
        if j % 13 == 5:  # a near-copy of an earlier column, every other one upside down
            x[:, j] = (1 if j % 2 else -1) * x[:, j - 3] + 0.1 * x[:, j]
        if j % 11 == 4:
            x[:, j] = x[:, j] * 10 ** (j % 7)
        if j == 8:
            x[:, j] = x[:, j] * 1e38
        if j == 9:
            x[:, j] = 0.1
    x = x.astype(np.float32)
    x[holes < -0.49] = np.nan
    x[:, 9] = np.float32(0.1)
    x[:, 10] = np.nan
    return x


def digits(values, number):
    return [float(f"{value:.{number}g}") for value in np.ravel(values)]


def make_set(spec):
    x = make_table(spec).astype(np.float64)
    train, later = x[: spec["train"]], x[spec["train"] :]
    imputer = SimpleImputer(strategy="mean").fit(train)
    filled = imputer.transform(train)
    scaler = StandardScaler().fit(filled)
    scaled = scaler.transform(filled)

    constant = np.flatnonzero(scaled.std(axis=0) < 1e-9)
    varying = np.setdiff1d(np.arange(scaled.shape[1]), constant)
    correlations = pd.DataFrame(scaled[:, varying], columns=varying).corr()
    upper = correlations.abs().where(np.triu(np.ones(correlations.shape, dtype=bool), k=1))
    dropped = [column for column in upper.columns if any(upper[column] > MAX_CORRELATION)]
    kept = [column for column in varying if column not in dropped]

    pca = PCA(n_components=spec["components"], svd_solver="full").fit(scaled[:, kept])
    condense = lambda rows: pca.transform(scaler.transform(imputer.transform(rows))[:, kept])
    # Of the large table, the first components alone: the file is to stay small.
    shown = spec["components"] if spec["columns"] < 100 else 3
    return {
        **spec,
        "means": digits(imputer.statistics_[~np.isnan(imputer.statistics_)], 9),
        "mean": digits(scaler.mean_, 9),
        "scale": digits(scaler.scale_, 9),
        "constant": constant.tolist(),
        "dropped": [int(column) for column in dropped],
        "largestCorrelations": digits([upper[column].max() for column in dropped], 9),
        "explainedVariance": digits(pca.explained_variance_, 12),
        "explainedVarianceRatio": digits(pca.explained_variance_ratio_, 12),
        "components": digits(pca.components_[:shown], 8),
        "trainRows": digits(condense(train[:4]), 8),
        "laterRows": digits(condense(later[:4]), 8),
    }


def main():
    sets = [make_set(spec) for spec in SETS]
    text = json.dumps({"maxCorrelation": MAX_CORRELATION, "sets": sets})
    Path(__file__).with_name("pca.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
