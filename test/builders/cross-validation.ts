// Cross-validations to test with: clips of three genres, a trainer whose every epoch counts, and what is told on the way.

import { expect } from 'vitest';
import type { Clip } from '../../src/core/dataset-types';
import { EarmarkError } from '../../src/core/errors';
import { createMatrix } from '../../src/core/matrix';
import { createRandom } from '../../src/core/random';
import type { EpochRecord, FoldScore, ParamValues } from '../../src/core/run-types';
import type {
  CrossValidationOptions,
  CrossValidationResult,
  FinishedFold,
} from '../../src/evaluation/cross-validate';
import type { Example } from '../../src/evaluation/examples';
import type { Checkpoint, FittedModel, TableInput, Trainer } from '../../src/trainers/trainer';
import { makeClip } from './clips';

export const CLASSES = ['blues', 'jazz', 'rock'];
const COLUMNS = 4;

export const clips: Clip[] = Array.from({ length: 36 }, (_, i) =>
  makeClip({ id: `clip ${i}`, genre: CLASSES[i % 3]!, artist: `artist ${i % 12}` }),
);

/** Columns that tell the genres apart, not always. */
function tableOf(chosen: readonly Example[]): TableInput {
  const data = chosen.flatMap(({ id, genre }) => {
    const noise = createRandom(1).fork(id);
    return Array.from({ length: COLUMNS }, () => CLASSES.indexOf(genre) + noise.normal());
  });
  const columnNames = Array.from({ length: COLUMNS }, (_, i) => `column ${i}`);
  const matrix = createMatrix(chosen.length, COLUMNS, Float32Array.from(data));
  return { kind: 'table', matrix, columnNames };
}

export interface Fit {
  readonly seed: number;
  readonly resumedAt: number | null;
  readonly epochs: number[];
}

export const NUM_EPOCHS = 4;

/** Adds a number that follows from its seed and the first column, an epoch at a time; predicts by the sum. */
export function fakeTrainer(fits: Fit[]): Trainer<TableInput> {
  const modelOf = (sum: number): FittedModel<TableInput> => ({
    classes: CLASSES,
    bestEpoch: NUM_EPOCHS,
    predictProba: ({ matrix }) => {
      const data = Array.from({ length: matrix.rows }, (_, i) => {
        const share = Math.abs(Math.sin(sum + matrix.data[i * COLUMNS]!));
        return [share / 2, (1 - share) / 2, 1 / 2];
      });
      return Promise.resolve(createMatrix(matrix.rows, 3, Float32Array.from(data.flat())));
    },
    toJSON: () => ({ version: 1, trainer: 'fake', classes: CLASSES, state: sum }),
    dispose: () => undefined,
  });
  return {
    id: 'fake',
    inputKind: 'table',
    usesTensors: false,
    fromJSON: () => modelOf(0),
    async fit({ matrix }, _y, _params, { seed, signal, resumeFrom, ...context }) {
      const fit: Fit = { seed, resumedAt: resumeFrom?.epoch ?? null, epochs: [] };
      fits.push(fit);
      context.onNotice?.(new EarmarkError('tree-threads-missing', 'no workers'));
      let sum = (resumeFrom?.state as number | undefined) ?? 0;
      for (let epoch = (resumeFrom?.epoch ?? 0) + 1; epoch <= NUM_EPOCHS; epoch++) {
        signal?.throwIfAborted();
        sum += createRandom(seed).fork(epoch).normal() * matrix.data[0]!;
        fit.epochs.push(epoch);
        context.onEpoch?.({ epoch, ...NO_SCORES });
        context.onProgress?.(epoch / NUM_EPOCHS);
        await context.onCheckpoint?.({ version: 1, trainer: 'fake', epoch, state: sum }, null);
      }
      return modelOf(sum);
    },
  };
}

const NO_SCORES = {
  trainLoss: 0,
  trainAccuracy: 0,
  validationLoss: null,
  validationAccuracy: null,
  seconds: 1,
};

export interface Kept {
  checkpoint: Checkpoint | null;
  history: readonly EpochRecord[];
  dealt: string | null;
  folds: readonly FinishedFold[];
}

export const NOTHING: Kept = { checkpoint: null, history: [], dealt: null, folds: [] };

export interface Watched {
  readonly options: CrossValidationOptions;
  readonly kept: Kept;
  readonly progress: number[];
  readonly scores: FoldScore[];
  readonly epochs: EpochRecord[];
  readonly notices: string[];
}

export function watched(
  trainer: Trainer<TableInput>,
  {
    params = {},
    resume = NOTHING,
    stopAfterEpoch = Infinity,
    strategy = 'random',
    ofClips = clips,
  }: {
    params?: ParamValues;
    resume?: Kept;
    /** Of all epochs of all folds. */
    stopAfterEpoch?: number;
    strategy?: 'random' | 'artist';
    ofClips?: readonly Clip[];
  } = {},
): Watched {
  const stop = new AbortController();
  const kept: Kept = { ...resume };
  const [progress, scores, epochs]: [number[], FoldScore[], EpochRecord[]] = [[], [], []];
  const notices: string[] = [];
  const ofFold = [...resume.history];
  const options: CrossValidationOptions = {
    job: {
      config: {
        seed: 7,
        split: { strategy, testFraction: 0.2, validationFraction: 0.15 },
        crossValidation: { folds: 3, repeats: 2 },
      },
      classes: CLASSES,
      clips: ofClips,
      folds: resume.folds,
      dealt: resume.dealt,
      resumeFrom: resume.checkpoint,
      history: resume.history,
    },
    data: { input: (examples) => Promise.resolve(tableOf(examples)) },
    trainer: trainer,
    params,
    signal: stop.signal,
    events: {
      onEpoch: (record) => {
        ofFold.push(record);
        if (epochs.push(record) === stopAfterEpoch) stop.abort();
      },
      onProgress: (fraction) => void progress.push(fraction),
      onStats: () => undefined,
      onNotice: (error) => void notices.push(error.code),
      onFold: (fold) => {
        scores.push(fold.score);
        ofFold.length = 0;
        Object.assign(kept, { ...NOTHING, folds: [...kept.folds, structuredClone(fold)] });
        return Promise.resolve();
      },
      onCheckpoint: (checkpoint, { numFolds, dealt }) => {
        expect(numFolds).toBe(kept.folds.length);
        Object.assign(kept, structuredClone({ checkpoint, dealt, history: ofFold }));
        return Promise.resolve();
      },
    },
  };
  return { options, kept, progress, scores, epochs, notices };
}

/** Without the times, which no two runs share. */
export function withoutTimes({ folds, evaluation }: CrossValidationResult) {
  return { folds: folds.map((fold) => ({ ...fold, trainSeconds: 0 })), evaluation };
}
