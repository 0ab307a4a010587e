// The workers as those who work on imported models meet them: what they keep, and what comes between.

import { expect } from 'vitest';
import { EarmarkError } from '../../src/core/errors';
import type { ModelChanges, ModelQuestion } from '../../src/rpc/interfaces';

interface Listener {
  onProgress(fraction: number): void;
}

export interface KeptModel {
  readonly classes: readonly string[];
  readonly columnNames: readonly string[];
}

export const worker = {
  models: new Map<string, KeptModel>(),
  questions: [] as ModelQuestion[],
  /** Of the last question. */
  listener: null as Listener | null,
  /** Each is awaited by the next call of that kind. */
  beforeAdapt: [] as (() => Promise<void> | void)[],
  afterAdapt: [] as (() => void)[],
  beforeScore: [] as ((signal: AbortSignal) => Promise<void> | void)[],
};

export function emptyWorker(): void {
  worker.models.clear();
  const { questions, beforeAdapt, afterAdapt, beforeScore } = worker;
  for (const list of [questions, beforeAdapt, afterAdapt, beforeScore]) list.length = 0;
}

/** In place of `src/state/workers.ts`. */
export function fakeWorkers() {
  const adapt = async (runId: string, changes: ModelChanges): Promise<readonly string[]> => {
    await worker.beforeAdapt.shift()?.();
    const model = worker.models.get(runId);
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
    const { columnNames } = worker.models.get(question.runId)!;
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
}
