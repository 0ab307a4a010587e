// Training heads on a thousand embeddings, validation each epoch: on WebAssembly beside PyTorch on one thread, in turn;
// on WebGPU where Dawn finds an adapter; on tfjs's cpu backend, where nothing else works.

import { chooseBackend } from '../src/compute/choose-backend';
import { createTrainingDevice } from '../src/compute/training-device';
import { createMatrix } from '../src/core/matrix';
import { createRandom } from '../src/core/random';
import { headTrainer } from '../src/trainers/head';
import type { LabelledInput, TableInput } from '../src/trainers/trainer';
import { installDawn } from '../test/dawn';
import { runPython } from './python-peer';
import { benchRow, type BenchRow } from './row';

const ROWS = 1000;
const COLUMNS = 768;
const CLASSES = 10;
const EPOCHS = 50;
const HIDDEN_UNITS = 128;
const BATCH_SIZE = 64;
const TURNS = 3;
/** Where all of them would take minutes: multiplied up. */
const SLOW_EPOCHS = 2;
/** What is not good enough, from the page's point of view. */
const MAX_SECONDS = 5;

type Backend = 'wasm' | 'webgpu' | 'cpu';

const train = makeTable(ROWS, 1);
const validation = makeTable(ROWS / 4, 2);

export default async function heads() {
  const rows: BenchRow[] = [];
  const problems: string[] = [];
  const shape = `${ROWS} × ${COLUMNS}, ${CLASSES} classes`;
  const dawn = await installDawn();
  for (const head of ['mlp', 'linear'] as const) {
    const metric = `${head}, ${shape}, ${EPOCHS} epochs, batches of ${BATCH_SIZE}`;
    const [ours, peers]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < TURNS; turn++) {
      ours.push(await seconds({ head, backend: 'wasm', epochs: EPOCHS }));
      const peer = measureTorch(head);
      if (peer !== null) peers.push(peer);
    }
    const better = { unit: 's', better: 'less' } as const;
    const row = benchRow({
      ...{ metric: `${metric}, wasm`, ...better, ours: Math.min(...ours) },
      ...{ peer: peers.length > 0 ? Math.min(...peers) : null, peerName: 'PyTorch, one thread' },
    });
    rows.push(row);
    if (row.ours > MAX_SECONDS) problems.push(`${row.metric}: ${row.ours.toFixed(1)} s`);
    const alone = { ...better, peer: null, peerName: '' };
    if (dawn) {
      const epochs = dawn.isSoftware ? SLOW_EPOCHS : EPOCHS;
      const onWebGpu = (await seconds({ head, backend: 'webgpu', epochs })) * (EPOCHS / epochs);
      rows.push(benchRow({ metric: `${metric}, WebGPU`, ...alone, ours: onWebGpu }));
    }
    const onCpu = await seconds({ head, backend: 'cpu', epochs: SLOW_EPOCHS });
    const all = (onCpu * EPOCHS) / SLOW_EPOCHS;
    rows.push(benchRow({ metric: `${metric}, plain JavaScript`, ...alone, ours: all }));
  }
  const prototypes = await seconds({ head: 'prototypes', backend: 'wasm', epochs: 1 });
  rows.push(
    benchRow({
      ...{ metric: `prototypes, ${shape}`, unit: 's', better: 'less', ours: prototypes },
      ...{ peer: null, peerName: '' },
    }),
  );
  return {
    ...{ rows, problems },
    ...(dawn && { device: dawn.name }),
    // Beside the results of machines without a graphics processor, not in their place.
    ...(dawn && !dawn.isSoftware && { variant: 'gpu' }),
  };
}

interface HeadRun {
  readonly head: 'mlp' | 'linear' | 'prototypes';
  readonly backend: Backend;
  readonly epochs: number;
}

/** Of a whole fit, standardising included. */
async function seconds({ head, backend, epochs }: HeadRun): Promise<number> {
  await chooseBackend(backend);
  const fit = async (count: number): Promise<void> => {
    const device = createTrainingDevice({ backend });
    const params = { head, epochs: count, batchSize: BATCH_SIZE, hiddenUnits: HIDDEN_UNITS };
    try {
      await headTrainer.fit(
        train.x,
        train.y,
        { ...params, patience: EPOCHS },
        { seed: 1, validation, device },
      );
    } finally {
      device.dispose();
    }
  };
  await fit(1);
  const started = performance.now();
  await fit(epochs);
  return (performance.now() - started) / 1000;
}

/** Noise around a centre a class. */
function makeTable(rows: number, seed: number): LabelledInput<TableInput> {
  const [ofCentres, random] = [createRandom(9), createRandom(seed)];
  const centres = Float32Array.from({ length: CLASSES * COLUMNS }, () => 0.1 * ofCentres.normal());
  const indices = Int32Array.from({ length: rows }, (_, i) => i % CLASSES);
  const matrix = createMatrix(rows, COLUMNS);
  matrix.data.forEach((_, i) => {
    const label = indices[Math.floor(i / COLUMNS)]!;
    matrix.data[i] = centres[label * COLUMNS + (i % COLUMNS)]! + random.normal();
  });
  const columnNames = Array.from({ length: COLUMNS }, (_, i) => `column ${i}`);
  const classes = Array.from({ length: CLASSES }, (_, i) => `class ${i}`);
  return { x: { kind: 'table', matrix, columnNames }, y: { indices, classes } };
}

function measureTorch(head: 'mlp' | 'linear'): number | null {
  const hiddenUnits = head === 'mlp' ? HIDDEN_UNITS : 0;
  const printed = runPython({
    needs: ['torch', 'numpy'],
    script: 'torch_head.py',
    args: [],
    input: JSON.stringify({
      ...{ rows: ROWS, columns: COLUMNS, classes: CLASSES },
      ...{ hiddenUnits, batchSize: BATCH_SIZE, epochs: EPOCHS },
    }),
  });
  return printed === null ? null : Number(printed);
}
