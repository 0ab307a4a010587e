// Boosted trees beside native XGBoost on one thread, fitted in turn on the same made-up table.

import { createMatrix } from '../src/core/matrix';
import { createRandom } from '../src/core/random';
import { boostedTreesTrainer } from '../src/trainers/boosted-trees';
import type { TableInput } from '../src/trainers/trainer';
import { runPython } from './python-peer';
import { benchRow } from './row';

const CLIPS = 1000;
const COLUMNS = 110;
const CLASSES = 10;
const TURNS = 3;
const PARAMS = { rounds: 100, eta: 0.1, max_depth: 4, colsample_bytree: 0.4, max_bin: 64 };

interface Seconds {
  readonly fit: number;
  readonly predict: number;
}

export default async function boosting() {
  const random = createRandom(1);
  const labels = Int32Array.from({ length: CLIPS }, (_, i) => i % CLASSES);
  const values = Float32Array.from({ length: CLIPS * COLUMNS }, (_, i) => {
    const classIndex = labels[Math.floor(i / COLUMNS)]!;
    return random.normal() + (i % CLASSES === classIndex ? 0.5 : 0);
  });

  const ours: Seconds[] = [];
  const peer: Seconds[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    ours.push(await measureOurs(values, labels));
    const seconds = measurePeer(values, labels);
    if (seconds) peer.push(seconds);
  }
  const rows = (['fit', 'predict'] as const).map((step) => {
    const best = (turns: readonly Seconds[]): number =>
      Math.min(...turns.map((seconds) => seconds[step]));
    return benchRow({
      metric: `${step} ${CLIPS} clips × ${COLUMNS} columns, ${CLASSES} classes`,
      unit: 's',
      better: 'less',
      ours: best(ours),
      peer: peer.length > 0 ? best(peer) : null,
      peerName: 'XGBoost hist, one thread',
    });
  });
  return { rows };
}

async function measureOurs(values: Float32Array, indices: Int32Array): Promise<Seconds> {
  const columnNames = Array.from({ length: COLUMNS }, (_, i) => `column ${i}`);
  const matrix = createMatrix(CLIPS, COLUMNS, values);
  const x: TableInput = { kind: 'table', matrix, columnNames };
  const classes = Array.from({ length: CLASSES }, (_, i) => `class ${i}`);
  const started = performance.now();
  const model = await boostedTreesTrainer.fit(x, { indices, classes }, PARAMS, { seed: 1 });
  const fitted = performance.now();
  await model.predictProba(x);
  return { fit: (fitted - started) / 1000, predict: (performance.now() - fitted) / 1000 };
}

function measurePeer(values: Float32Array, labels: Int32Array): Seconds | null {
  const printed = runPython({
    needs: ['numpy', 'xgboost'],
    script: 'xgboost_fit.py',
    args: [],
    input: JSON.stringify({
      x: [...values],
      y: [...labels],
      columns: COLUMNS,
      classes: CLASSES,
      params: PARAMS,
    }),
  });
  return printed === null ? null : (JSON.parse(printed) as Seconds);
}
