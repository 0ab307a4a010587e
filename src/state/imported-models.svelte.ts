// Models from elsewhere, once they are here: names for their classes, and tests on the dataset in use.

import type { Dataset } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import type { Run } from '$lib/core/run-types';
import { measuredColumnSets } from '$lib/trainers/match-features';
import type { DatasetState } from './dataset.svelte';
import type { ImportanceState } from './importance.svelte';
import {
  factsOf,
  isKnown,
  matchOf,
  onClips,
  unscored,
  whyNoScore,
  type Match,
} from './imported-run';
import type { NoticeState } from './notices.svelte';
import type { RunsState } from './runs.svelte';
import { scoreImported } from './score-imported';
import { modelWorker } from './workers';

export interface ImportedModelsParts {
  readonly notices: NoticeState;
  readonly dataset: DatasetState;
  readonly runs: RunsState;
  readonly importance: ImportanceState;
}

export class ImportedModelsState {
  /** The run whose model is being named or tested. */
  busyWith = $state<string | null>(null);
  readonly #parts: ImportedModelsParts;

  constructor(parts: ImportedModelsParts) {
    this.#parts = parts;
  }

  /** Gives the model's classes these names wherever it is used, and scores it anew; a notice offers the way back. */
  async nameClasses(run: Run, classes: readonly string[]): Promise<void> {
    const { notices, dataset } = this.#parts;
    await this.#change(run, async () => {
      await modelWorker.run((api) => api.adapt(run.id, { classes }));
      const on = (run.evaluation && dataset.find(run.dataset.id)) ?? dataset.current;
      const { tested, problem } = await this.#test({ ...run, classes }, on);
      notices.show({
        level: 'info',
        code: `classes-named-${run.id}`, // each keeps its own undo
        text: `The classes of ${run.imported} have their names. ${scoreWords(tested, problem)}`,
        actions: [{ label: 'Undo', run: () => notices.guard(this.#restore(run)) }],
      });
      return tested;
    });
  }

  /** Scores the model on the dataset in use. */
  async test(run: Run): Promise<void> {
    const { notices, dataset } = this.#parts;
    await this.#change(run, async () => {
      const { tested, problem } = await this.#test(run, dataset.current);
      const text = scoreWords(tested, problem);
      notices.show({ level: 'info', code: 'model-tested', text });
      return tested.evaluation ? tested : run;
    });
  }

  async #restore(before: Run): Promise<void> {
    await this.#change(before, async () => {
      await modelWorker.run((api) => api.adapt(before.id, { classes: before.classes }));
      return before;
    });
  }

  /** One change at a time; nothing happens to a run that was deleted meanwhile. */
  async #change(run: Run, work: () => Promise<Run>): Promise<void> {
    const { runs, notices, importance } = this.#parts;
    if (this.busyWith !== null || !runs.get(run.id)) return;
    this.busyWith = run.id;
    try {
      await runs.put(await work());
      importance.forget(run.id);
    } catch (error) {
      notices.showError(error);
    } finally {
      this.busyWith = null;
    }
  }

  async #test(run: Run, dataset: Dataset | null): Promise<{ tested: Run; problem: string }> {
    const columnNames = await modelWorker.run((api) => api.adapt(run.id, {}));
    const match = await matchIfAny(run, columnNames, dataset);
    const known = (match?.dataset?.clips ?? []).filter((clip) => isKnown(clip, run.classes));
    if (!match || known.length === 0) {
      const problem = whyNoScore({ dataset: match?.dataset ?? null }, dataset);
      return { tested: unscored({ ...run, evaluation: null }), problem };
    }
    if (match.columnNames.some((name, i) => name !== columnNames[i])) {
      const { features, columnNames: own, places } = match;
      const columns = { features, columnNames: own, places };
      await modelWorker.run((api) => api.adapt(run.id, { columns }));
    }
    const ready = onClips(run, match, known);
    const on = { clips: known, table: dataset?.table, signal: new AbortController().signal };
    const { evaluation, problem } = await scoreImported(ready, on);
    return { tested: evaluation ? { ...ready, evaluation } : unscored(ready), problem };
  }
}

/** Null where neither the dataset nor anything that is measured has the columns. */
async function matchIfAny(
  run: Run,
  columnNames: readonly string[],
  dataset: Dataset | null,
): Promise<Match | null> {
  try {
    return matchOf(factsOf(run, columnNames), await measuredColumnSets(), dataset);
  } catch (error) {
    if (error instanceof EarmarkError && error.code === 'model-features-unknown') return null;
    throw error;
  }
}

function scoreWords({ evaluation, dataset, split }: Run, problem: string): string {
  if (!evaluation) return problem;
  return `It was tested on ${split.test.length} clips of ${dataset.title}, whether it learned from them or not.`;
}
