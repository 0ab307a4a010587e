"""Golden numbers for training the CNN: three steps of the same network in PyTorch, in double precision.

Usage: python make_cnn_training.py > cnn_training.json   (needs numpy and torch)
Two groups of two examples are normalised each by itself, then dropout by the project's own noise, label shares as targets, AdamW
(and Adam), running statistics.
Layouts follow the trainer: images [batch, frames, bands, 1], kernels [3, 3, in, out], "same" padding as in TensorFlow.
"""

import json

import numpy as np
import torch
import torch.nn.functional as F

FRAMES, MELS, WIDTH, CLASSES, BATCH, GROUPS, STEPS = 33, 26, 2, 3, 4, 2, 3
CHANNELS = [WIDTH, 2 * WIDTH, 4 * WIDTH, 4 * WIDTH]
EPSILON, RATE, DECAY, DROPOUT, SEED = 1e-3, 0.01, 0.1, 0.25, 123456789

rng = np.random.default_rng(20260214)


def rounded(x):
    return np.round(np.asarray(x, dtype=np.float64), 6)


def pcg(value):
    state = (value * 747796405 + 2891336453) % 2**32
    word = (((state >> ((state >> 28) + 4)) ^ state) * 277803737) % 2**32
    return (word >> 22) ^ word


def noise(index):
    return (pcg(pcg(index) ^ SEED) >> 8) / 2**24


def pad_same(x, window, stride, value):
    """x is [batch, channels, frames, bands]."""
    pads = []
    for size in reversed(x.shape[2:]):
        total = max((-(-size // stride) - 1) * stride + window - size, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads, value=value)


def forward(images, weights):
    x, moments = images.permute(0, 3, 1, 2), []
    for block in range(4):
        kernel, gamma, beta = weights[3 * block : 3 * block + 3]
        stride = 2 if block == 0 else 1
        x = F.conv2d(pad_same(x, 3, stride, 0.0), kernel.permute(3, 2, 0, 1), stride=stride)
        if block < 3:
            x = F.max_pool2d(pad_same(x, 2, 2, -np.inf), 2)
        parts, means, variances = [], [], []
        for part in x.chunk(GROUPS):
            mean = part.mean(dim=(0, 2, 3))
            variance = part.var(dim=(0, 2, 3), unbiased=False)
            means.append(mean)
            variances.append(variance)
            shape = (1, -1, 1, 1)
            scaled = (part - mean.view(shape)) / torch.sqrt(variance.view(shape) + EPSILON)
            parts.append(torch.relu(scaled * gamma.view(shape) + beta.view(shape)))
        x = torch.cat(parts)
        moments += [torch.stack(means).mean(0).detach(), torch.stack(variances).mean(0).detach()]
    summary = torch.cat([x.mean(dim=(2, 3)), x.amax(dim=(2, 3))], dim=1)
    mask = [0 if noise(i) < DROPOUT else 1 / (1 - DROPOUT) for i in range(summary.numel())]
    summary = summary * torch.tensor(mask, dtype=torch.float64).view(summary.shape)
    return summary @ weights[12] + weights[13], moments


def class_loss(logits, step):
    return -(torch.tensor(targets[step]) * F.log_softmax(logits, dim=1)).sum()


def label_loss(logits, step):
    """PyTorch's binary cross-entropy as a weighted mean over all answers."""
    wanted = torch.tensor(memberships[step], dtype=torch.float64)
    positive = torch.tensor(positive_weights)
    total = torch.nn.BCEWithLogitsLoss(pos_weight=positive, reduction="sum")(logits, wanted)
    return total / (wanted * positive + 1 - wanted).sum()


def train(optimiser_class, start, images, loss_of):
    weights = [torch.tensor(w, requires_grad=True) for w in start]
    kernels = [w for w in weights if w.dim() > 1]
    others = [w for w in weights if w.dim() == 1]
    groups = [{"params": kernels, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}]
    optimiser = optimiser_class(groups, lr=RATE, eps=1e-7)
    statistics = None
    losses = []
    for step in range(STEPS):
        optimiser.zero_grad()
        logits, moments = forward(torch.tensor(images[step]), weights)
        loss = loss_of(logits, step)
        loss.backward()
        optimiser.step()
        flat = torch.cat(moments)
        kept = min(0.95, step / (step + 1))
        statistics = flat if statistics is None else kept * statistics + (1 - kept) * flat
        losses.append(loss.item())
    flat = np.concatenate([w.detach().numpy().ravel() for w in weights])
    return {
        "losses": [round(x, 7) for x in losses],
        "weights": np.round(flat, 7).tolist(),
        "statistics": np.round(statistics.numpy(), 7).tolist(),
    }


shapes, inputs = [], 1
for outputs in CHANNELS:
    shapes += [(3, 3, inputs, outputs), (outputs,), (outputs,)]
    inputs = outputs
shapes += [(2 * inputs, CLASSES), (CLASSES,)]
start = [rounded(rng.normal(0, 0.5, shape)) for shape in shapes]
images = [rounded(rng.normal(0, 1, (BATCH, FRAMES, MELS, 1))) for _ in range(STEPS)]
shares = [rng.dirichlet(np.ones(CLASSES), BATCH) * rng.uniform(0.5, 2, (BATCH, 1)) for _ in range(STEPS)]
targets = [rounded(s / s.sum()) for s in shares]
# Clips with several labels: one common, one rare, one in between.
memberships = (rng.random((STEPS, BATCH, CLASSES)) < [0.8, 0.1, 0.4]).astype(int)
memberships[0, 0] = 1
label_shares = memberships.mean(axis=(0, 1))
positive_weights = np.clip((1 - label_shares) / label_shares, 0.1, 10)

print(
    json.dumps(
        {
            "config": {"numFrames": FRAMES, "numMels": MELS, "width": WIDTH, "numClasses": CLASSES},
            "settings": {"learningRate": RATE, "weightDecay": DECAY, "dropout": DROPOUT, "seed": SEED},
            "start": np.concatenate([w.ravel() for w in start]).tolist(),
            "images": [x.ravel().tolist() for x in images],
            "targets": [t.ravel().tolist() for t in targets],
            "adamw": train(torch.optim.AdamW, start, images, class_loss),
            "adam": train(torch.optim.Adam, start, images, class_loss),
            "memberships": memberships.ravel().tolist(),
            "positiveWeights": positive_weights.tolist(),
            "labels": train(torch.optim.AdamW, start, images, label_loss),
        }
    )
)
