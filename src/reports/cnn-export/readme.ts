// The README beside an exported network: what the files are, and programs that use them, ready to run.

import type { FrontEnd } from './front-end';
import { oneLine } from './markdown';
import { OPSET } from './onnx-model';
import { trainingWords } from './training-words';

const PYTHON = `import json
import math
import sys
from pathlib import Path

import librosa
import numpy as np
import onnxruntime

here = Path(__file__).parent
front = json.loads((here / "front-end.json").read_text(encoding="utf-8"))


def log_mel(path):
    """Decibels, shape [frames, bands]."""
    stft, mel, decibels = front["stft"], front["mel"], front["decibels"]
    samples, rate = librosa.load(path, sr=front["audio"]["sampleRate"], mono=True)
    power = librosa.feature.melspectrogram(
        y=samples, sr=rate, power=mel["power"],
        n_fft=stft["nFft"], hop_length=stft["hopLength"], win_length=stft["winLength"],
        window=stft["window"], center=stft["center"], pad_mode=stft["padMode"],
        n_mels=mel["nMels"], fmin=mel["minHz"], fmax=mel["maxHz"],
        htk=mel["scale"] == "htk", norm="slaney" if mel["norm"] == "slaney" else None,
    )
    return librosa.power_to_db(
        power, ref=decibels["reference"], amin=decibels["minPower"], top_db=decibels["topDb"]
    ).T


def excerpts(spectrogram):
    """Evenly spaced, shape [excerpts, numFrames, bands]; what is too short is repeated."""
    length, most = front["excerpts"]["numFrames"], front["excerpts"]["mostPerRecording"]
    rows = len(spectrogram)
    span = max(0, rows - length)
    used = min(most, max(1, math.ceil(rows / length)))
    starts = [span // 2] if used == 1 else [math.floor(i * span / (used - 1) + 0.5) for i in range(used)]
    return np.stack([spectrogram.take(range(s, s + length), axis=0, mode="wrap") for s in starts])


session = onnxruntime.InferenceSession(here / "model.onnx", providers=["CPUExecutionProvider"])
inputs = {front["model"]["input"]["name"]: excerpts(log_mel(sys.argv[1])).astype(np.float32)}
[probabilities] = session.run(["probabilities"], inputs)
thresholds = front["model"].get("thresholds", [])
for index, (name, probability) in enumerate(zip(front["classes"], probabilities.mean(axis=0))):
    said = "  *" if index < len(thresholds) and probability >= thresholds[index] else ""
    print(f"{probability:.6f}  {name}{said}")
`;

/** How probabilities become labels, where a recording can have several. */
function thresholdWords({ model, classes }: FrontEnd): string {
  const { thresholds } = model;
  if (!thresholds) return '';
  const each = classes.map((name, i) => `${oneLine(name)} ${thresholds[i]!.toFixed(3)}`);
  return `

**Labels** are said from a probability of their own on, found on the validation clips (\`thresholds\` in \`front-end.json\`;
\`predict.py\` below marks them with a star): ${each.join(', ')}.`;
}

/** @param front what `front-end.json` holds */
export function readme(front: FrontEnd): string {
  const { classes, excerpts, live, mel, audio, stft } = front;
  const { numFrames, mostPerRecording } = excerpts;
  const seconds = excerpts.seconds.toFixed(2);
  const several = front.model.activation === 'sigmoid';
  const task = several
    ? `which of ${classes.length} labels a recording has, several of them or none (multi-label)`
    : `how likely a recording belongs to each of ${classes.length} classes`;
  const rows = several ? 'each a probability of its own' : 'each row sums to 1';
  return `# ${oneLine(front.title)}

A convolutional network that says ${task}:
${classes.map(oneLine).join(', ')}. It was trained with Earmark, in a browser.

| file | what it is |
|---|---|
| \`model.onnx\` | the network as ONNX (opset ${OPSET}, float32), for ONNX Runtime in Python, C++, C#, Java or a browser |
| \`tfjs/model.json\`, \`tfjs/weights.bin\` | the same network as a TensorFlow.js Layers model, which can also be trained further |
| \`front-end.json\` | how a recording becomes the network's input, and the classes |

**Input** \`log_mel\`: log-mel power in dB, float32, shape [batch, ${numFrames}, ${mel.nMels}]: ${numFrames} frames (${seconds} s) of
${mel.nMels} mel bands, from sound at ${audio.sampleRate} Hz, transforms of ${stft.nFft} samples every ${stft.hopLength}. Do not normalise it: the
network does that itself, with the means and deviations of its training clips.

**Output** \`probabilities\`, shape [batch, ${classes.length}], in the order of \`classes\` in \`front-end.json\`; ${rows}. The
ONNX file has the \`logits\` before the ${front.model.activation} as well.${thresholdWords(front)}

## What it learned, and how well

${trainingWords(front.training)}

## How excerpts make an answer

**A clip**, as scored above and as \`predict.py\` below answers: the mean of the probabilities of up to ${mostPerRecording} excerpts of
${seconds} s. There are as many as it takes to cover the clip (its frames divided by ${numFrames}, rounded up), ${mostPerRecording} at most: a single one lies in the
middle; of several the first begins with the clip, the last ends with it, and the others begin evenly between. A clip shorter
than an excerpt is repeated.

**A recording on Earmark's Live stage** is first cut into stretches of ${live.stretchSeconds} s, side by side (a last piece shorter than
${live.stretchSeconds / 2} s joins the stretch before it). Each stretch is analysed by itself and answered as a clip is; the recording's answer is the
mean of theirs, each weighted by its length. A long recording is heard in more places there than in the ${mostPerRecording} excerpts here: the answers differ.

Earmark keeps the spectrograms of clips to 1/512 dB, so its scores were computed from inputs that differ from yours by that much.

## Python

\`pip install librosa onnxruntime\`, save this beside the files as \`predict.py\`, then \`python predict.py song.ogg\`:

\`\`\`python
${PYTHON}\`\`\`

## JavaScript

With \`@tensorflow/tfjs\`; \`logMel\` is a Float32Array of ${numFrames} × ${mel.nMels} values, frame after frame:

\`\`\`js
import * as tf from '@tensorflow/tfjs';

const front = await (await fetch('front-end.json')).json();
const model = await tf.loadLayersModel('tfjs/model.json');
const output = model.predict(tf.tensor(logMel, [1, ${numFrames}, ${mel.nMels}]));
const probabilities = await output.data(); // in the order of front.classes
\`\`\`

To train it further on the same classes, \`model.compile(…)\` and \`model.fit(…)\` as usual. The layer \`bands_normalised\` stays as it
is. For other classes put a new dense layer on the output of the layer \`summary\`.
`;
}
