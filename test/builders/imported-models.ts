// Imported models, and the state that works on them. Its tests mock `src/state/workers.ts` by `model-workers.ts`.

import type { Dataset, TableColumn } from '../../src/core/dataset-types';
import type { Run } from '../../src/core/run-types';
import { asRun, unscored } from '../../src/state/imported-run';
import {
  ImportedModelsState,
  type ImportedModelsParts,
} from '../../src/state/imported-models.svelte';
import { NoticeState } from '../../src/state/notices.svelte';
import { makeClip } from './clips';
import { worker } from './model-workers';

export function tableOf(names: readonly string[], clips = 2): Dataset {
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

export const COUNTED = ['class 0', 'class 1'];
export const NAMES = ['rock', 'jazz'];

export function modelOf(
  columnNames: readonly string[],
  classes = COUNTED,
  features = 'table',
): Run {
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

export function setUp(dataset: Dataset | null, ...given: readonly Run[]) {
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
export function gate() {
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
