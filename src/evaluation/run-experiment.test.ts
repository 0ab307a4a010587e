import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Clip } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import { createMatrix, type Matrix } from '../core/matrix';
import { clipIdOf, isVariantId } from '../core/variant';
import type { RunSize } from '../trainers/expected-time';
import type { FitContext, FittedModel, Labels, Trainer, TrainingInput } from '../trainers/trainer';
import type { Example } from './examples';
import { runExperiment, type ExperimentOptions } from './run-experiment';

const CLASSES = ['blues', 'jazz'];
const TWO_EACH = { train: 2, validation: 2, test: 2 };

const clips: Clip[] = ['b1', 'b2', 'b3', 'j1', 'j2', 'j3'].map((id) =>
  makeClip({ id, genre: id.startsWith('b') ? 'blues' : 'jazz' }),
);

/** One column: 0 for blues, 1 for jazz. */
function tableOf(chosen: readonly Example[]): TrainingInput {
  const data = Float32Array.from(chosen, ({ genre }) => CLASSES.indexOf(genre));
  return { kind: 'table', matrix: createMatrix(chosen.length, 1, data), columnNames: ['truth'] };
}

interface Seen {
  x?: TrainingInput;
  y?: Labels;
  context?: FitContext;
  disposed: number;
}

/** Predicts the first column; remembers what it was given. */
function spyTrainer(seen: Seen, predict?: (x: TrainingInput) => Matrix): Trainer<TrainingInput> {
  const model: FittedModel<TrainingInput> = {
    classes: CLASSES,
    bestEpoch: 4,
    predictProba: (x) => {
      if (predict) return Promise.resolve(predict(x));
      const truth = x.kind === 'table' ? x.matrix : createMatrix(0, 1);
      const data = Array.from(truth.data).flatMap((value) => [1 - value, value]);
      return Promise.resolve(createMatrix(truth.rows, 2, Float32Array.from(data)));
    },
    toJSON: () => ({ version: 1, trainer: 'spy', classes: CLASSES, state: 'weights' }),
    dispose: () => void seen.disposed++,
  };
  return {
    id: 'spy',
    inputKind: 'table',
    usesTensors: false,
    fit: (x, y, _params, context) => {
      Object.assign(seen, { x, y, context });
      context.onProgress?.(0.5);
      context.onProgress?.(0.25);
      return Promise.resolve(model);
    },
    fromJSON: () => model,
  };
}

function optionsFor(seen: Seen, change: Partial<ExperimentOptions> = {}) {
  const progress: number[] = [];
  const options: ExperimentOptions = {
    job: {
      config: { seed: 9 },
      classes: CLASSES,
      clips,
      split: { train: ['j1', 'b1'], validation: ['b2', 'j2'], test: ['b3', 'j3'] },
      resumeFrom: null,
      history: [],
    },
    data: { input: (chosen) => Promise.resolve(tableOf(chosen)) },
    trainer: spyTrainer(seen),
    params: {},
    signal: new AbortController().signal,
    events: {
      onEpoch: () => undefined,
      onProgress: (fraction) => void progress.push(fraction),
      onStats: () => undefined,
      onNotice: () => undefined,
      onCheckpoint: () => Promise.resolve(),
    },
    ...change,
  };
  return { options, progress };
}

