import { describe, expect, it, vi } from 'vitest';
import { makeLabelledInput } from '../../test/builders/training-inputs';
import { createMatrix } from '../core/matrix';
import type { EpochRecord } from '../core/run-types';
import { boostedTreesTrainer } from './boosted-trees';
import type { Checkpoint, LabelledInput, ModelJson, TableInput } from './trainer';

const makeTable = (clips: number, seed: number): LabelledInput<TableInput> =>
  makeLabelledInput('table', { clips, seed }) as LabelledInput<TableInput>;

describe('boosted trees', () => {
  it('stops when validation no longer improves, and keeps the best round', async () => {
    const { x, y } = makeTable(60, 1);
    // Labels by chance: there is nothing to learn, so validation soon gets worse.
    const validation = { x, y: { ...y, indices: y.indices.toReversed() } };
    const epochs: EpochRecord[] = [];
    const model = await boostedTreesTrainer.fit(
      x,
      y,
      { rounds: 200, early_stopping_rounds: 5 },
      { seed: 1, validation, onEpoch: (record) => epochs.push(record) },
    );
    expect(epochs.length).toBe(model.bestEpoch + 5);
    model.dispose();
  });

  it('never stops early with a patience of 0', async () => {
    const { x, y } = makeTable(30, 1);
    const validation = { x, y: { ...y, indices: y.indices.toReversed() } };
    const epochs: EpochRecord[] = [];
    await boostedTreesTrainer.fit(
      x,
      y,
      { rounds: 40, early_stopping_rounds: 0 },
      { seed: 1, validation, onEpoch: (record) => epochs.push(record) },
    );
    expect(epochs.length).toBe(40);
  });

  it('lowers the training loss every round when it sees everything', async () => {
    const { x, y } = makeTable(60, 1);
    const losses: number[] = [];
    await boostedTreesTrainer.fit(
      x,
      y,
      { rounds: 20, subsample: 1, colsample_bytree: 1 },
      { seed: 1, onEpoch: (record) => losses.push(record.trainLoss) },
    );
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(losses[0]).toBeLessThan(Math.log(3));
  });

  it('learns from a table with holes', async () => {
    const { x, y } = makeTable(90, 1);
    const holes = x.matrix.data.map((value, i) => (i % 5 === 0 ? NaN : value));
    const { rows, columns } = x.matrix;
    const table = { ...x, matrix: createMatrix(rows, columns, holes) };
    const records: EpochRecord[] = [];
    const onEpoch = (record: EpochRecord): unknown => records.push(record);
    await boostedTreesTrainer.fit(table, y, { rounds: 30 }, { seed: 1, onEpoch });
    expect(records.at(-1)!.trainAccuracy).toBeGreaterThan(0.9);
  });

  it('refuses a table with other columns than it learned from', async () => {
    const { x, y } = makeTable(12, 1);
    const model = await boostedTreesTrainer.fit(x, y, { rounds: 1 }, { seed: 1 });
    const renamed = { ...x, columnNames: x.columnNames.with(3, 'tempo') };
    await expect(model.predictProba(renamed)).rejects.toMatchObject({
      code: 'model-incompatible',
      got: 'column 4 "tempo" instead of "column 3"',
    });
    const narrow = { ...x, matrix: createMatrix(1, 2) };
    await expect(model.predictProba(narrow)).rejects.toMatchObject({ code: 'model-incompatible' });
  });

  it.each([
    ['between two rounds', 1],
    ['in the middle of a round, whose first tree is not kept', 2],
  ])('saves where it was when it is stopped %s, and goes on from there', async (_, treesLater) => {
    const { x, y } = makeTable(60, 1);
    const params = { rounds: 25, early_stopping_rounds: 0 };
    const whole = await boostedTreesTrainer.fit(x, y, params, { seed: 1 });

    const stop = new AbortController();
    const throwIfAborted = stop.signal.throwIfAborted.bind(stop.signal);
    let finished = 0;
    let asked = 0;
    // Asked before each tree.
    vi.spyOn(stop.signal, 'throwIfAborted').mockImplementation(() => {
      if (finished === 7 && ++asked === treesLater) stop.abort();
      throwIfAborted();
    });
    const saved: { checkpoint: Checkpoint; best: ModelJson | null }[] = [];
    const stopped = boostedTreesTrainer.fit(x, y, params, {
      seed: 1,
      signal: stop.signal,
      onEpoch: ({ epoch }) => (finished = epoch),
      onCheckpoint: async (checkpoint, best) => {
        saved.push(structuredClone({ checkpoint, best }));
      },
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(saved.map(({ checkpoint }) => checkpoint.epoch)).toEqual([7]);
    const { checkpoint, best } = saved[0]!;
    expect(boostedTreesTrainer.fromJSON(best!).bestEpoch).toBe(7);

    const epochs: number[] = [];
    const resumed = await boostedTreesTrainer.fit(x, y, params, {
      seed: 1,
      resumeFrom: checkpoint,
      onEpoch: ({ epoch }) => epochs.push(epoch),
    });
    expect(epochs[0]).toBe(8);
    expect(resumed.toJSON()).toEqual(whole.toJSON());
  });

  it('refuses a checkpoint of other columns, or one that does not name them', async () => {
    const { x, y } = makeTable(30, 1);
    const saved: Checkpoint[] = [];
    const params = { rounds: 10 };
    const onCheckpoint = async (checkpoint: Checkpoint) => void saved.push(checkpoint);
    await boostedTreesTrainer.fit(x, y, params, { seed: 1, onCheckpoint });
    const resumeFrom = saved[0]!;
    const resume = (columnNames: readonly string[], from = resumeFrom) =>
      boostedTreesTrainer.fit({ ...x, columnNames }, y, params, { seed: 1, resumeFrom: from });
    await expect(resume(x.columnNames)).resolves.toBeDefined();

    const [first, second, ...others] = x.columnNames as [string, string, ...string[]];
    await expect(resume([second, first, ...others])).rejects.toMatchObject({
      code: 'run-not-resumable',
      got: `column 1 "${second}" instead of "${first}"`,
    });
    const wider = { ...(resumeFrom.state as object), columnNames: [...x.columnNames, 'tempo'] };
    const ofOtherWidth = resume(x.columnNames, { ...resumeFrom, state: wider });
    await expect(ofOtherWidth).rejects.toMatchObject({
      code: 'run-not-resumable',
      got: `${x.columnNames.length} feature columns instead of ${x.columnNames.length + 1}`,
    });
    const { columnNames: _, ...unnamed } = resumeFrom.state as Record<string, unknown>;
    const old = resume(x.columnNames, { ...resumeFrom, state: unnamed });
    await expect(old).rejects.toMatchObject({
      code: 'run-not-resumable',
      got: 'a checkpoint without column names, from an older version',
    });
  });

  it('does not save again what it has just saved', async () => {
    const { x, y } = makeTable(30, 1);
    const stop = new AbortController();
    const epochs: number[] = [];
    const stopped = boostedTreesTrainer.fit(
      x,
      y,
      { rounds: 25 },
      {
        seed: 1,
        signal: stop.signal,
        onCheckpoint: async ({ epoch }) => {
          epochs.push(epoch);
          stop.abort();
        },
      },
    );
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(epochs).toEqual([10]);
  });

  it('hears an abort that comes while it computes', async () => {
    const { x, y } = makeTable(600, 1);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    const params = { rounds: 2000, early_stopping_rounds: 0 };
    await expect(
      boostedTreesTrainer.fit(x, y, params, { seed: 1, signal: stop.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
