// What saving costs the CNN's training: what a checkpoint takes on the training's own thread (reading the state back and
// copying it, as IndexedDB does), beside the time of an epoch. The writing itself happens elsewhere, meanwhile.

import { serialize } from 'node:v8';
import { chooseBackend } from '../src/compute/choose-backend';
import { createMatrix, type Matrix } from '../src/core/matrix';
import { median } from '../src/core/median';
import { createRandom } from '../src/core/random';
import { cnnTrainer } from '../src/trainers/cnn';
import { fromCheckpoint, toCheckpoint } from '../src/trainers/cnn/checkpoint';
import { CnnDeviceState } from '../src/trainers/cnn/step';
import type { Checkpoint, FittedModel, SpectrogramInput } from '../src/trainers/trainer';
import { benchRow } from './row';

/** The network's default shape on clips of 30 s: 5 s excerpts of 128 bands, 43 frames a second. */
const SHAPE = { numFrames: 215, numMels: 128, width: 16, numClasses: 8 };
const FRAME_SECONDS = 512 / 22_050;
/** Few, so that saving at the end of each epoch weighs more than it ever will. */
const CLIPS = 32;
const ALLOWED_SHARE = 0.03;
const TURNS = 5;

export default async function saving() {
  await chooseBackend('wasm');
  const saved: Checkpoint[] = [];
  let epochMilliseconds = 0;
  const labels = Int32Array.from({ length: CLIPS }, (_, i) => i % SHAPE.numClasses);
  const classes = Array.from({ length: SHAPE.numClasses }, (_, i) => `genre ${i}`);
  const params = { epochs: 1, batchSize: 32, width: SHAPE.width, cropSeconds: 5 };
  const model = await cnnTrainer.fit(noise(), { indices: labels, classes }, params, {
    seed: 1,
    onEpoch: ({ seconds }) => {
      epochMilliseconds = 1000 * seconds;
    },
    onCheckpoint: (checkpoint) => Promise.resolve(void saved.push(checkpoint)),
  });
  const saveMilliseconds = await measureSave(saved.at(-1)!, model);
  model.dispose();
  const share = benchRow({
    metric: `saving at the end of an epoch of ${CLIPS} clips, WebAssembly`,
    unit: 'share of the epoch',
    better: 'less',
    ours: saveMilliseconds / epochMilliseconds,
    peer: ALLOWED_SHARE,
    peerName: 'what it may cost',
  });
  const cost = {
    metric: 'one checkpoint with the best model',
    unit: 'ms',
    better: 'less',
  } as const;
  const rows = [benchRow({ ...cost, ours: saveMilliseconds, peer: null, peerName: '' }), share];
  const problems = share.ours < ALLOWED_SHARE ? [] : ['Saving costs more than it may.'];
  return { rows, problems };
}

/** Milliseconds, the median. */
async function measureSave(
  checkpoint: Checkpoint,
  best: FittedModel<SpectrogramInput>,
): Promise<number> {
  const state = fromCheckpoint(checkpoint, SHAPE, undefined);
  const device = new CnnDeviceState(state);
  const turns: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const startedAt = performance.now();
    const taken = toCheckpoint({ ...state, ...(await device.read()) }, undefined);
    serialize({ version: 1, checkpoint: taken, history: [] });
    serialize(best.toJSON());
    turns.push(performance.now() - startedAt);
  }
  device.dispose();
  return median(turns);
}

function noise(): SpectrogramInput {
  const random = createRandom(1);
  const clips = Array.from({ length: CLIPS }, (): Matrix => {
    const matrix = createMatrix(2 * SHAPE.numFrames, SHAPE.numMels);
    for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = -60 + 10 * random.normal();
    return matrix;
  });
  return {
    kind: 'spectrograms',
    length: CLIPS,
    numMels: SHAPE.numMels,
    frameSeconds: FRAME_SECONDS,
    get: (index) => Promise.resolve(clips[index]!),
  };
}
