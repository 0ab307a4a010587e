// OpenJMLA's exporter in Python, where it has the packages, from end to end with made-up weights of the exact size: what
// it writes must answer as PyTorch does, in ONNX Runtime there and here. And what it says of files that it cannot use.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPython } from '../bench/python-peer';
import { openJmla } from '../src/backbones/front-ends/openjmla';
import { guessContract } from '../src/backbones/guess-contract';
import { loadOnnxNetwork } from '../src/compute/networks/onnx-network';
import { chords } from './builders/chords';
import { frontEndSignal } from './golden/front-end-signal';

const NEEDS = ['numpy', 'onnx', 'onnxruntime', 'onnxscript', 'torch'];
const NO_PYTHON = `Python with ${NEEDS.join(', ')} is not there`;
const TIMEOUT_MILLISECONDS = 300_000;

const PARAMETERS = 86_366_208;
const EMBEDDING_SIZE = 768;
/** The embedding's numbers are about 1 in size. */
const MAX_ERROR = { fp32: 1e-3, fp16: 0.02, int8: 0.5 } as const;
const MIN_COSINE = { fp32: 0.999999, fp16: 0.9999, int8: 0.99 } as const;
/** Of the two clips: closer than this, they would show nothing. */
const MAX_COSINE_OF_CLIPS = 0.95;

type Precision = keyof typeof MAX_ERROR;
const PRECISIONS: readonly Precision[] = ['fp32', 'fp16', 'int8'];

interface Exported {
  readonly parameters: number;
  readonly sameState: boolean;
  readonly files: readonly {
    readonly file: string;
    readonly precision: Precision;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  readonly pytorch: readonly number[][];
  readonly onnxruntime: Readonly<Record<Precision, readonly number[][]>>;
}

interface Refusal {
  readonly status: number;
  readonly printed: string;
  readonly says: string;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'openjmla-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function peer<Answer>(script: string): Answer | null {
  const printed = runPython({
    ...{ needs: NEEDS, script: path.join('..', '..', 'test', 'golden', script) },
    ...{ args: [folder], threads: 2 },
  });
  return printed === null ? null : (JSON.parse(printed) as Answer);
}

/** A whole clip, and one that must be repeated to fill the input. */
const inputs = () =>
  [frontEndSignal(openJmla.sampleRate, 30 * openJmla.sampleRate), chords(openJmla.sampleRate, 12)]
    .map((clip) => openJmla.compute(clip))
    .map(({ data, dims }) => ({ data, dims }));

function worstDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(ours.length).toBe(theirs.length);
  return Math.max(...Array.from(ours, (value, i) => Math.abs(value - theirs[i]!)));
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x).reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('OpenJMLA’s encoder of made-up weights', () => {
  it(
    'goes from its checkpoint to ONNX, and answers the same in Python and here',
    async (context) => {
      const clips = inputs();
      const spectrograms = clips.map(({ data }) => Buffer.from(data.buffer));
      writeFileSync(path.join(folder, 'spectrograms.f32'), Buffer.concat(spectrograms));
      const exported = peer<Exported>('export_openjmla.py');
      if (exported === null) return context.skip(NO_PYTHON);

      const { parameters, sameState, files, pytorch, onnxruntime } = exported;
      expect(parameters).toBe(PARAMETERS);
      expect(sameState).toBe(true);
      expect(files.map(({ precision }) => precision)).toEqual(PRECISIONS);
      expect(cosine(pytorch[0]!, pytorch[1]!)).toBeLessThan(MAX_COSINE_OF_CLIPS);

      for (const { file, precision, bytes, sha256 } of files) {
        const content = readFileSync(path.join(folder, file));
        expect(content.length).toBe(bytes);
        expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
        const network = await loadOnnxNetwork(content, { webgpu: false, threads: 1 });
        try {
          expect(network.inputs).toEqual([
            { name: 'spectrogram', type: 'float32', dims: [null, 3, 80, 2992] },
          ]);
          expect(network.outputs).toEqual([
            { name: 'embedding', type: 'float32', dims: [null, EMBEDDING_SIZE] },
          ]);
          expect(guessContract(network.inputs, network.outputs)).toMatchObject({
            ...{ frontEnd: 'openjmla', input: 'spectrogram', outputs: ['embedding'] },
            embeddingSize: EMBEDDING_SIZE,
          });
          for (const [index, expected] of pytorch.entries()) {
            if (index === 0 && precision !== 'fp32') continue;
            const [ours] = await network.run('spectrogram', clips[index]!, ['embedding']);
            expect(ours!.dims).toEqual([1, EMBEDDING_SIZE]);
            expect(ours!.data.every(Number.isFinite)).toBe(true);
            for (const [where, answer] of [
              ['WebAssembly', ours!.data],
              ['Python', onnxruntime[precision][index]!],
            ] as const) {
              const error = worstDifference(answer, expected);
              const alike = cosine(answer, expected);
              console.info(
                `${precision}, ${where}, clip ${index}: largest difference to PyTorch ` +
                  `${error.toExponential(1)}, cosine ${alike.toFixed(6)}`,
              );
              expect(error).toBeLessThan(MAX_ERROR[precision]);
              expect(alike).toBeGreaterThan(MIN_COSINE[precision]);
            }
          }
        } finally {
          await network.dispose();
        }
      }
    },
    TIMEOUT_MILLISECONDS,
  );
});

const REFUSALS = {
  missing:
    'MissingWeights: Expected 150 tensors .*prefix "encoder\\.".*layers\\.3\\.attn\\.qkv\\.bias',
  unexpected: 'UnexpectedWeights: .*decoder\\.weight',
  'wrong shape': 'WrongShapes: .*pos_embed: expected \\[1, 936, 768\\], got \\[1, 197, 768\\]',
  'not finite': 'NotFinite: .*ln1\\.weight',
  'another network': 'NoEncoder: .*got a dictionary of conv\\.weight',
  'a list': 'NoEncoder: .*got a list',
  code: 'UnreadableCheckpoint: .*could run code',
  empty: 'UnreadableCheckpoint: .*cut off',
  text: 'UnreadableCheckpoint: .*not a PyTorch checkpoint',
  truncated: 'UnreadableCheckpoint: .*cut off',
  folder: 'UnreadableCheckpoint: .*not a PyTorch checkpoint',
  'not there': 'UnreadableCheckpoint: There is no file',
};

describe('a file that is not OpenJMLA’s encoder', () => {
  it('is refused by name, with what to do, and nothing is written', (context) => {
    const refused = peer<Record<keyof typeof REFUSALS, Refusal>>('refuse_openjmla.py');
    if (refused === null) return context.skip(NO_PYTHON);
    expect(Object.keys(refused).sort()).toEqual(Object.keys(REFUSALS).sort());
    for (const [name, says] of Object.entries(REFUSALS)) {
      const refusal = refused[name as keyof typeof REFUSALS];
      expect(refusal.says, name).toMatch(new RegExp(`^${says}`));
      expect(refusal.says, name).toContain('Download epoch_20.pth');
      expect(refusal, name).toMatchObject({ status: 1, printed: '' });
    }
    expect(existsSync(path.join(folder, 'out'))).toBe(false);
  });
});
