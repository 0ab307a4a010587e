"""Golden numbers of the log-mel and timbre extractors, from librosa (made with 0.11).

Run in this folder: python make_logmel_timbre.py
Needs numpy and librosa. The signals are those of logmel-timbre-signals.ts.
"""

import json

import librosa
import numpy as np

SAMPLE_RATE = 22050
NUM_SAMPLES = 2 * SAMPLE_RATE + 123
N_FFT = 2048
HOP_LENGTH = 512
FRAME_STEP = 9  # frames kept in the log-mel file: every ninth
NOTES = "c c_sharp d d_sharp e f f_sharp g g_sharp a a_sharp b".split()


def noise():
    state, values = 1, np.empty(NUM_SAMPLES)
    for n in range(NUM_SAMPLES):
        state = (state * 1664525 + 1013904223) % 2**32
        values[n] = state / 2**31 - 1
    return values


def signals():
    t, hiss = np.arange(NUM_SAMPLES) / SAMPLE_RATE, noise()
    phase = 2 * np.pi * 220 * 2 ** (np.floor(2 * t) / 6) * t
    pulse = 0.6 + 0.4 * np.sin(2 * np.pi * 3 * t)
    tone = np.sin(phase) + 0.5 * np.sin(2 * phase) + 0.25 * np.sin(3 * phase)
    made = {
        "melody": 0.3 * pulse * tone + 0.01 * hiss,
        "sweep": 0.5 * np.sin(2 * np.pi * (100 + 2000 * t) * t) + 0.02 * hiss,
        "drums": 0.8 * np.exp(-8 * ((4 * t) % 1)) * hiss + 0.005 * hiss,
    }
    # Float32 samples, float64 arithmetic: rounding inside librosa stays out of the reference.
    return {name: y.astype(np.float32).astype(np.float64) for name, y in made.items()}


def log_mel(y):
    mel = librosa.feature.melspectrogram(
        y=y, sr=SAMPLE_RATE, n_fft=N_FFT, hop_length=HOP_LENGTH, n_mels=128
    )
    return librosa.power_to_db(mel, ref=1.0, amin=1e-10, top_db=None).T


def timbre(y):
    framing = dict(hop_length=HOP_LENGTH)
    spectrum = np.abs(librosa.stft(y, n_fft=N_FFT, **framing))
    mfcc = librosa.feature.mfcc(y=y, sr=SAMPLE_RATE, n_mfcc=20, n_fft=N_FFT, **framing)
    families = {
        "rms": librosa.feature.rms(y=y, frame_length=N_FFT, **framing),
        "zero_crossing_rate": librosa.feature.zero_crossing_rate(
            y, frame_length=N_FFT, **framing
        ),
        "spectral_centroid": librosa.feature.spectral_centroid(S=spectrum, sr=SAMPLE_RATE),
        "spectral_bandwidth": librosa.feature.spectral_bandwidth(S=spectrum, sr=SAMPLE_RATE),
        "spectral_rolloff": librosa.feature.spectral_rolloff(S=spectrum, sr=SAMPLE_RATE),
        "spectral_flatness": librosa.feature.spectral_flatness(S=spectrum),
    }
    contrast = librosa.feature.spectral_contrast(S=spectrum, sr=SAMPLE_RATE)
    chroma = librosa.feature.chroma_stft(S=spectrum**2, sr=SAMPLE_RATE, tuning=0)
    families |= {f"spectral_contrast_{i + 1}": v for i, v in enumerate(contrast)}
    families |= {f"chroma_{note}": v for note, v in zip(NOTES, chroma)}
    families |= {f"mfcc_{i + 1:02}": v for i, v in enumerate(mfcc)}
    columns = {}
    for name, values in families.items():
        columns[f"{name}_mean"] = float(np.mean(values))
        columns[f"{name}_std"] = float(np.std(values))
    for i, slopes in enumerate(librosa.feature.delta(mfcc)[:13]):
        columns[f"mfcc_{i + 1:02}_delta_std"] = float(np.std(slopes))
    return columns


def write(path, value):
    with open(path, "w") as file:
        json.dump(value, file, indent=1)
        file.write("\n")


def main():
    log_mels = {name: log_mel(y)[::FRAME_STEP] for name, y in signals().items()}
    write(
        "logmel.json",
        {
            "frameStep": FRAME_STEP,
            "signals": {
                name: [" ".join(f"{v:.5f}" for v in frame) for frame in values]
                for name, values in log_mels.items()
            },
        },
    )
    write("timbre.json", {name: timbre(y) for name, y in signals().items()})


if __name__ == "__main__":
    main()
