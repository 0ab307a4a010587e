// Whatever comes between: a run and its kept model say the same, or are as they were.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { COUNTED, gate, modelOf, NAMES, setUp, tableOf } from '../../test/builders/imported-models';
import { emptyWorker, worker } from '../../test/builders/model-workers';

vi.mock('./workers', async () => {
  const { fakeWorkers } = await import('../../test/builders/model-workers');
  return fakeWorkers();
});
beforeEach(emptyWorker);

describe('a run that is deleted while its model is worked on', () => {
  it.each(['beforeAdapt', 'beforeScore'] as const)('stays deleted (%s)', async (when) => {
    const run = modelOf(['a', 'b']);
    const { models, saved, told } = setUp(tableOf(['a', 'b']), run);
    const waiting = gate();
    worker[when].push(waiting.wait);
    const naming = models.nameClasses(run, NAMES);
    await waiting.begun;
    saved.delete(run.id);
    worker.models.delete(run.id);
    waiting.open();
    await naming;
    expect(saved.size + worker.models.size).toBe(0);
    expect(told().filter((code) => code.startsWith('classes-named'))).toEqual([]);
    expect(models.work).toBeNull();
  });

  it('stays deleted though its model was just written', async () => {
    const run = modelOf(['a', 'b']);
    const { models, saved, told } = setUp(tableOf(['a', 'b']), run);
    worker.beforeAdapt.push(
      () => undefined,
      () => void saved.delete(run.id),
    );
    await models.nameClasses(run, NAMES);
    expect(saved.size).toBe(0);
    expect(told()).toEqual([]);
  });
});

describe('changes that meet', () => {
  it('wait for each other: undo comes after the test of another model', async () => {
    const [run, other] = [modelOf(['a', 'b']), modelOf(['a', 'b'], NAMES)];
    const { models, saved, told, undo } = setUp(tableOf(['a', 'b']), run, other);
    await models.nameClasses(run, NAMES);
    expect(saved.get(run.id)?.evaluation).not.toBeNull();
    const waiting = gate();
    worker.beforeScore.push(waiting.wait);
    const testing = models.test(other);
    await waiting.begun;
    undo(run);
    expect(saved.get(run.id)?.classes).toEqual(NAMES);
    waiting.open();
    await testing;
    await vi.waitFor(() => expect(saved.get(run.id)).toEqual(run));
    expect(worker.models.get(run.id)).toMatchObject({ classes: COUNTED });
    expect(told()).toEqual(['model-tested']);
  });

  it('offer the way back only when the run is saved', async () => {
    const run = modelOf(['a', 'b']);
    const { models, runs, told } = setUp(tableOf(['a', 'b']), run);
    const put = runs.put;
    const toldBefore: string[][] = [];
    runs.put = (next) => {
      toldBefore.push(told());
      return put(next);
    };
    await models.nameClasses(run, NAMES);
    expect(toldBefore).toEqual([[]]);
    expect(told()).toEqual([`classes-named-${run.id}`]);
  });
});

describe('a test that takes long', () => {
  it('says what it does, and stops at once though the worker hears nothing', async () => {
    const run = modelOf(['B', 'A']);
    const { models, saved, told } = setUp(tableOf(['a', 'b'], 1234), run);
    const waiting = gate();
    worker.beforeScore.push(waiting.wait);
    const naming = models.nameClasses(run, NAMES);
    await waiting.begun;
    expect(models.work).toMatchObject({ runId: run.id, fileName: 'model.json', canStop: true });
    expect(models.work?.what).toBe('Asking it about 1,234 clips of A table');
    expect(models.work?.fraction).toBeNull();
    worker.listener?.onProgress(0.25);
    expect(models.work?.fraction).toBe(0.25);
    models.stop();
    await naming;
    worker.listener?.onProgress(0.5);
    expect(models.work).toBeNull();
    expect(told()).toEqual([]);
    expect(saved.get(run.id)).toBe(run);
    expect(worker.models.get(run.id)).toEqual({ classes: COUNTED, columnNames: ['B', 'A'] });
    waiting.open();
  });

  it('counts its clips as people write them', async () => {
    const run = modelOf(['a', 'b'], NAMES);
    const { models, notices } = setUp(tableOf(['a', 'b'], 106_574), run);
    await models.test(run);
    expect(notices.list[0]!.text).toContain('on 106,574 clips of A table');
  });
});
