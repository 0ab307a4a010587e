"""Golden numbers for training the head: steps of the same network in PyTorch, in double precision.

Usage: python make_head.py > head.json   (needs numpy and torch)
MLP (linear without bias, batch normalisation with epsilon 1e-5, ReLU, linear), AdamW with epsilon 1e-7 and no decay of
gamma, beta and bias, a fixed order of batches, no dropout; cross-entropy with class shares as targets and a weight a row
(softmax), or binary cross-entropy with positive weights (sigmoid). The running statistics are the plain average of the
batches' (biased variances) for the first 20 steps, then an exponential one that keeps 0.95.
Kernels are [inputs, outputs].
"""

import json

import numpy as np
import torch
import torch.nn.functional as F

COLUMNS, HIDDEN, CLASSES, BATCH, STEPS = 7, 5, 3, 6, 8
EPSILON, RATE, DECAY = 1e-5, 0.02, 0.1

rng = np.random.default_rng(20261124)


def rounded(x):
    return np.round(np.asarray(x, dtype=np.float64), 6)


def forward(x, weights, head):
    if head == "linear":
        return x @ weights[0] + weights[1], []
    kernel, gamma, beta, dense, bias = weights
    x = x @ kernel
    mean, variance = x.mean(dim=0), x.var(dim=0, unbiased=False)
    x = F.batch_norm(x, None, None, gamma, beta, training=True, eps=EPSILON)
    return torch.relu(x) @ dense + bias, [mean.detach(), variance.detach()]


def train(head, link, start, batches):
    weights = [torch.tensor(w, requires_grad=True) for w in start]
    groups = [
        {"params": [w for w in weights if w.dim() > 1], "weight_decay": DECAY},
        {"params": [w for w in weights if w.dim() == 1], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=RATE, eps=1e-7)
    statistics, losses = np.zeros(0), []
    for step, (x, answers, row_weights, positive) in enumerate(batches):
        optimiser.zero_grad()
        logits, moments = forward(torch.tensor(x), weights, head)
        answers, row_weights = torch.tensor(answers), torch.tensor(row_weights)
        if link == "softmax":
            each = F.cross_entropy(logits, answers, reduction="none")
            loss = (each * row_weights).sum() / row_weights.sum()
        else:
            pos = torch.tensor(positive)
            each = F.binary_cross_entropy_with_logits(logits, answers, pos_weight=pos, reduction="sum")
            loss = each / (pos * answers + 1 - answers).sum()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        if moments:
            flat = torch.cat(moments).numpy()
            kept = min(0.95, step / (step + 1))
            statistics = flat if step == 0 else kept * statistics + (1 - kept) * flat
    flat = np.concatenate([w.detach().numpy().ravel() for w in weights])
    return {
        "losses": [round(x, 7) for x in losses],
        "weights": np.round(flat, 7).tolist(),
        "statistics": np.round(statistics, 7).tolist(),
    }


def case(head, link):
    if head == "mlp":
        shapes = [(COLUMNS, HIDDEN), (HIDDEN,), (HIDDEN,), (HIDDEN, CLASSES), (CLASSES,)]
    else:
        shapes = [(COLUMNS, CLASSES), (CLASSES,)]
    start = [rounded(rng.normal(0, 0.5, shape)) for shape in shapes]
    positive = rounded(rng.uniform(1, 3, CLASSES))
    batches = []
    for _ in range(STEPS):
        x = rounded(rng.normal(0, 1, (BATCH, COLUMNS)))
        row_weights = rounded(rng.uniform(0.5, 2, BATCH))
        if link == "softmax":
            answers = rounded(rng.dirichlet(np.ones(CLASSES), BATCH))
            answers[:, -1] = rounded(1 - answers[:, :-1].sum(axis=1))
        else:
            answers = rng.integers(0, 2, (BATCH, CLASSES)).astype(np.float64)
        batches.append((x, answers, row_weights, positive))
    return {
        "head": head,
        "link": link,
        "start": np.concatenate([w.ravel() for w in start]).tolist(),
        "positive": positive.tolist(),
        "batches": [
            {"x": x.ravel().tolist(), "answers": a.ravel().tolist(), "rowWeights": w.tolist()}
            for x, a, w, _ in batches
        ],
        **train(head, link, start, batches),
    }


print(
    json.dumps(
        {
            "config": {"numColumns": COLUMNS, "hiddenUnits": HIDDEN, "numClasses": CLASSES},
            "settings": {"learningRate": RATE, "weightDecay": DECAY},
            "batchSize": BATCH,
            "cases": [case(h, l) for h in ("mlp", "linear") for l in ("softmax", "sigmoid")],
        }
    )
)
