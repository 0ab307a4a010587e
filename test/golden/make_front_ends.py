"""Golden numbers of the mel spectrogram and of the backbones' front ends.

python make_front_ends.py writes front_ends.json beside it.
Needs numpy, librosa, torch, torchaudio and transformers (made with librosa 0.11, torchaudio 2.11, transformers 5.23).
The signal is that of front-end-signal.ts. What no package computes is written out here after its definition.
"""

import json
from pathlib import Path

import librosa
import numpy as np
import torch
import torchaudio
from torchaudio.compliance import kaldi
from transformers import ASTFeatureExtractor, ClapFeatureExtractor
from transformers.audio_utils import mel_filter_bank, spectrogram, window_function

# Name → librosa's settings and the logarithm; all of them plain data, so that the test reads the same ones.
LIBROSA = {
    "defaults": dict(sr=22050, n_fft=2048, win_length=2048, hop_length=512, pad_mode="constant",
                     power=2, n_mels=128, fmin=0, fmax=11025, htk=False, norm="slaney",
                     log="db", top_db=None),
    "short window, HTK, magnitude": dict(sr=16000, n_fft=1024, win_length=400, hop_length=160,
                                         pad_mode="reflect", power=1, n_mels=64, fmin=60, fmax=7800,
                                         htk=True, norm=None, log="ln", top_db=None),
    "HTK of unit area, top 60 dB": dict(sr=44100, n_fft=4096, win_length=3000, hop_length=1024,
                                        pad_mode="reflect", power=2, n_mels=80, fmin=40, fmax=16000,
                                        htk=True, norm="slaney", log="db", top_db=60),
    "Slaney without norm": dict(sr=16000, n_fft=512, win_length=512, hop_length=256,
                                pad_mode="constant", power=1, n_mels=40, fmin=0, fmax=8000,
                                htk=False, norm=None, log="log10", top_db=None),
}  # fmt: skip
LIBROSA_SECONDS = 0.5

# Front end → seconds of signal: shorter and longer than what it hears, where it makes a difference.
SECONDS = {
    "efficientat": [1.003],
    "musicnn": [1.2, 6.2],
    "yamnet": [0.5, 2.3],
    "clap": [3.7],
    "maest-30s": [2.5],
    "ast": [0.5, 10.6],
    "openjmla": [0.9, 30.1],
}
RATES = {"efficientat": 32000, "clap": 48000}  # the others: 16000
KEPT_FRAMES = 5


def signal(sample_rate, num_samples):
    t, state = np.arange(num_samples) / sample_rate, 1
    noise = np.empty(num_samples)
    for n in range(num_samples):
        state = (state * 1664525 + 1013904223) % 2**32
        noise[n] = state / 2**31 - 1
    pulse = 0.6 + 0.4 * np.sin(2 * np.pi * 3 * t)
    tone = 0.3 * pulse * np.sin(2 * np.pi * 220 * t)
    sweep = 0.3 * np.sin(2 * np.pi * (300 + 400 * t) * t)
    return (tone + sweep + 0.02 * noise).astype(np.float32)


def librosa_mel(sr, htk, norm, log, top_db, **options):
    y = signal(sr, int(LIBROSA_SECONDS * sr)).astype(np.float64)
    mel = librosa.feature.melspectrogram(y=y, sr=sr, htk=htk, norm=norm, dtype=float, **options)
    if log == "db":
        return librosa.power_to_db(mel, ref=1.0, top_db=top_db).T
    return (np.log(mel + 1e-6) if log == "ln" else np.log10(1 + 10000 * mel)).T


def efficientat(y):
    """AugmentMelSTFT of EfficientAT, evaluating: [1, 1, 128, numFrames]."""
    y = torch.from_numpy(y.astype(np.float64))
    y = y[1:] - 0.97 * y[:-1]
    window = torch.hann_window(800, periodic=False, dtype=torch.float64)
    spectrum = torch.stft(y, 1024, 320, 800, window, center=True, return_complex=True)
    bank, _ = kaldi.get_mel_banks(128, 1024, 32000.0, 0.0, 15000.0, 100.0, -500.0, 1.0)
    bank = torch.nn.functional.pad(bank, (0, 1)).double()
    mel = torch.log(bank @ spectrum.abs() ** 2 + 1e-5)
    return ((mel + 4.5) / 5).numpy()[None, None]


