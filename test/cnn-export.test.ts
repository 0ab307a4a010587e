// Exported networks in Python, where it has the packages: ONNX Runtime must answer as the prediction here does, and the
// program in the README beside them must say of a recording what is said here.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runPython } from '../bench/python-peer';
import { chooseBackend } from '../src/compute/choose-backend';
import { logMelExtractor } from '../src/features/log-mel';
import { LOG_MEL } from '../src/features/log-mel-settings';
import { cnnFiles } from '../src/reports/cnn-export/cnn-files';
import { cnnTrainer } from '../src/trainers/cnn';
import type { CnnConfig } from '../src/trainers/cnn/layout';
import type { ModelJson } from '../src/trainers/trainer';
import { exportFacts } from './builders/cnn-facts';
import {
  madeUpExcerpts,
  madeUpNetwork,
  ownProbabilities,
  spectrogramSettings,
} from './builders/cnn-models';
import { decodeReal, gtzanPath, NO_REAL_MUSIC } from './builders/real-music';

/** Of a probability: for the same spectrogram, and for the same recording (its rate is the model's: nothing is resampled). */
const TOLERANCE = 1e-4;
const TIMEOUT_MILLISECONDS = 120_000;
const COUNT = 3;
const CLIP = 'blues.00003';

const SHAPES: readonly CnnConfig[] = [
  { numFrames: 9, numMels: 11, width: 1, numClasses: 2 },
  { numFrames: 10, numMels: 12, width: 3, numClasses: 10 },
  { numFrames: 1, numMels: 5, width: 3, numClasses: 2 },
  { numFrames: 216, numMels: 128, width: 16, numClasses: 10 },
  { numFrames: 43, numMels: 16, width: 3, numClasses: 4, severalLabels: true },
];

interface Peer {
  readonly version: string;
  readonly answers: readonly {
    readonly probabilities: readonly number[];
    readonly metadata: Readonly<Record<string, string>>;
  }[];
}

const filesOf = (model: ModelJson, numMels: number) =>
  cnnFiles(model, spectrogramSettings(numMels), exportFacts());

function worstDifference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(theirs.length).toBe(ours.length);
  return theirs.reduce((most, p, i) => Math.max(most, Math.abs(p - ours[i]!)), 0);
}

beforeAll(() => chooseBackend('wasm'));

describe('an exported network in Python', () => {
  it(
    'passes ONNX’s checker and answers the same in ONNX Runtime',
    async (context) => {
      const all = await Promise.all(
        SHAPES.map(async (config) => {
          const excerpts = madeUpExcerpts(config, COUNT);
          const model = await madeUpNetwork(config, excerpts);
          const files = filesOf(model, config.numMels);
          const onnx = files.find((file) => file.path === 'model.onnx')!.content as Uint8Array;
          return { config, excerpts, onnx, ours: await ownProbabilities(model, excerpts) };
        }),
      );
      const models = all.map(({ config, excerpts, onnx }) => ({
        file: Buffer.from(onnx).toString('base64'),
        excerpts: Array.from(excerpts),
        shape: [COUNT, config.numFrames, config.numMels],
      }));
      const printed = runPython({
        needs: ['numpy', 'onnx', 'onnxruntime'],
        script: path.join('..', '..', 'test', 'golden', 'predict_onnx.py'),
        args: [],
        input: JSON.stringify({ models }),
      });
      if (printed === null) return context.skip('Python with onnx and onnxruntime is not there');
      const { version, answers } = JSON.parse(printed) as Peer;
      for (const [i, { config, ours }] of all.entries()) {
        const { probabilities, metadata } = answers[i]!;
        const worst = worstDifference(ours.data, probabilities);
        const { numFrames, numMels, width } = config;
        console.info(
          `ONNX Runtime ${version}, ${numFrames} × ${numMels}, width ${width}: largest difference ${worst.toExponential(1)}`,
        );
        expect(worst).toBeLessThan(TOLERANCE);
        expect(JSON.parse(metadata['classes']!)).toHaveLength(config.numClasses);
      }
    },
    TIMEOUT_MILLISECONDS,
  );

  it(
    'says of a recording what is said here, by the program in its README',
    async (context) => {
      const clip = gtzanPath(CLIP);
      if (!clip) return context.skip(NO_REAL_MUSIC);
      const config: CnnConfig = { numFrames: 216, numMels: LOG_MEL.nMels, width: 2, numClasses: 4 };
      const { matrix } = await spectrogramOf(clip);
      const excerpts = matrix.data.slice(0, COUNT * config.numFrames * config.numMels);
      const model = await madeUpNetwork(config, excerpts);
      const ours = await cnnTrainer.fromJSON(model).predictProba({
        kind: 'spectrograms',
        length: 1,
        numMels: config.numMels,
        frameSeconds: logMelFrameSeconds,
        get: () => Promise.resolve(matrix),
      });
      const printed = runReadme(model, config.numMels, clip);
      if (printed === null) return context.skip('Python with librosa and onnxruntime is not there');
      const theirs = printed.split('\n').map((line) => Number(line.split(/\s+/)[0]));
      const worst = worstDifference(ours.data, theirs);
      console.info(`${CLIP} by the README's program: largest difference ${worst.toExponential(1)}`);
      expect(worst).toBeLessThan(TOLERANCE);
    },
    TIMEOUT_MILLISECONDS,
  );
});

const logMelFrameSeconds = LOG_MEL.hopLength / LOG_MEL.sampleRate;

async function spectrogramOf(clip: string) {
  const waveform = await decodeReal(clip);
  expect(waveform.sampleRate).toBe(LOG_MEL.sampleRate);
  return { matrix: await logMelExtractor.extract(waveform) };
}

/** What the program prints, run beside the files that it reads. */
function runReadme(model: ModelJson, numMels: number, clip: string): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'cnn-export-'));
  try {
    const files = filesOf(model, numMels);
    for (const { path: name, content } of files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    const text = readFileSync(path.join(folder, 'README.md'), 'utf8');
    const program = /```python\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    writeFileSync(path.join(folder, 'predict.py'), program);
    return runPython({
      needs: ['librosa', 'numpy', 'onnxruntime'],
      script: path.join(folder, 'predict.py'),
      args: [clip],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
