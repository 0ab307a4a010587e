"""Small models in XGBoost's JSON format and what native XGBoost predicts with them: python make_xgboost_json.py

Adds the models of the version of XGBoost that runs it, so it can be run once for each version of the format:
1.7 and 2.1 make "DIALECT" only. Probabilities come from a Booster that was loaded from the file.
"""

import json
import tempfile
from pathlib import Path

import numpy as np
import xgboost

TARGET = Path(__file__).with_name("xgboost_models.json")
NAMES = ["tempo", "loudness", "zcr mean", "chroma_01", "chroma_02"]
DIALECT = ["three classes, missing values", "four labels"]
EARLY_ENDS = "ends early"

rng = np.random.default_rng(20160813)
x = (rng.normal(size=(240, 5)) * [30, 4, 0.1, 1, 1] + [120, -20, 0.2, 0, 0]).astype(np.float32)
scores = np.stack([x[:, 0] / 30 - 4, x[:, 1] / 4 + 5, x[:, 2] * 10 - 2 + x[:, 3]], axis=1)
y = np.argmax(scores + 0.7 * rng.normal(size=scores.shape), axis=1)
labels = np.stack([y == 0, y == 1, x[:, 3] > 0.5, x[:, 4] + rng.normal(size=240) > 1], axis=1).astype(int)
x[rng.random(x.shape) < 0.12] = np.nan
HELD_OUT = slice(200, 240)

MODELS = {
    "three classes, missing values": dict(params=dict(objective="multi:softprob", num_class=3), y=y),
    "two classes": dict(params=dict(objective="binary:logistic", scale_pos_weight=3), y=(y > 0).astype(int)),
    "four labels": dict(params=dict(objective="binary:logistic"), y=labels),
    EARLY_ENDS: dict(params=dict(objective="binary:logistic", eta=0.9), y=(y > 1).astype(int), rounds=30),
    "a forest a round, without names": dict(
        params=dict(objective="multi:softprob", num_class=3, num_parallel_tree=3, subsample=0.7, max_depth=2),
        y=y, rounds=2, names=None,
    ),
    "pruned nodes": dict(params=dict(objective="multi:softprob", num_class=3, tree_method="exact", gamma=2), y=y),
    "multi:softmax": dict(params=dict(objective="multi:softmax", num_class=3), y=y, rounds=2),
    "binary:logitraw": dict(params=dict(objective="binary:logitraw", base_score=0.4), y=(y > 0).astype(int)),
    "no rounds": dict(params=dict(objective="binary:logistic", base_score=0.3), y=(y > 0).astype(int), rounds=0),
}


def train(params, y, rounds=3, names=NAMES):
    train_rows, held_out = (
        xgboost.DMatrix(x[rows], label=y[rows], feature_names=names)
        for rows in (slice(0, 200), HELD_OUT)
    )
    stopping = dict(evals=[(held_out, "held_out")], early_stopping_rounds=3, verbose_eval=False)
    booster = xgboost.train(
        dict(max_depth=3, nthread=1, seed=1) | params,
        train_rows,
        rounds,
        **(stopping if rounds > 10 else {}),
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.json"
        booster.save_model(file)
        loaded = xgboost.Booster()
        loaded.load_model(file)
        model = json.loads(file.read_text())
    objective = params["objective"]
    margins = objective in ("multi:softmax", "binary:logitraw")
    answers = loaded.predict(held_out, output_margin=margins).astype(np.float64)
    if objective == "multi:softmax":
        answers = np.exp(answers) / np.exp(answers).sum(axis=1, keepdims=True)
    if objective == "binary:logitraw":
        answers = 1 / (1 + np.exp(-answers))
    if answers.ndim == 1:
        answers = np.stack([1 - answers, answers], axis=1)
    if rounds > 10:
        assert int(loaded.attr("best_iteration")) + 1 < loaded.num_boosted_rounds() < rounds
    return {"model": model, "probabilities": answers.ravel().tolist()}


def main():
    version = xgboost.__version__
    saved = json.loads(TARGET.read_text())["models"] if TARGET.exists() else []
    names = MODELS if version.startswith("3") else DIALECT
    made = [{"name": name, "xgboost": version, **train(**MODELS[name])} for name in names]
    models = [model for model in saved if model["xgboost"] != version] + made
    models.sort(key=lambda model: model["xgboost"])
    rows = [None if np.isnan(value) else float(value) for value in x[HELD_OUT].ravel()]
    golden = {"columns": x.shape[1], "columnNames": NAMES, "rows": rows, "models": models}
    # Far below the tolerance of those who compare; the model's own numbers stay as XGBoost wrote them.
    for model in models:
        model["probabilities"] = [round(p, 7) for p in model["probabilities"]]
    TARGET.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(f"{len(models)} models, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
