"""Earmark's 57 Kaggle columns by librosa, timed. Needs numpy and librosa.

librosa_kaggle57.py COUNT  prints the fewest milliseconds of COUNT extractions; the samples come as float32 at 22,050 Hz on
                           the standard input
"""

import sys
import time

import librosa
import numpy as np

SAMPLE_RATE = 22050
REFLECT = {"pad_mode": "reflect"}


def kaggle57(y):
    complex_spectrum = librosa.stft(y, **REFLECT)  # one serves all
    magnitude = np.abs(complex_spectrum)
    power = magnitude**2
    log_mel = librosa.power_to_db(librosa.feature.melspectrogram(S=power, sr=SAMPLE_RATE))
    harmonic, percussive = librosa.decompose.hpss(complex_spectrum)
    onsets = librosa.onset.onset_strength(S=log_mel, sr=SAMPLE_RATE, aggregate=np.median)
    tempo = librosa.feature.tempo(onset_envelope=onsets, sr=SAMPLE_RATE)
    families = [
        librosa.feature.chroma_stft(S=power, sr=SAMPLE_RATE),
        librosa.feature.rms(y=y, **REFLECT),
        librosa.feature.spectral_centroid(S=magnitude, sr=SAMPLE_RATE),
        librosa.feature.spectral_bandwidth(S=magnitude, sr=SAMPLE_RATE),
        librosa.feature.spectral_rolloff(S=magnitude, sr=SAMPLE_RATE),
        librosa.feature.zero_crossing_rate(y),
        librosa.istft(harmonic, length=len(y)),
        librosa.istft(percussive, length=len(y)),
        *librosa.feature.mfcc(S=log_mel, n_mfcc=20),
    ]
    return [*tempo, *(statistic(values) for values in families for statistic in (np.mean, np.var))]


def milliseconds_of(work):
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def main(count):
    y = np.frombuffer(sys.stdin.buffer.read(), dtype=np.float32)
    kaggle57(y)  # compiles and caches what is compiled on first use
    print(min(milliseconds_of(lambda: kaggle57(y)) for _ in range(int(count))))


main(*sys.argv[1:])
