"""Golden numbers of the kaggle-57 extractor and its parts, from librosa (made with 0.11).

Run in this folder: python make_kaggle57.py [GTZAN_FOLDER]
Needs numpy and librosa; with a folder of GTZAN clips (genre/genre.NNNNN.ogg), soundfile too: without one, the numbers of
the real clips are kept as they are. The synthetic signals are those of logmel-timbre-signals.ts.

The file that the columns come from was made with a librosa older than 0.10, which mirrored the clip beyond its ends
("reflect") where 0.10 sees zeros.
"""

import json
import sys
from pathlib import Path

import librosa
import numpy as np
from make_logmel_timbre import SAMPLE_RATE, signals

CLIPS = ["blues.00000", "classical.00001", "disco.00001", "hiphop.00005"]
REFLECT = {"pad_mode": "reflect"}
SAMPLE_STEP = 401  # samples of the harmonic part kept: every 401st


def tuning(spectrum, sample_rate=SAMPLE_RATE, **options):
    return round(float(librosa.estimate_tuning(S=spectrum, sr=sample_rate, **options)), 9)


def tunings(y):
    magnitude = np.abs(librosa.stft(y))
    return {
        "power": tuning(magnitude**2),
        "magnitude": tuning(magnitude),
        "thirdTones": tuning(magnitude, bins_per_octave=36),
        "doubleRate": tuning(magnitude**2, sample_rate=2 * SAMPLE_RATE),
    }


def onset_strength(y):
    return librosa.onset.onset_strength(y=y, sr=SAMPLE_RATE, aggregate=np.median, **REFLECT)


def harmonic_and_percussive(y):
    spectrum = librosa.stft(y, **REFLECT)
    parts = librosa.decompose.hpss(spectrum)
    return [librosa.istft(part, length=len(y)) for part in parts]


def columns_of(y):
    magnitude = np.abs(librosa.stft(y, **REFLECT))
    power = magnitude**2
    mel = librosa.feature.melspectrogram(S=power, sr=SAMPLE_RATE)
    harmonic, percussive = harmonic_and_percussive(y)
    families = {
        "chroma_stft": librosa.feature.chroma_stft(S=power, sr=SAMPLE_RATE),
        "rms": librosa.feature.rms(y=y, **REFLECT),
        "spectral_centroid": librosa.feature.spectral_centroid(S=magnitude, sr=SAMPLE_RATE),
        "spectral_bandwidth": librosa.feature.spectral_bandwidth(S=magnitude, sr=SAMPLE_RATE),
        "rolloff": librosa.feature.spectral_rolloff(S=magnitude, sr=SAMPLE_RATE),
        "zero_crossing_rate": librosa.feature.zero_crossing_rate(y),
        "harmony": harmonic,
        "perceptr": percussive,
    }
    mfcc = librosa.feature.mfcc(S=librosa.power_to_db(mel), n_mfcc=20)
    families |= {f"mfcc{i + 1}": values for i, values in enumerate(mfcc)}
    columns = {}
    for name, values in families.items():
        columns[f"{name}_mean"] = float(np.mean(values))
        columns[f"{name}_var"] = float(np.var(values))
    onsets = onset_strength(y)
    columns["tempo"] = float(
        np.squeeze(librosa.beat.beat_track(onset_envelope=onsets, sr=SAMPLE_RATE)[0])
    )
    return columns


def real_clips(folder):
    import soundfile

    clips = {}
    for name in CLIPS:
        y, rate = soundfile.read(Path(folder) / name.split(".")[0] / f"{name}.ogg")
        assert rate == SAMPLE_RATE
        clips[name] = {"tuning": tunings(y), "columns": columns_of(y)}
    return clips


def main(path, folder=None):
    made = signals()
    value = {
        "sampleStep": SAMPLE_STEP,
        "synthetic": {
            name: {"tuning": tunings(y), "columns": columns_of(y)} for name, y in made.items()
        },
        "harmonic": {
            name: [round(v, 8) for v in harmonic_and_percussive(y)[0][::SAMPLE_STEP].tolist()]
            for name, y in made.items()
        },
        "onsetStrength": {
            name: [round(v, 6) for v in onset_strength(y).tolist()] for name, y in made.items()
        },
        "real": real_clips(folder) if folder else json.loads(path.read_text())["real"],
    }
    path.write_text(json.dumps(value, indent=1) + "\n")


main(Path(__file__).with_name("kaggle57.json"), *sys.argv[1:])
