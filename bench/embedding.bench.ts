// EfficientAT mn04 over 30 s of music, front end included, on WebAssembly with one thread beside ONNX Runtime in Python with
// one; how it scales with windows at once; and the room that embeddings take. Its weights are not part of the project: without
// them beside the checkout there is nothing to measure.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embedWindows } from '../src/backbones/embed';
import { efficientAt } from '../src/backbones/front-ends/efficientat';
import { hearWindows } from '../src/backbones/hear';
import { KNOWN_BACKBONES } from '../src/backbones/registry';
import { loadOnnxNetwork } from '../src/compute/networks/onnx-network';
import { chords } from '../test/builders/chords';
import { runPython } from './python-peer';
import { benchRow, type BenchRow } from './row';

const FILE = path.resolve(
  import.meta.dirname,
  '../../shared/models/efficientat-mn04_as/mn04_as.onnx',
);
const SECONDS = 30;
const TURNS = 7;
const BATCHES = [1, 2, 4, 8];
/** Times real time, on one core. */
const LEAST_SPEED = 100;

export default async function embedding() {
  if (!existsSync(FILE)) throw new Error(`Nothing to measure: ${FILE} is not there.`);
  const { contract } = KNOWN_BACKBONES.find(({ id }) => id === 'efficientat-mn04')!;
  const network = await loadOnnxNetwork(readFileSync(FILE), { webgpu: false, threads: 1 });
  const clip = chords(efficientAt.sampleRate, SECONDS);
  const rows: BenchRow[] = [];
  try {
    const hear = () => hearWindows(clip, contract);
    const windows = await hear();
    const embed = (batchSize: number) => embedWindows(windows, { network, contract, batchSize });
    const frontEnd = await fastest(hear);
    const alone = await fastest(() => embed(1));
    const whole = await fastest(async () => {
      const options = { network, contract, batchSize: 1 };
      return embedWindows(await hear(), options);
    });
    const speed = SECONDS / whole;
    rows.push(
      plain(`mn04, ${SECONDS} s of audio, front end and network, one thread`, '× real time', speed),
      plain(`mn04, front end of ${SECONDS} s`, 'ms', 1000 * frontEnd),
      await besidePython(windows[0]!, windows.length, alone),
    );
    const many = Array.from({ length: Math.max(...BATCHES) }, () => windows[0]!);
    for (const batchSize of BATCHES) {
      const seconds = await fastest(() => embedWindows(many, { network, contract, batchSize }));
      const metric = `mn04, windows of ${contract.windowSeconds} s, ${batchSize} at once`;
      rows.push(plain(metric, 'windows/s', many.length / seconds));
    }
    const problems =
      speed < LEAST_SPEED ? [`${speed.toFixed(0)} times real time, not ${LEAST_SPEED}.`] : [];
    return { rows, problems };
  } finally {
    await network.dispose();
  }
}

/** The network alone on as many windows, in seconds. */
async function besidePython(
  window: { readonly data: Float32Array; readonly dims: readonly number[] },
  count: number,
  ours: number,
): Promise<BenchRow> {
  const folder = mkdtempSync(path.join(tmpdir(), 'embedding-bench-'));
  try {
    const input = path.join(folder, 'input.f32');
    writeFileSync(input, window.data);
    const printed = runPython({
      ...{ needs: ['numpy', 'onnxruntime'], script: 'onnxruntime_clip.py', threads: 1 },
      args: [FILE, input, window.dims.join(','), '1', String(TURNS)],
    });
    const answer = printed === null ? null : (JSON.parse(printed) as { seconds: number[] });
    return benchRow({
      metric: `mn04, the network alone on ${count} windows, one thread`,
      ...{ unit: 'ms', better: 'less', ours: 1000 * ours },
      peer: answer && 1000 * count * Math.min(...answer.seconds),
      peerName: 'ONNX Runtime in Python, one thread',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function fastest(work: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let turn = 0; turn < TURNS; turn++) {
    const began = performance.now();
    await work();
    best = Math.min(best, (performance.now() - began) / 1000);
  }
  return best;
}

function plain(metric: string, unit: string, ours: number): BenchRow {
  return benchRow({ metric, unit, better: 'more', ours, peer: null, peerName: '' });
}
