"""FMA's 518 columns by librosa, timed: one STFT and one constant-Q transform serve all, as in its features.py.
Needs numpy, scipy and librosa ≥ 0.10.

librosa_fma518.py COUNT  prints the fewest milliseconds of COUNT extractions; the samples come as float32 at 44,100 Hz
                         on the standard input
"""

import sys
import time

import librosa
import numpy as np
from scipy import stats

SAMPLE_RATE = 44100


def dimensions(y):
    cqt = np.abs(librosa.cqt(y, sr=SAMPLE_RATE, tuning=None))
    cens = librosa.feature.chroma_cens(C=cqt, bins_per_octave=12)
    spectrum = np.abs(librosa.stft(y))
    power = spectrum**2
    mel = librosa.feature.melspectrogram(sr=SAMPLE_RATE, S=power)
    return np.concatenate(
        [
            cens,
            librosa.feature.chroma_cqt(C=cqt, bins_per_octave=12),
            librosa.feature.chroma_stft(S=power, sr=SAMPLE_RATE),
            librosa.feature.mfcc(S=librosa.power_to_db(mel), n_mfcc=20),
            librosa.feature.rms(S=spectrum),
            librosa.feature.spectral_bandwidth(S=spectrum, sr=SAMPLE_RATE),
            librosa.feature.spectral_centroid(S=spectrum, sr=SAMPLE_RATE),
            librosa.feature.spectral_contrast(S=spectrum, sr=SAMPLE_RATE),
            librosa.feature.spectral_rolloff(S=spectrum, sr=SAMPLE_RATE),
            librosa.feature.tonnetz(chroma=cens),
            librosa.feature.zero_crossing_rate(y),
        ]
    )


def fma518(y):
    frames = dimensions(y)
    return np.stack(
        [
            stats.kurtosis(frames, axis=1),
            frames.max(axis=1),
            frames.mean(axis=1),
            np.median(frames, axis=1),
            frames.min(axis=1),
            stats.skew(frames, axis=1),
            frames.std(axis=1),
        ]
    )


def seconds_of(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(count):
    y = np.frombuffer(sys.stdin.buffer.read(), dtype=np.float32)
    fma518(y)  # compiles and caches what is compiled on first use
    print(1000 * min(seconds_of(lambda: fma518(y)) for _ in range(int(count))))


main(*sys.argv[1:])
