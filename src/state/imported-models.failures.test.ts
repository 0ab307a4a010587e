// Whatever fails: a run and its kept model say the same, or are as they were.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { COUNTED, modelOf, NAMES, setUp, tableOf } from '../../test/builders/imported-models';
import { emptyWorker, worker } from '../../test/builders/model-workers';
import { EarmarkError } from '../core/errors';
import { measuredColumnSets } from '../trainers/match-features';

vi.mock('./workers', async () => {
  const { fakeWorkers } = await import('../../test/builders/model-workers');
  return fakeWorkers();
});
beforeEach(emptyWorker);

describe('a change that fails', () => {
  const died = (): never => {
    throw new EarmarkError('worker-died', 'it was ended');
  };

  it('can be tried again where it was the way back', async () => {
    const run = modelOf(['a', 'b']);
    const { models, saved, told, undo } = setUp(tableOf(['a', 'b']), run);
    await models.nameClasses(run, NAMES);
    worker.beforeAdapt.push(died);
    undo(run);
    await vi.waitFor(() => expect(told()).toEqual(['worker-died', `classes-named-${run.id}`]));
    expect(saved.get(run.id)?.classes).toEqual(NAMES);
    undo(run);
    await vi.waitFor(() => expect(saved.get(run.id)).toBe(run));
    expect(worker.models.get(run.id)).toMatchObject({ classes: COUNTED });
  });

  it.each(['beforeAdapt', 'afterAdapt'] as const)(
    'leaves names and columns as they were, whenever the worker dies (%s)',
    async (when) => {
      for (const call of [0, 1]) {
        const run = modelOf(['B', 'A']);
        const { models, saved, told } = setUp(tableOf(['a', 'b']), run);
        if (call > 0) worker[when].push(() => undefined);
        worker[when].push(died);
        await models.nameClasses(run, NAMES);
        expect(told()).toEqual(['worker-died']);
        expect(saved.get(run.id)).toBe(run);
        expect(worker.models.get(run.id)).toEqual({ classes: COUNTED, columnNames: ['B', 'A'] });
      }
    },
  );

  it('leaves model and run with the same names, though there is nothing to score it on', async () => {
    for (const call of [0, 1, 2]) {
      const run = modelOf(['z', 'b']);
      const { models, saved } = setUp(tableOf(['a', 'b']), run);
      for (let i = 0; i < call; i++) worker.beforeAdapt.push(() => undefined);
      worker.beforeAdapt.push(died);
      await models.nameClasses(run, NAMES);
      const { classes } = worker.models.get(run.id)!;
      expect(saved.get(run.id)?.classes).toEqual(classes);
      worker.beforeAdapt.length = 0;
    }
  });

  it('leaves names as they were where the run cannot be saved', async () => {
    const run = modelOf(['a', 'b']);
    const { models, runs, saved, told } = setUp(tableOf(['a', 'b']), run);
    const put = runs.put;
    let calls = 0;
    runs.put = async (next) => {
      await put(next);
      if (calls++ === 0) throw new EarmarkError('storage-full', 'a full disk quota');
    };
    await models.nameClasses(run, NAMES);
    expect(told()).toEqual(['storage-full']);
    expect(saved.get(run.id)).toBe(run);
    expect(worker.models.get(run.id)).toMatchObject({ classes: COUNTED });
  });

  it('leaves columns as they were where no score comes of a test on a table', async () => {
    const run = modelOf(['B', 'A'], NAMES);
    const { models, saved, notices } = setUp(tableOf(['a', 'b']), run);
    worker.beforeScore.push(died);
    await models.test(run);
    expect(notices.list).toMatchObject([{ code: 'model-tested' }]);
    expect(notices.list[0]!.text).toContain('It has no score yet');
    expect(saved.get(run.id)).toBe(run);
    expect(worker.models.get(run.id)).toMatchObject({ columnNames: ['B', 'A'] });
  });

  it('leaves columns as they were where the sound here is not measured', async () => {
    const timbre = (await measuredColumnSets()).find(({ features }) => features === 'timbre')!;
    const own = timbre.columnNames.map((name) => name.toUpperCase());
    const run = modelOf(own, NAMES);
    const clips = NAMES.map((genre) => makeClip({ id: genre, genre }));
    const { table: _, ...sound } = { ...tableOf([]), clips };
    const { models, saved } = setUp(sound, run);
    worker.beforeScore.push(() => {
      throw new EarmarkError('features-missing', 'a clip without them');
    });
    await models.test(run);
    expect(saved.get(run.id)).toBe(run);
    expect(worker.models.get(run.id)).toMatchObject({ columnNames: own });
    await models.test(run);
    expect(saved.get(run.id)?.config.params['features']).toBe('timbre');
    expect(worker.models.get(run.id)).toMatchObject({ columnNames: timbre.columnNames });
  });
});
