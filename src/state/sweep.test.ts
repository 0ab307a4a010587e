// Searches with a trainer that only makes up scores.

import { beforeEach, expect, it, vi } from 'vitest';
import type { Dataset } from '../core/dataset-types';
import type { EarmarkError } from '../core/errors';
import type { Run, RunConfig } from '../core/run-types';
import type { SweepPlan } from '../evaluation/sweep/plan';
import { findApproach } from '../trainers/registry';
import { SweepState, type SweepParts } from './sweep.svelte';

const given = vi.hoisted(() => ({ saved: new Map<string, unknown>() }));
vi.mock('../storage/sweep-store', async (original) => {
  const { sweepSchema } = await original<typeof import('../storage/sweep-store')>();
  const { parser } = await import('../storage/schemas');
  const parse = parser(sweepSchema);
  return {
    sweepStore: {
      set: async (id: string, row: unknown) => void given.saved.set(id, structuredClone(row)),
      get: async (id: string) => parse(given.saved.get(id)),
      delete: async (id: string) => void given.saved.delete(id),
      all: async () => ({
        rows: new Map([...given.saved].map(([id, row]) => [id, parse(row)!])),
        damaged: [],
      }),
    },
  };
});
vi.mock('./workers', () => ({ featurePool: null, trainingWorker: null }));
vi.stubGlobal('navigator', {}); // without locks

const approach = findApproach('quick-baseline')!;
const config: RunConfig = {
  ...{ version: 1, approach: approach.id, seed: 5 },
  params: Object.fromEntries(approach.params.map((spec) => [spec.name, spec.default])),
  split: { strategy: 'random', testFraction: 0.2, validationFraction: 0.15 },
};
const split = { train: ['a', 'b'], validation: ['c'], test: ['d'] };
const dataset = { id: 'set', title: 'Set', clips: [], synthetic: true } as unknown as Dataset;

type Ending = 'done' | 'stopped' | 'failed' | 'lost';
const runs = new Map<string, Run>();
const trained: Run[] = [];
const refused: EarmarkError[] = [];
const shown: RunConfig[] = [];
const losses: number[] = [];
/** Runs that were gone on with by themselves. */
const alone: string[] = [];
const found: number[] = [];
let selected = '';

interface Visit {
  /** How the run that is the so manieth of this visit ends, counted from 1. */
  readonly endingOf?: (nth: number, sweep: SweepState) => Ending;
  /** An earlier run is chosen to start from. */
  readonly start?: boolean;
  /** What another tab has done, by the time that the search is this one's. */
  readonly meanwhile?: () => void;
}

