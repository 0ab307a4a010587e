"""Golden numbers for the CNN: the network and AdamW written again in NumPy, in double precision.

Usage: python make_cnn.py > cnn.json   (needs numpy)
Layouts follow the trainer: images [batch, frames, bands, 1], kernels [3, 3, in, out], "same" padding as in TensorFlow.
"""

import json

import numpy as np

FRAMES, MELS, WIDTH, CLASSES, BATCH = 9, 11, 2, 3, 2
CHANNELS = [WIDTH, 2 * WIDTH, 4 * WIDTH, 4 * WIDTH]
EPSILON = 1e-3

rng = np.random.default_rng(20240607)


def pad_same(x, window, stride, value):
    """Zero (or `value`) padding of axes 1 and 2 so that the output has ceil(size / stride) places."""
    widths = [(0, 0)]
    for size in x.shape[1:3]:
        total = max((-(-size // stride) - 1) * stride + window - size, 0)
        widths.append((total // 2, total - total // 2))
    return np.pad(x, widths + [(0, 0)], constant_values=value)


def windows(x, window, stride, value):
    """[batch, H', W', window, window, channels]"""
    view = np.lib.stride_tricks.sliding_window_view(pad_same(x, window, stride, value), (window, window), axis=(1, 2))
    return view[:, ::stride, ::stride].transpose(0, 1, 2, 4, 5, 3)


def convolve(x, kernel, stride):
    return np.einsum("bhwijc,ijco->bhwo", windows(x, 3, stride, 0.0), kernel)


def max_pool(x):
    return windows(x, 2, 2, -np.inf).max(axis=(3, 4))


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def network(x, weights, moments):
    """`moments(block, h)` gives mean and variance of each channel of h."""
    for block in range(4):
        kernel, gamma, beta = weights[3 * block : 3 * block + 3]
        h = convolve(x, kernel, 2 if block == 0 else 1)
        if block < 3:
            h = max_pool(h)
        mean, variance = moments(block, h)
        x = np.maximum(0.0, (h - mean) / np.sqrt(variance + EPSILON) * gamma + beta)
    summary = np.concatenate([x.mean(axis=(1, 2)), x.max(axis=(1, 2))], axis=1)
    return summary @ weights[12] + weights[13]


def adamw(weights, gradients, rate, decay, mask):
    """The weights after each of the steps."""
    m, v, history = np.zeros_like(weights), np.zeros_like(weights), []
    for step, g in enumerate(gradients, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**step), v / (1 - 0.999**step)
        weights = weights * (1 - rate * decay * mask) - rate * m_hat / (np.sqrt(v_hat) + 1e-7)
        history.append(weights)
    return history


def rounded(x):
    """As float32 and 7 digits, so that both sides start from the same numbers."""
    return np.round(np.asarray(x, dtype=np.float64), 6)


shapes, inputs = [], 1
for outputs in CHANNELS:
    shapes += [(3, 3, inputs, outputs), (outputs,), (outputs,)]
    inputs = outputs
shapes += [(2 * inputs, CLASSES), (CLASSES,)]
weights = [rounded(rng.normal(0, 0.5, shape)) for shape in shapes]
statistics = []
for channels in CHANNELS:
    statistics += [rounded(rng.normal(0, 0.3, channels)), rounded(rng.uniform(0.5, 2.0, channels))]
images = rounded(rng.normal(0, 1, (BATCH, FRAMES, MELS, 1)))

running = network(images, weights, lambda block, h: statistics[2 * block : 2 * block + 2])
batch = network(images, weights, lambda _, h: (h.mean(axis=(0, 1, 2)), h.var(axis=(0, 1, 2))))

start = rounded(rng.normal(0, 1, 6))
gradients = [rounded(rng.normal(0, 1, 6) * 10.0 ** rng.integers(-4, 2, 6)) for _ in range(5)]
mask = np.array([1, 1, 1, 0, 0, 0], dtype=np.float64)

print(
    json.dumps(
        {
            "config": {"numFrames": FRAMES, "numMels": MELS, "width": WIDTH, "numClasses": CLASSES},
            "weights": np.concatenate([w.ravel() for w in weights]).tolist(),
            "statistics": np.concatenate(statistics).tolist(),
            "images": images.ravel().tolist(),
            "probabilities": np.round(softmax(running).ravel(), 8).tolist(),
            "trainingLogits": np.round(batch.ravel(), 7).tolist(),
            "adam": {
                "learningRate": 0.01,
                "weightDecay": 0.1,
                "decayMask": mask.tolist(),
                "start": start.tolist(),
                "gradients": [g.tolist() for g in gradients],
                "weights": [np.round(w, 8).tolist() for w in adamw(start, gradients, 0.01, 0.1, mask)],
            },
        }
    )
)
