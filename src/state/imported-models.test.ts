// Whatever is stopped, fails or comes between: a run and its kept model say the same, or are as they were.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset, TableColumn } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import type { Run } from '../core/run-types';
import type { ModelChanges, ModelQuestion } from '../rpc/interfaces';
import { measuredColumnSets } from '../trainers/match-features';
import { asRun, unscored } from './imported-run';
import { ImportedModelsState, type ImportedModelsParts } from './imported-models.svelte';
import { NoticeState } from './notices.svelte';

interface Listener {
  onProgress(fraction: number): void;
}

interface Model {
  readonly classes: readonly string[];
  readonly columnNames: readonly string[];
}

/** The workers: what they keep, and what comes between. */
const worker = vi.hoisted(() => ({
  models: new Map<string, unknown>(),
  questions: [] as unknown[],
  /** Of the last question. */
  listener: null as { onProgress(fraction: number): void } | null,
  /** Each is awaited by the next call of that kind. */
  beforeAdapt: [] as (() => Promise<void> | void)[],
  afterAdapt: [] as (() => void)[],
  beforeScore: [] as ((signal: AbortSignal) => Promise<void> | void)[],
}));

vi.mock('./workers', () => {
  const adapt = async (runId: string, changes: ModelChanges): Promise<readonly string[]> => {
    await worker.beforeAdapt.shift()?.();
    const model = worker.models.get(runId) as Model | undefined;
    if (!model) throw new EarmarkError('model-incompatible', 'a run whose model is gone');
    const columnNames = changes.columns?.columnNames ?? model.columnNames;
    worker.models.set(runId, { classes: changes.classes ?? model.classes, columnNames });
    worker.afterAdapt.shift()?.();
    return columnNames;
  };
  const evaluate = async (question: ModelQuestion, listener: Listener, signal: AbortSignal) => {
    worker.questions.push(question);
    worker.listener = listener;
    await worker.beforeScore.shift()?.(signal);
    signal.throwIfAborted();
    const { columnNames } = worker.models.get(question.runId) as Model;
    if (question.table) expect(question.table.names).toEqual(columnNames);
    return { accuracy: 0.5 };
  };
  return {
    modelWorker: { run: (task: (api: unknown) => unknown) => task({ adapt }) },
    trainingWorker: {
      call: (task: (api: unknown) => unknown) => task({ evaluate }),
      dispose: () => undefined,
    },
  };
});

function tableOf(names: readonly string[], clips = 2): Dataset {
  const columns = names.map((name): TableColumn => ({ name, role: 'feature', kind: 'number' }));
  const shape = { id: 't', files: [], rows: clips, columns, extractor: null, subset: null };
  return {
    ...{ version: 1, id: 'd', title: 'A table', synthetic: false, quarantined: [], notes: [] },
    clips: Array.from({ length: clips }, (_, row) =>
      makeClip({ id: `${row}`, genre: row % 2 ? 'rock' : 'jazz', audio: null, row }),
    ),
    table: { ...shape, target: 'genre' },
  };
}

const COUNTED = ['class 0', 'class 1'];
const NAMES = ['rock', 'jazz'];

function modelOf(columnNames: readonly string[], classes = COUNTED, features = 'table'): Run {
  const facts = { ...{ classes, rounds: 3, baseMargins: [0, 0] }, attributes: {} };
  const read = asRun({
    facts: { ...facts, numTrees: 4, objective: 'multi:softprob' },
    match: { features, columnNames, places: [], dataset: null },
    fileName: 'model.json',
    test: [],
  });
  const run = { ...read, id: `run ${worker.models.size}` };
  worker.models.set(run.id, { classes, columnNames });
  return unscored(run);
}

function setUp(dataset: Dataset | null, ...given: readonly Run[]) {
  const saved = new Map(given.map((run) => [run.id, run]));
  const notices = new NoticeState();
  const runs = {
    get: (id: string) => saved.get(id) ?? null,
    put: (run: Run) => Promise.resolve(void saved.set(run.id, run)),
  };
  const parts = { notices, runs, dataset: { current: dataset, find: () => null } };
  const importance = { forget: () => undefined };
  const models = new ImportedModelsState({
    ...parts,
    importance,
  } as unknown as ImportedModelsParts);
  const told = (): string[] => notices.list.map(({ code }) => code);
  const undo = (run: Run): void =>
    notices.list.find(({ code }) => code === `classes-named-${run.id}`)!.actions[0]!.run();
  return { models, notices, runs, saved, told, undo };
}

/** A wait that the test ends, and knows to have begun. */
function gate() {
  let open = (): void => undefined;
  let begin = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const wait = (): Promise<void> => {
    begin();
    return opened;
  };
  return { wait, begun, open: () => open() };
}

beforeEach(() => {
  worker.models.clear();
  const { questions, beforeAdapt, afterAdapt, beforeScore } = worker;
  for (const list of [questions, beforeAdapt, afterAdapt, beforeScore]) list.length = 0;
});

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
      const { classes } = worker.models.get(run.id) as Model;
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

describe('a test on a table with other words for its columns', () => {
  it('asks about them in the model’s words and order, then takes the table’s', async () => {
    const run = modelOf(['B', 'A'], NAMES);
    const { models, saved } = setUp(tableOf(['a', 'b']), run);
    await models.test(run);
    const [question] = worker.questions as [ModelQuestion];
    expect(question.table).toEqual({ tableId: 't', columns: ['b', 'a'], names: ['B', 'A'] });
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