/** A page that was just opened, with what is saved. */
async function visit({
  endingOf = () => 'done',
  start = false,
  meanwhile = () => undefined,
}: Visit = {}): Promise<SweepState> {
  let nth = 0;
  const training = {
    ...{ approach, approachId: approach.id, specs: approach.params, expectedSeconds: null },
    ...{
      ready: { config, split, start: start ? { run: {} } : null },
      busy: false,
      inSeries: false,
      seriesStopping: false,
      status: { phase: 'idle' },
    },
    stop: () => void (training.seriesStopping = training.inSeries),
    inOneSeries: async (work: () => Promise<void>) => {
      Object.assign(training, { inSeries: true });
      await work();
      Object.assign(training, { inSeries: false, seriesStopping: false });
    },
    resume: (id: string) => Promise.resolve(void alone.push(id)),
    found: { put: (candidate: number) => void found.push(candidate) },
    showSettings: ({ config }: { config: RunConfig }) => void shown.push(config),
    train: async (run: Run, _: Dataset, { deviceLosses }: { deviceLosses: number }) => {
      expect(training.inSeries).toBe(true);
      trained.push(run);
      losses.push(deviceLosses);
      nth += 1;
      const ending = endingOf(nth, sweep);
      const status = ending === 'lost' ? 'failed' : ending;
      const error = ending === 'lost' ? { code: 'device-lost-twice', got: '' } : null;
      // The larger eta, the better.
      const validationAccuracy = Number(run.config.params['eta']);
      const history = [{ epoch: 1, validationAccuracy, validationLoss: 1 }];
      const timings = { trainSeconds: 2, predictMillisecondsPerClip: 1 };
      const learned = { bestEpoch: 1, history, timings, evaluation: null, sealed: {} };
      const over = { ...run, status, error, ...learned } as unknown as Run;
      runs.set(run.id, over);
    },
  };
  const list = {
    get list() {
      return [...runs.values()].reverse();
    },
    get: (id: string) => runs.get(id) ?? null,
    select: (id: string) => (selected = id),
    put: (run: Run) => Promise.resolve(void runs.set(run.id, run)),
    rereadSearch: () => Promise.resolve(meanwhile()),
  };
  const notices = { showError: (error: EarmarkError) => void refused.push(error) };
  const current = { current: dataset, fingerprint: 'f' };
  const parts = { notices, dataset: current, runs: list, training } as unknown as SweepParts;
  const sweep = new SweepState(parts);
  await sweep.load();
  for (const name of ['max_depth', 'subsample', 'colsample_bytree', 'lambda']) {
    sweep.choice.change(approach.id, name, { varies: false });
  }
  return sweep;
}

beforeEach(() => {
  for (const each of [runs, given.saved]) each.clear();
  for (const each of [trained, refused, shown, losses, alone, found]) each.length = 0;
  selected = '';
});

it('trains every setting once on one split, marks the runs, and points at the best', async () => {
  const sweep = await visit();
  sweep.choice.tries = 4;
  expect(sweep.rungs).toEqual([{ tries: 4, budget: null }]);
  await sweep.start();
  expect(trained).toHaveLength(4);
  const id = sweep.current!.id;
  expect(trained.map(({ sweep }) => sweep)).toEqual(
    [0, 1, 2, 3].map((candidate) => ({ id, candidate, rung: 0 })),
  );
  expect(new Set(trained.map(({ id }) => id)).size).toBe(4);
  for (const run of trained) expect(run.split).toBe(split);
  const best = Math.max(...trained.map(({ config }) => Number(config.params['eta'])));
  expect(runs.get(selected)?.config.params['eta']).toBe(best);
  expect(sweep.current?.finished).toBe(true);
  expect(sweep.resumable).toBeNull();
  const opened = [...runs.values()].filter(({ evaluation }) => evaluation !== null);
  expect(opened.map(({ id }) => id)).toEqual([selected]);
  const { candidate } = runs.get(selected)!.sweep!;
  expect(sweep.current?.winner).toEqual({ candidate, rung: 0 });
});

it('opens no score on the held-out clips before the search is over', async () => {
  const sweep = await visit({ endingOf: (nth) => (nth === 3 ? 'stopped' : 'done') });
  await sweep.start();
  expect([...runs.values()].map(({ evaluation }) => evaluation)).toEqual([null, null, null]);
  expect(sweep.current?.winner).toBeUndefined();
});

it('gives the best third thrice the rounds, and puts the winner’s settings into the form', async () => {
  const sweep = await visit();
  sweep.choice.kind = 'halving';
  await sweep.start();
  const rounds = trained.map(({ config }) => config.params['rounds']);
  expect(rounds).toEqual([...Array<number>(9).fill(17), 50, 50, 50, 150]);
  const etas = trained.map(({ config }) => Number(config.params['eta']));
  const sorted = etas.slice(0, 9).sort((a, b) => b - a);
  expect(etas.slice(9)).toEqual([...sorted.slice(0, 3), sorted[0]]);
  const { current, tries } = sweep;
  sweep.use(current!, tries.at(-1)!);
  expect(shown).toEqual([trained.at(-1)!.config]);
  expect(found).toEqual([tries.at(-1)!.candidate]);
});