def musicnn(y):
    """batch_data of musicnn with librosa's older padding: [numPatches, 187, 96]; short clips repeated."""
    mel = librosa.feature.melspectrogram(
        y=y.astype(np.float64), sr=16000, n_fft=512, hop_length=256, n_mels=96, pad_mode="reflect"
    )
    mel = np.log10(10000 * mel.T + 1)
    if len(mel) < 187:
        mel = np.tile(mel, (187, 1))[:187]
    return np.stack([mel[i : i + 187] for i in range(0, len(mel) - 186, 187)])


def yamnet(y):
    """features.py of YAMNet, its matrix and padding written out in NumPy: [numPatches, 96, 64]."""
    further = max(0, int(np.ceil((len(y) - 15600) / 7680)))
    y = np.pad(y.astype(np.float64), (0, 15600 + 7680 * further - len(y)))
    frames = np.lib.stride_tricks.sliding_window_view(y, 400)[::160]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    magnitude = np.abs(np.fft.rfft(frames * hann, 512))

    def to_mel(hz):
        return 1127 * np.log(1 + hz / 700)

    bins = to_mel(np.arange(257) * 16000 / 512)[:, None]
    edges = np.linspace(to_mel(125), to_mel(7500), 66)
    low, centre, high = edges[:-2], edges[1:-1], edges[2:]
    bank = np.maximum(
        0, np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre))
    )
    mel = np.log(magnitude @ bank + 0.001)
    return np.stack([mel[i : i + 96] for i in range(0, len(mel) - 95, 48)])


def clap(y):
    extractor = ClapFeatureExtractor(truncation="rand_trunc", frequency_min=50)
    return extractor(y.astype(np.float64), sampling_rate=48000, return_tensors="np")[
        "input_features"
    ]


def maest(y):
    """MAEST's mel bands by transformers' spectrogram, padded and normalised like AST's: [1, 1876, 96]."""
    mel = spectrogram(
        y.astype(np.float64),
        window_function(512, "hann"),
        frame_length=512,
        hop_length=256,
        power=2.0,
        pad_mode="constant",
        mel_filters=mel_filter_bank(257, 96, 0, 8000, 16000, norm="slaney", mel_scale="slaney"),
        mel_floor=1e-30,
    ).T
    mel = np.log10(1 + 10000 * mel)[:1876]
    mel = np.pad(mel, ((0, 1876 - len(mel)), (0, 0)))
    return ((mel - 2.06755686098554) / (1.268292820667291 * 2))[None]


def ast(y):
    return ASTFeatureExtractor()(y, sampling_rate=16000, return_tensors="np")["input_values"]


def openjmla(y):
    """[1, 3, 80, 2992]"""
    mel = torchaudio.transforms.MelSpectrogram(
        **dict(sample_rate=16000, n_fft=400, win_length=400, hop_length=160),
        **dict(n_mels=80, f_min=50, f_max=8000, norm="slaney", mel_scale="slaney"),
    ).double()(torch.from_numpy(y.astype(np.float64)))
    mel = ((torch.log(mel + torch.finfo(torch.float32).eps) + 4.5) / 4.5).numpy()
    mel = np.tile(mel, (1, 2992 // mel.shape[1] + 1))[:, :2992]
    return np.stack([mel] * 3)[None]


FRONT_ENDS = {
    "efficientat": efficientat,
    "musicnn": musicnn,
    "yamnet": yamnet,
    "clap": clap,
    "maest-30s": maest,
    "ast": ast,
    "openjmla": openjmla,
}


def sample(values):
    """Some rows of the last dimension (each at most 128 long), and what all the others add up to."""
    rows = values.reshape(-1, values.shape[-1])
    kept = np.linspace(0, len(rows) - 1, KEPT_FRAMES).astype(int)
    return {
        "dims": list(values.shape),
        "mean": round(float(values.mean()), 7),
        "meanSquare": round(float((values.astype(np.float64) ** 2).mean()), 7),
        "rows": {int(i): " ".join(f"{v:.5f}" for v in rows[i][:128]) for i in kept},
    }


def main():
    golden = {
        "librosa": [
            {"name": name, "options": options, **sample(librosa_mel(**options))}
            for name, options in LIBROSA.items()
        ],
        "frontEnds": [],
    }
    for name, compute in FRONT_ENDS.items():
        for seconds in SECONDS[name]:
            rate = RATES.get(name, 16000)
            num_samples = round(seconds * rate)
            values = compute(signal(rate, num_samples))
            golden["frontEnds"].append({"id": name, "numSamples": num_samples, **sample(values)})
    target = Path(__file__).with_name("front_ends.json")
    with target.open("w") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")


main()
