"""Earmark's log-mel and timbre columns by librosa, timed. Needs numpy and librosa.

librosa_features.py import FILE…      prints clips per second: decode, resample, both extractors, one clip after another
librosa_features.py extract ID COUNT  prints the fewest milliseconds of COUNT extractions; the samples come as float32
                                      at 22,050 Hz on the standard input
librosa_features.py resample COUNT    the same for 44,100 → 22,050 Hz
"""

import sys
import time

import librosa
import numpy as np

SAMPLE_RATE = 22050


def spectrum_of(y):
    return np.abs(librosa.stft(y))


def log_mel_of(spectrum):
    mel = librosa.feature.melspectrogram(S=spectrum**2, sr=SAMPLE_RATE)
    return librosa.power_to_db(mel, top_db=None)


def timbre_of(y, spectrum, log_mel):
    mfcc = librosa.feature.mfcc(S=np.maximum(log_mel, log_mel.max() - 80))
    frames = np.concatenate(
        [
            librosa.feature.rms(S=spectrum),
            librosa.feature.zero_crossing_rate(y),
            librosa.feature.spectral_centroid(S=spectrum, sr=SAMPLE_RATE),
            librosa.feature.spectral_bandwidth(S=spectrum, sr=SAMPLE_RATE),
            librosa.feature.spectral_rolloff(S=spectrum, sr=SAMPLE_RATE),
            librosa.feature.spectral_flatness(S=spectrum),
            librosa.feature.spectral_contrast(S=spectrum, sr=SAMPLE_RATE),
            librosa.feature.chroma_stft(S=spectrum**2, sr=SAMPLE_RATE, tuning=0),
            mfcc,
        ]
    )
    slopes = librosa.feature.delta(mfcc)[:13]
    return np.concatenate([frames.mean(axis=1), frames.std(axis=1), slopes.std(axis=1)])


def log_mel(y):
    return log_mel_of(spectrum_of(y))


def timbre(y):
    spectrum = spectrum_of(y)
    return timbre_of(y, spectrum, log_mel_of(spectrum))


def resample(y):
    return librosa.resample(y, orig_sr=2 * SAMPLE_RATE, target_sr=SAMPLE_RATE)


EXTRACTORS = {"log-mel": log_mel, "timbre": timbre}


def import_clip(path):
    y, _ = librosa.load(path, sr=SAMPLE_RATE, duration=30)
    spectrum = spectrum_of(y)  # one serves both extractors
    timbre_of(y, spectrum, log_mel_of(spectrum))


def seconds_of(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(mode, *arguments):
    # The first call of each compiles and caches what is compiled on first use, and does not count.
    if mode == "import":
        import_clip(arguments[0])
        print(len(arguments) / sum(seconds_of(lambda: import_clip(path)) for path in arguments))
    else:
        extract = resample if mode == "resample" else EXTRACTORS[arguments[0]]
        count = int(arguments[-1])
        y = np.frombuffer(sys.stdin.buffer.read(), dtype=np.float32)
        extract(y)
        print(1000 * min(seconds_of(lambda: extract(y)) for _ in range(count)))


main(*sys.argv[1:])
