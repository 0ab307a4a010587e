// OpenJMLA's encoder, with made-up weights of the exact size, on WebAssembly beside ONNX Runtime in Python with as many
// threads: time and memory for one clip of 30 s, by precision. Python writes the files, so without it there is no bench.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openJmla } from '../src/backbones/front-ends/openjmla';
import { chords } from '../test/builders/chords';
import type { SessionResult } from './network-session';
import { runPython } from './python-peer';
import { benchRow, type BenchRow } from './row';

const PRECISIONS = ['fp32', 'fp16', 'int8'];
const THREADS = [1, 2];
const TURNS = 2;
const SECONDS = 30;
const FRONT_END_TURNS = 5;
const MEGABYTE = 1e6;
/** Of the embedding's numbers, which are about 1 in size: int8 is rounded in other places by the peer. */
const MOST_DIFFERENCE = { fp32: 1e-3, fp16: 0.02, int8: 0.5 };

interface Question {
  readonly file: string;
  readonly input: string;
  readonly dims: readonly number[];
  readonly threads: number;
}

export default function openjmla() {
  const folder = mkdtempSync(path.join(tmpdir(), 'openjmla-bench-'));
  try {
    exportFiles(folder);
    const clip = chords(openJmla.sampleRate, SECONDS);
    const spectrogram = openJmla.compute(clip);
    const input = path.join(folder, 'input.f32');
    writeFileSync(input, spectrogram.data);

    const rows = [frontEndRow(() => openJmla.compute(clip))];
    const problems: string[] = [];
    for (const precision of PRECISIONS) {
      const file = path.join(folder, `openjmla-${precision}.onnx`);
      rows.push(plainRow(`${precision}: file`, 'MB', statSync(file).size / MEGABYTE));
      for (const threads of THREADS) {
        const question = { file, input, dims: spectrogram.dims, threads };
        const ours = askOurs(question);
        const peer = askPeer(question);
        rows.push(...rowsOf(ours, peer, { precision, threads }));
        const limit = MOST_DIFFERENCE[precision as keyof typeof MOST_DIFFERENCE];
        const worst = ours.embedding.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - peer.embedding[i]!)),
          0,
        );
        if (!(worst < limit)) problems.push(`${precision}: the two embeddings differ by ${worst}.`);
      }
    }
    return { rows, problems };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function exportFiles(folder: string): void {
  const printed = runPython({
    needs: ['numpy', 'onnx', 'onnxruntime', 'onnxscript', 'torch'],
    script: path.resolve(import.meta.dirname, '../models/openjmla/export.py'),
    args: ['--random-weights', '--out', folder, '--precision', ...PRECISIONS],
    threads: Math.max(...THREADS),
  });
  if (printed === null) throw new Error('Nothing to measure: Python writes the files.');
}

const argumentsOf = ({ file, input, dims, threads }: Question): string[] => [
  ...[file, input, dims.join(','), String(threads), String(TURNS)],
];

function askOurs(question: Question): SessionResult {
  const script = path.join(import.meta.dirname, 'network-session.ts');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', script, ...argumentsOf(question)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`network-session.ts ended with ${status}:\n${stderr}`);
  return JSON.parse(stdout) as SessionResult;
}

function askPeer(question: Question): SessionResult {
  const printed = runPython({
    ...{ needs: ['numpy', 'onnxruntime'], script: 'onnxruntime_clip.py' },
    ...{ args: argumentsOf(question), threads: question.threads },
  });
  if (printed === null) throw new Error('Python wrote the files and is gone.');
  return JSON.parse(printed) as SessionResult;
}

function rowsOf(
  ours: SessionResult,
  peer: SessionResult,
  { precision, threads }: { readonly precision: string; readonly threads: number },
): BenchRow[] {
  const peerName = `ONNX Runtime in Python, ${threads} thread${threads > 1 ? 's' : ''}`;
  const where = `${precision}, WebAssembly with ${threads} thread${threads > 1 ? 's' : ''}`;
  const compared = (what: string, unit: string, of: (result: SessionResult) => number): BenchRow =>
    benchRow({
      metric: `${where}: ${what}`,
      ...{ unit, better: 'less', ours: of(ours), peer: of(peer), peerName },
    });
  const time = compared(`a clip of ${SECONDS} s`, 's', ({ seconds }) => Math.min(...seconds));
  if (threads > 1) return [time];
  return [
    time,
    compared('loading', 's', ({ loadSeconds }) => loadSeconds),
    compared('growth of the process', 'MB', ({ peakBytes }) => peakBytes / MEGABYTE),
    plainRow(`${where}: its heap`, 'MB', ours.heapBytes! / MEGABYTE),
  ];
}

function frontEndRow(compute: () => unknown): BenchRow {
  const times = Array.from({ length: FRONT_END_TURNS }, () => {
    const started = performance.now();
    compute();
    return performance.now() - started;
  });
  return plainRow(`front end of a clip of ${SECONDS} s`, 'ms', Math.min(...times));
}

function plainRow(metric: string, unit: string, ours: number): BenchRow {
  return benchRow({ metric, unit, better: 'less', ours, peer: null, peerName: '' });
}