it('stops, keeps what is finished, and goes on after a reload with the run that was cut off', async () => {
  const first = await visit({
    endingOf: (nth, sweep) => {
      if (nth < 3) return 'done';
      sweep.stop();
      return 'stopped';
    },
  });
  first.choice.tries = 5;
  await first.start();
  expect(first.running).toBe(false);
  expect(first.resumable?.id).toBe(first.current?.id);

  const second = await visit();
  expect(second.current).toEqual(first.current);
  await second.resume();
  expect(trained).toHaveLength(6);
  expect(trained[3]!.id).toBe(trained[2]!.id);
  expect(trained[3]!.status).toBe('stopped'); // from where it was
  expect(runs.size).toBe(5);
  expect(second.current?.finished).toBe(true);
});

it('goes on after a run that failed, and gives up after three in a row', async () => {
  const some = await visit({ endingOf: (nth) => (nth === 2 || nth === 3 ? 'failed' : 'done') });
  some.choice.tries = 6;
  await some.start();
  expect(trained).toHaveLength(6);
  expect(refused).toEqual([]);
  expect(some.current?.finished).toBe(true);

  trained.length = 0;
  const all = await visit({ endingOf: () => 'failed' });
  await all.start();
  expect(trained).toHaveLength(3);
  expect(refused).toMatchObject([{ code: 'sweep-cut-short' }]);
  expect(all.resumable).not.toBeNull();
});

it('ends between two runs where the run that was stopped had just finished', async () => {
  const sweep = await visit({
    endingOf: (nth, { stop }) => {
      if (nth === 2) stop.call(sweep);
      return 'done';
    },
  });
  sweep.choice.tries = 5;
  await sweep.start();
  expect(trained).toHaveLength(2);
  expect(sweep).toMatchObject({ running: false, stopping: false });
  await sweep.resume();
  expect(trained).toHaveLength(5);
});

it('ends with a device that was lost for good, and goes on with that run once it is there again', async () => {
  const lost = await visit({ endingOf: (nth) => (nth === 2 ? 'lost' : 'done') });
  lost.choice.tries = 4;
  await lost.start();
  expect(trained).toHaveLength(2);
  expect(lost.current?.finished).toBe(false);
  expect(lost.done).toBe(1);

  const reloaded = await visit();
  const run = runs.get(trained[1]!.id)!;
  const sameDataset = { ...run, dataset: { ...run.dataset, fingerprint: 'f' } };
  const plan = reloaded.resumableOf(sameDataset);
  expect(plan?.id).toBe(lost.current?.id);
  expect(reloaded.resumableOf({ ...run, sweep: undefined })).toBeNull();
  await reloaded.resume(plan, 2);
  expect(trained.slice(2).map(({ sweep }) => sweep?.candidate)).toEqual([1, 2, 3]);
  expect(trained[2]!.id).toBe(run.id);
  expect(losses.slice(2)).toEqual([2, 0, 0]);
  expect(reloaded.resumableOf(sameDataset)).toBeNull();
});

it('goes on with the search where a run of a later rung is resumed by hand', async () => {
  const first = await visit({ endingOf: (nth) => (nth === 11 ? 'stopped' : 'done') });
  first.choice.kind = 'halving';
  await first.start();
  const here = (run: Run): Run => ({ ...run, dataset: { ...run.dataset, fingerprint: 'f' } });
  const stopped = here(runs.get(trained[10]!.id)!);
  expect(stopped).toMatchObject({ status: 'stopped', sweep: { rung: 1 } });

  const second = await visit();
  expect(second.continuedBy(stopped)?.id).toBe(first.current?.id);
  await second.resumeRun(stopped);
  expect(alone).toEqual([]);
  expect(trained[11]!.id).toBe(stopped.id);
  expect(trained.map(({ config }) => config.params['rounds']).slice(9)).toEqual([
    50, 50, 50, 50, 150,
  ]);
  expect(second.current?.finished).toBe(true);
});

