"""Golden numbers of Basic Pitch: posteriors by ONNX Runtime from the network of the Python package, and the
description that Earmark makes of them, written again with NumPy.

pip install numpy onnxruntime; pip download --no-deps basic-pitch==0.4.0, unpack, and give the path of
basic_pitch/saved_models/icassp_2022/nmp.onnx: python make_basic_pitch.py nmp.onnx > basic_pitch.json
"""

import json
import sys

import numpy as np
import onnxruntime

RATE, PATCH, OVERLAP = 22050, 43844, 30 * 256
HOP = PATCH - OVERLAP
FPS = RATE / 256


def music(seconds):
    """A little melody: notes of a fifth of a second with three harmonics, over a bass note."""
    t = np.arange(int(seconds * RATE)) / RATE
    x = 0.2 * np.sin(2 * np.pi * 110 * t)
    for i, midi in enumerate([60, 64, 67, 72, 67, 64, 62, 65, 69, 74] * 2):
        start = i * 0.2 * seconds / 4
        if start >= seconds:
            break
        on = np.maximum(0, t - start)
        envelope = (t >= start) * np.exp(-6 * on)
        f = 440 * 2 ** ((midi - 69) / 12)
        for k in (1, 2, 3):
            x += 0.25 / k * envelope * np.sin(2 * np.pi * f * k * on)
    return x.astype(np.float32)


def posteriors(session, x):
    padded = np.concatenate([np.zeros(OVERLAP // 2, np.float32), x])
    count = max(1, -(-len(padded) // HOP))
    patches = np.zeros((count, PATCH, 1), np.float32)
    for i in range(count):
        part = padded[i * HOP : i * HOP + PATCH]
        patches[i, : len(part), 0] = part
    names = ["StatefulPartitionedCall:0", "StatefulPartitionedCall:1", "StatefulPartitionedCall:2"]
    return session.run(names, {session.get_inputs()[0].name: patches})


def geometric(first, last, steps):
    return first * (last / first) ** (np.arange(steps + 1) / steps)


def describe(contour, note, onset):
    contour, note, onset = (a[:, 15:-15].reshape(-1, a.shape[-1]).astype(np.float64) for a in (contour, note, onset))
    frames = len(note)
    mean, onset_mean = note.mean(0), onset.mean(0)
    classes = lambda m: np.bincount((np.arange(88) + 9) % 12, m, 12) / max(m.sum(), 1e-6)
    pc = classes(mean)
    strongest = int(np.argmax(pc))
    octaves = lambda m: np.array([m[max(0, 12 * o - 9) : 12 * o + 3].mean() for o in range(8)])
    sounding, begun = (note > 0.3).sum(1), onset.sum(1)
    density = [sounding.mean(), sounding.std(), (sounding == 0).mean(), begun.mean(), begun.std(),
               (onset > 0.5).sum() / frames * FPS]
    cents = contour.mean(0).reshape(88, 3).sum(0)
    shares = np.concatenate([
        mean, note.std(0), onset_mean, pc, np.roll(pc, -strongest), np.roll(classes(onset_mean), -strongest),
        octaves(mean), octaves(np.abs(np.diff(note, axis=0)).mean(0)), density, cents / max(cents.sum(), 1e-6),
    ])
    o = begun - begun.mean()
    ac = np.correlate(o, o, "full")[frames - 1 :] / ((o**2).sum() + 1e-6)
    lags = np.floor(geometric(8, 172, 24) + 0.5).astype(int)
    rhythm = [ac[a : max(b, a + 1)].max() if a < frames else 0 for a, b in zip(lags[:-1], lags[1:])]
    bins = np.floor(geometric(0.5, 16, 12) * 1024 / FPS + 0.5).astype(int)
    for a, b in ((0, 27), (27, 51), (51, 88)):
        s = onset[:, a:b].sum(1)
        s = s - s.mean()
        k = np.arange(bins[0], bins[-1])
        power = np.abs(np.exp(-2j * np.pi * np.outer(k, np.arange(frames)) / 1024) @ s) ** 2
        rhythm += [np.log(power[x - bins[0] : y - bins[0]].mean() + 1e-4) for x, y in zip(bins[:-1], bins[1:])]
    return np.concatenate([np.log1p(100 * shares), rhythm])


session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
outputs = posteriors(session, music(4))
print(json.dumps({
    "package": "basic-pitch 0.4.0",
    "onnxruntime": onnxruntime.__version__,
    "seconds": 4,
    "outputs": [{"dims": a.shape, "mean": round(float(a.mean()), 7),
                 "frame": [round(float(v), 5) for v in a[1, 80]]} for a in outputs],
    "embedding": [round(float(v), 5) for v in describe(*outputs)],
}))
