// A fit with all that a trainer tells of it, and what every trainer owes a run that is stopped: it goes on as if it had
// never been. The suites of trainers share both.

import { expect, it, onTestFinished, vi } from 'vitest';
import type { Matrix } from '../../src/core/matrix';
import type { EpochRecord } from '../../src/core/run-types';
import type {
  Checkpoint,
  FitContext,
  FittedModel,
  ModelJson,
  TrainingInput,
} from '../../src/trainers/trainer';

/** Fits on what the suite trains on. */
export type Fit = (context?: Partial<FitContext>) => Promise<FittedModel>;

export interface WatchedFit {
  readonly probabilities: Matrix;
  readonly classes: readonly string[];
  readonly bestEpoch: number;
  readonly json: ModelJson;
  readonly epochs: readonly EpochRecord[];
  readonly progress: readonly number[];
  readonly checkpoints: readonly { checkpoint: Checkpoint; best: ModelJson | null }[];
}

/** Fits, predicts, disposes. */
export async function watchFit(
  fit: Fit,
  x: TrainingInput,
  context: Partial<FitContext> = {},
): Promise<WatchedFit> {
  const epochs: EpochRecord[] = [];
  const progress: number[] = [];
  const checkpoints: { checkpoint: Checkpoint; best: ModelJson | null }[] = [];
  const model = await fit({
    onEpoch: (record) => epochs.push(record),
    onProgress: (fraction) => progress.push(fraction),
    onCheckpoint: (checkpoint, best) => {
      checkpoints.push(structuredClone({ checkpoint, best }));
      return Promise.resolve();
    },
    ...context,
  });
  const probabilities = await model.predictProba(x);
  const { classes, bestEpoch } = model;
  const json = JSON.parse(JSON.stringify(model.toJSON())) as ModelJson;
  model.dispose();
  return { probabilities, classes, bestEpoch, json, epochs, progress, checkpoints };
}

export function withoutTime(epochs: readonly EpochRecord[]): readonly EpochRecord[] {
  return epochs.map((record) => ({ ...record, seconds: 0 }));
}

/** Trainers pause, and then tell how far they are, by the clock: here it runs so fast that none misses a chance. */
export function pauseOften(): void {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
  onTestFinished(() => clock.mockRestore());
}

export interface StoppedSuite {
  readonly fit: Fit;
  readonly test: TrainingInput;
  /** A fit that went through. */
  readonly reference: WatchedFit;
}

/** @param suite asked in each test, when all of it is there */
export function itGoesOnAfterAStop(suite: () => StoppedSuite): void {
  async function expectToGoOn(saved: Checkpoint | undefined): Promise<void> {
    const { fit, test, reference } = suite();
    // Before its first checkpoint it begins anew.
    const resumed = await watchFit(fit, test, saved && { resumeFrom: saved });
    expect(resumed.probabilities).toEqual(reference.probabilities);
    expect(resumed.json).toEqual(reference.json);
    expect(resumed.bestEpoch).toBe(reference.bestEpoch);
    const rest = reference.epochs.slice(saved?.epoch ?? 0);
    expect(withoutTime(resumed.epochs)).toEqual(withoutTime(rest));
  }

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const stop = new AbortController();
    let saved: Checkpoint | undefined;
    const stopped = suite().fit({
      signal: stop.signal,
      onCheckpoint: (checkpoint) => {
        saved ??= structuredClone(checkpoint);
        stop.abort();
        return Promise.resolve();
      },
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(saved!.epoch).toBeLessThan(suite().reference.epochs.length);
    await expectToGoOn(saved);
  });

  it('goes on from a stop in the middle, wherever it comes', async () => {
    pauseOften();
    const { progress } = await watchFit(suite().fit, suite().test);
    for (const share of [0.1, 0.35, 0.65, 0.9]) {
      const last = progress[Math.floor(share * progress.length)]!;
      expect(last).toBeLessThan(1);
      const stop = new AbortController();
      let saved: Checkpoint | undefined;
      const stopped = suite().fit({
        signal: stop.signal,
        onProgress: (fraction) => {
          if (fraction >= last) stop.abort();
        },
        onCheckpoint: (checkpoint) => {
          saved = structuredClone(checkpoint);
          return Promise.resolve();
        },
      });
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      await expectToGoOn(saved);
    }
  });
}
