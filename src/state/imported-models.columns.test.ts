// Tests of a model on tables whose columns have other names.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { COUNTED, modelOf, NAMES, setUp, tableOf } from '../../test/builders/imported-models';
import { emptyWorker, worker } from '../../test/builders/model-workers';

vi.mock('./workers', async () => {
  const { fakeWorkers } = await import('../../test/builders/model-workers');
  return fakeWorkers();
});
beforeEach(emptyWorker);

describe('a test on a table with other words for its columns', () => {
  it('asks about them in the model’s words and order, then takes the table’s', async () => {
    const run = modelOf(['B', 'A'], NAMES);
    const { models, saved } = setUp(tableOf(['a', 'b']), run);
    await models.test(run);
    const [question] = worker.questions;
    expect(question?.table).toEqual({ tableId: 't', columns: ['b', 'a'], names: ['B', 'A'] });
    expect(worker.models.get(run.id)).toMatchObject({ columnNames: ['a', 'b'] });
    expect(saved.get(run.id)?.evaluation).toEqual({ accuracy: 0.5 });
  });

  it('is undone columns and all', async () => {
    const run = modelOf(['B', 'A']);
    const { models, saved, undo } = setUp(tableOf(['a', 'b']), run);
    await models.nameClasses(run, NAMES);
    expect(worker.models.get(run.id)).toEqual({ classes: NAMES, columnNames: ['a', 'b'] });
    undo(run);
    await vi.waitFor(() => expect(saved.get(run.id)).toBe(run));
    expect(worker.models.get(run.id)).toEqual({ classes: COUNTED, columnNames: ['B', 'A'] });
  });
});