describe('runExperiment', () => {
  it('fits on train, picks by validation, scores test', async () => {
    const seen: Seen = { disposed: 0 };
    const { options, progress } = optionsFor(seen);
    const result = await runExperiment(options);

    expect(seen.x).toEqual(tableOf([clips[3]!, clips[0]!]));
    expect(seen.y).toEqual({ indices: Int32Array.of(1, 0), classes: CLASSES });
    expect(seen.context?.seed).toBe(9);
    expect(seen.context?.validation?.y.indices).toEqual(Int32Array.of(0, 1));
    expect(seen.context).not.toHaveProperty('resumeFrom');

    expect(result.bestEpoch).toBe(4);
    expect(result.model.state).toBe('weights');
    expect(result.evaluation.accuracy).toBe(1);
    expect(result.evaluation.predictions.map((clip) => clip.clipId)).toEqual(['b3', 'j3']);
    expect(result.timings.trainSeconds).toBeGreaterThanOrEqual(0);
    expect(result.timings.predictMillisecondsPerClip).toBeGreaterThanOrEqual(0);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    expect(seen.disposed).toBe(1);
  });

  it('counts scoring as the part of the work that is expected of it', async () => {
    const seen: Seen = { disposed: 0 };
    const trainer = spyTrainer(seen);
    const slow: typeof trainer = {
      ...trainer,
      fit: async (...given) => {
        const model = await trainer.fit(...given);
        return {
          ...model,
          predictProba: (x, signal, onProgress) => {
            onProgress?.(0);
            onProgress?.(0.5);
            return model.predictProba(x, signal);
          },
        };
      },
    };
    const { options, progress } = optionsFor(seen, { trainer: slow });
    const expectedSeconds = ({ train, validation, test, columns }: RunSize) => {
      expect({ train, validation, test, columns }).toEqual({ ...TWO_EACH, columns: 1 });
      return { fit: 1, score: 3 };
    };
    await runExperiment({ ...options, expectedSeconds });
    expect(progress).toEqual([0.125, 0.125, 0.25, 0.25, 0.625, 1]);
  });

  it('hands on what the trainer says of a fallback', async () => {
    const told: string[] = [];
    const seen: Seen = { disposed: 0 };
    const { options } = optionsFor(seen);
    const events = {
      ...options.events,
      onNotice: ({ code }: EarmarkError) => void told.push(code),
    };
    await runExperiment({ ...options, events });
    seen.context?.onNotice?.(new EarmarkError('tree-threads-missing', 'no workers'));
    expect(told).toEqual(['tree-threads-missing']);
  });

  it('passes the checkpoint on, and no validation where there is none', async () => {
    const seen: Seen = { disposed: 0 };
    const { options } = optionsFor(seen);
    const resumeFrom = { version: 1, trainer: 'spy', epoch: 2, state: null } as const;
    const split = { ...options.job.split, validation: [] };
    await runExperiment({ ...options, job: { ...options.job, resumeFrom, split } });
    expect(seen.context?.resumeFrom).toBe(resumeFrom);
    expect(seen.context).not.toHaveProperty('validation');
  });

  it('learns from variants of the training clips, and shows none to validation or test', async () => {
    const asked: (readonly Example[])[] = [];
    const seen: Seen = { disposed: 0 };
    const data = {
      input: (chosen: readonly Example[]) => {
        asked.push(chosen);
        return Promise.resolve(tableOf(chosen));
      },
    };
    const { options } = optionsFor(seen, { data, params: { variants: 3 } });
    const { evaluation } = await runExperiment(options);

    const [train, ...heldOut] = asked.map((examples) => examples.map((example) => example.id));
    expect(heldOut).toEqual([
      ['b2', 'j2'],
      ['b3', 'j3'],
    ]);
    expect(evaluation.predictions.map((clip) => clip.clipId)).toEqual(['b3', 'j3']);
    expect(train!.slice(0, 2)).toEqual(['j1', 'b1']);
    expect(new Set(train).size).toBe(8);
    const varied = train!.slice(2);
    expect(varied.every(isVariantId)).toBe(true);
    expect(varied.map(clipIdOf)).toEqual(['j1', 'j1', 'j1', 'b1', 'b1', 'b1']);
    expect([...seen.y!.indices]).toEqual([1, 0, 1, 1, 1, 0, 0, 0]);
  });

  it('learns and scores all labels where clips have several and the trainer can', async () => {
    const seen: Seen = { disposed: 0 };
    const labelled = clips.map((clip) => ({ ...clip, labels: [clip.genre, 'polka'] }));
    const { options } = optionsFor(seen, { params: { variants: 1 } });
    const trainer = { ...options.trainer, fitsMultiLabel: true };
    const job = { ...options.job, clips: labelled };
    const { evaluation } = await runExperiment({ ...options, trainer, job });
    expect(seen.y?.memberships).toEqual(Uint8Array.of(0, 1, 1, 0, 0, 1, 1, 0));
    expect(seen.context?.validation?.y.memberships).toEqual(Uint8Array.of(1, 0, 0, 1));
    expect(evaluation.multiLabel?.microF1).toBe(1);
    expect(evaluation.multiLabel?.thresholds).toEqual([0.5, 0.5]); // one validation clip of each
    expect(evaluation.predictions.map(({ trueLabels }) => trueLabels)).toEqual([[0], [1]]);
  });

  it('disposes the model when predicting or scoring fails', async () => {
    const seen: Seen = { disposed: 0 };
    const nonsense = () => createMatrix(2, 2, new Float32Array(4).fill(NaN));
    const { options } = optionsFor(seen, { trainer: spyTrainer(seen, nonsense) });
    await expect(runExperiment(options)).rejects.toMatchObject({ code: 'training-diverged' });
    expect(seen.disposed).toBe(1);
  });

  it('stops when aborted, before fitting', async () => {
    const seen: Seen = { disposed: 0 };
    const { options } = optionsFor(seen, { signal: AbortSignal.abort() });
    await expect(runExperiment(options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen.x).toBeUndefined();
  });

  it('refuses a split that does not fit the clips, and features that are missing', async () => {
    const { options } = optionsFor({ disposed: 0 });
    const withSplit = (split: object) => ({
      ...options,
      job: { ...options.job, split: { ...options.job.split, ...split } },
    });
    await expect(runExperiment(withSplit({ test: ['gone'] }))).rejects.toMatchObject({
      code: 'run-not-resumable',
    });
    await expect(runExperiment(withSplit({ test: [] }))).rejects.toMatchObject({
      code: 'dataset-too-few-clips',
    });
    const data = { input: () => Promise.resolve(tableOf([])) };
    await expect(runExperiment({ ...options, data })).rejects.toMatchObject({
      code: 'features-missing',
    });
    const job = { ...options.job, classes: ['blues', 'rock'] };
    await expect(runExperiment({ ...options, job })).rejects.toMatchObject({
      code: 'model-incompatible',
    });
  });
});
