"""Golden numbers of FMA's 518 columns: the recipe of its features.py on the librosa that runs this.

Run in this folder, once with librosa 0.11 and once with librosa 0.5.1 (which runs on Python 3.6 with numpy 1.13,
scipy 1.0, numba 0.36 and resampy 0.2): python make_fma518.py
Needs Node besides, which decodes the real clips, and these where real-music.ts looks for them.

librosa 0.5.1 writes fma518_0_5.json: what FMA's file was made with, a sample rate of 22,050 Hz assumed where features.py
forgot to say another. librosa 0.11 writes fma518_0_11.json: the true rate everywhere, and librosa.feature.rms for rmse.
"""

import json
import os
import subprocess
import sys
import warnings

import librosa
import numpy as np
from scipy import stats

SAMPLE_RATE = 44100
NUM_SAMPLES = 4 * SAMPLE_RATE + 123
FMA_TRACK = "000002"
GENRES = "blues classical country disco hiphop jazz metal pop reggae rock".split()
GTZAN_CLIPS = [genre + ".00001" for genre in GENRES] + ["classical.00002", "metal.00000"]
OLD = librosa.__version__.startswith("0.5")


def noise():
    state, values = 1, np.empty(NUM_SAMPLES)
    for n in range(NUM_SAMPLES):
        state = (state * 1664525 + 1013904223) % 2**32
        values[n] = state / 2**31 - 1
    return values


def formula_signals():
    t, hiss = np.arange(NUM_SAMPLES) / SAMPLE_RATE, noise()
    phase = 2 * np.pi * 220 * 2 ** (np.floor(2 * t) / 6 + 0.2 / 12) * t
    pulse = 0.6 + 0.4 * np.sin(2 * np.pi * 3 * t)
    tone = np.sin(phase) + 0.5 * np.sin(2 * phase) + 0.25 * np.sin(3 * phase)
    yield "melody", 0.3 * pulse * tone + 0.01 * hiss
    yield "sweep", 0.5 * np.sin(2 * np.pi * (100 + 2000 * t) * t) + 0.02 * hiss
    yield "drums", 0.8 * np.exp(-8 * ((4 * t) % 1)) * hiss + 0.005 * hiss


def real_clips():
    # Decoded as the tests do it: decoders differ by up to 1.4e-6 of full scale, which is all there is where a clip has
    # nothing (an MP3 above 16 kHz), and the columns of its contrast would tell of the decoder.
    for name in [FMA_TRACK] + GTZAN_CLIPS:
        program = (
            "const { realWaveform } = await import('./fma518-signals.ts');"
            "const { samples } = await realWaveform('%s');"
            "process.stdout.write(new Uint8Array(samples.slice().buffer));" % name
        )
        command = ["node", "--import", "tsx", "--input-type=module", "--eval", program]
        folder = os.path.dirname(os.path.abspath(__file__))
        yield name, np.frombuffer(subprocess.check_output(command, cwd=folder), dtype="<f4")


def features(y):
    # Before 0.7 every argument had a place; since 0.10 most must be named. Since 0.9 chroma assumes 36 bins an octave.
    assumed = 22050 if OLD else SAMPLE_RATE
    folding = dict(n_chroma=12, n_octaves=7, **({} if OLD else {"bins_per_octave": 12}))
    yield "zcr", librosa.feature.zero_crossing_rate(y, frame_length=2048, hop_length=512)
    cqt = np.abs(
        librosa.cqt(
            y, sr=SAMPLE_RATE, hop_length=512, bins_per_octave=12, n_bins=7 * 12, tuning=None
        )
    )
    yield "chroma_cqt", librosa.feature.chroma_cqt(C=cqt, **folding)
    cens = librosa.feature.chroma_cens(C=cqt, **folding)
    yield "chroma_cens", cens
    yield "tonnetz", librosa.feature.tonnetz(chroma=cens)
    spectrum = np.abs(librosa.stft(y, n_fft=2048, hop_length=512))
    yield "chroma_stft", librosa.feature.chroma_stft(S=spectrum**2, sr=assumed, n_chroma=12)
    yield "rmse", librosa.feature.rmse(S=spectrum) if OLD else librosa.feature.rms(S=spectrum)
    yield "spectral_centroid", librosa.feature.spectral_centroid(S=spectrum, sr=assumed)
    yield "spectral_bandwidth", librosa.feature.spectral_bandwidth(S=spectrum, sr=assumed)
    yield "spectral_contrast", librosa.feature.spectral_contrast(S=spectrum, sr=assumed, n_bands=6)
    yield "spectral_rolloff", librosa.feature.spectral_rolloff(S=spectrum, sr=assumed)
    mel = librosa.feature.melspectrogram(sr=SAMPLE_RATE, S=spectrum**2)
    yield "mfcc", librosa.feature.mfcc(S=librosa.power_to_db(mel), n_mfcc=20)


def statistics(values):
    values = np.asarray(values, dtype=np.float64)
    constant = np.ptp(values, axis=1) == 0
    return {
        # Constant values: what SciPy gave before 1.9; later ones give NaN.
        "kurtosis": np.where(constant, -3, stats.kurtosis(values, axis=1)),
        "max": np.max(values, axis=1),
        "mean": np.mean(values, axis=1),
        "median": np.median(values, axis=1),
        "min": np.min(values, axis=1),
        "skew": np.where(constant, 0, stats.skew(values, axis=1)),
        "std": np.std(values, axis=1),
    }


def row(y):
    y = np.asarray(y, dtype=np.float32)
    # Where librosa lets it, arithmetic is in float64, so that rounding inside it stays out of the reference.
    measured = dict(features(y if OLD else y.astype(np.float64)))
    table = {name: statistics(values) for name, values in measured.items()}
    return [
        float("%.7g" % value)
        for feature in sorted(table)
        for statistic in sorted(table[feature])
        for value in table[feature][statistic]
    ]


def main():
    warnings.simplefilter("ignore")
    groups = {"formula": formula_signals(), "real": real_clips()}
    golden = {
        group: {name: row(y) for name, y in signals} for group, signals in groups.items()
    }
    with open("fma518_%s.json" % ("0_5" if OLD else "0_11"), "w") as file:
        lines = json.dumps(golden, indent=1, sort_keys=True).split("\n")
        file.write(compact("\n".join(lines)) + "\n")
    sys.stdout.flush()


def compact(text):
    """One line a signal."""
    parts = text.split("[")
    closed = [part.split("]", 1) for part in parts[1:]]
    return parts[0] + "".join(
        "[" + " ".join(numbers.split()) + "]" + rest for numbers, rest in closed
    )


main()
