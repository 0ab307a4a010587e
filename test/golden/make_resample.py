"""Golden numbers for src/audio/resample.ts: scipy.signal.resample_poly with the same Kaiser-windowed sinc.

Run: python make_resample.py   (numpy, scipy)
"""

import json
import math
from pathlib import Path

import numpy as np
from scipy.signal import firwin, kaiser_beta, kaiserord, resample_poly

PASS_EDGE, STOP_EDGE, STOPBAND_DB = 0.9, 1.0, 81
RATES = [(44100, 22050), (48000, 22050), (192000, 22050), (22050, 44100), (16000, 22050)]


def lowpass(up: int, down: int) -> np.ndarray:
    widest = max(up, down)
    num_taps, _ = kaiserord(STOPBAND_DB, (STOP_EDGE - PASS_EDGE) / widest)
    half = math.ceil((num_taps - 1) / 2)
    cutoff = (PASS_EDGE + STOP_EDGE) / 2 / widest
    return firwin(2 * half + 1, cutoff, window=("kaiser", kaiser_beta(STOPBAND_DB)))


def main() -> None:
    samples = np.round(np.random.default_rng(7).uniform(-1, 1, 401), 6).astype(np.float32)
    cases = []
    for from_rate, to_rate in RATES:
        divisor = math.gcd(from_rate, to_rate)
        up, down = to_rate // divisor, from_rate // divisor
        output = resample_poly(samples.astype(np.float64), up, down, window=lowpass(up, down))
        cases.append({"fromRate": from_rate, "toRate": to_rate, "output": np.round(output, 7).tolist()})
    golden = {"samples": np.round(samples.astype(np.float64), 6).tolist(), "cases": cases}
    Path(__file__).with_name("resample.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