it('trains a try alone that the search would not make again, and keeps to what was chosen', async () => {
  const sweep = await visit({ endingOf: (nth) => (nth === 2 ? 'failed' : 'done') });
  sweep.choice.tries = 4;
  await sweep.start();
  const failed = runs.get(trained[1]!.id)!;
  await sweep.resumeRun({ ...failed, dataset: { ...failed.dataset, fingerprint: 'f' } });
  expect(alone).toEqual([failed.id]);
  expect(trained).toHaveLength(4);
  // However well it does in the end.
  const history = [{ epoch: 1, validationAccuracy: 1, validationLoss: 0 }];
  runs.set(failed.id, { ...failed, status: 'done', history } as unknown as Run);
  const { current } = await visit();
  expect(current?.finished).toBe(true);
  expect((await visit()).chosenOf(current!.id)?.run?.id).toBe(selected);
});

it('makes no try that another tab has made meanwhile', async () => {
  const first = await visit({ endingOf: (nth) => (nth === 2 ? 'stopped' : 'done') });
  first.choice.tries = 3;
  await first.start();
  const before = new Map(runs);
  const other = await visit();
  await other.resume();
  const after = new Map(runs);
  runs.clear();
  for (const [id, run] of before) runs.set(id, run);
  trained.length = 0;
  const meanwhile = (): void => after.forEach((run, id) => void runs.set(id, run));

  const finished = given.saved.get(first.current!.id)!;
  given.saved.set(first.current!.id, { ...finished, finished: false });
  const second = await visit({ meanwhile });
  expect(second.resumable).not.toBeNull();
  given.saved.set(first.current!.id, finished);
  await second.resume();
  expect(trained).toEqual([]);
  expect(second.current?.finished).toBe(true);
});

it('knows how long it takes from earlier runs', async () => {
  const sweep = await visit();
  expect(sweep.expectedSeconds).toBeNull();
  sweep.choice.tries = 2;
  await sweep.start();
  for (const [id, run] of runs) {
    runs.set(id, { ...run, dataset: { ...run.dataset, fingerprint: 'f' } });
  }
  const next = await visit();
  expect(next.expectedSeconds).toBe(18); // 9 runs of 2 s
  next.choice.kind = 'halving';
  const [early, middle, full] = [9 * 17, 3 * 50, 150];
  expect(next.expectedSeconds).toBeCloseTo((2 * (early + middle + full)) / 150, 10);
});

it('forgets a search whose runs were all deleted, and reads no damaged one', async () => {
  const sweep = await visit();
  await sweep.start();
  runs.clear();
  expect((await visit()).current).toBeNull();
  expect(given.saved.size).toBe(0);
});

it('says what is wrong with a range before anything is trained', async () => {
  const sweep = await visit();
  const eta = sweep.ranges.find(({ spec }) => spec.name === 'eta')!;
  sweep.choice.change(approach.id, 'eta', {
    range: { ...eta.range, min: 0.9 } as typeof eta.range,
  });
  expect(sweep.problem).toMatchObject({ code: 'sweep-range-invalid' });
  expect(sweep.canStart).toBe(false);
  await sweep.start();
  expect(trained).toEqual([]);
});

it('is refused where runs would start from an earlier one', async () => {
  const sweep = await visit({ start: true });
  expect(sweep.problem).toMatchObject({ code: 'sweep-from-a-run' });
  expect(sweep.canStart).toBe(false);
});

it('saves plans that are read back as they were', async () => {
  const sweep = await visit();
  sweep.choice.kind = 'halving';
  await sweep.start();
  const [saved] = given.saved.values() as Iterable<SweepPlan>;
  expect(saved).toEqual(sweep.current);
  expect((await visit()).current).toEqual(sweep.current);
});
