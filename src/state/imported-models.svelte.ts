// Models from elsewhere, once they are here: names for their classes, and tests on the dataset in use. Whatever fails or is
// stopped, a run and its kept model say the same: the model is written last, and put back where the run cannot follow.

import type { Dataset } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import { formatCounted } from '$lib/core/format';
import type { Run } from '$lib/core/run-types';
import { measuredColumnSets } from '$lib/trainers/match-features';
import type { DatasetState } from './dataset.svelte';
import type { ImportanceState } from './importance.svelte';
import {
  changesBetween,
  factsOf,
  matchOf,
  onClips,
  unscored,
  whyNoScore,
  type Match,
  type RunWithModel,
} from './imported-run';
import { isKnown, leftOutText } from './left-out';
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

/** The naming or test that goes on. */
export interface ModelWork {
  readonly runId: string;
  /** That the model was read from. */
  readonly fileName: string;
  readonly what: string;
  /** Finished share of that, 0…1; null while it is not known. */
  readonly fraction: number | null;
  /** Nothing of it is kept yet. */
  readonly canStop: boolean;
}

/** One naming, test or way back. */
interface Change {
  readonly was: RunWithModel;
  /** As the model is in storage now; null where writing it failed, and nobody knows. */
  stored: RunWithModel | null;
  /** As the run is in storage now. */
  saved: RunWithModel;
  readonly signal: AbortSignal;
  tell(what: string, options?: Partial<Pick<ModelWork, 'fraction' | 'canStop'>>): void;
}

interface Scored {
  readonly next: RunWithModel;
  /** Why there is no score, in words; or "". */
  readonly problem: string;
  /** Which clips it is not on, in words; or "". */
  readonly leftOut: string;
}

/** Reading is ended by nothing but the visitor, and at once. */
const UNTIL_STOPPED = { seconds: Infinity, stopGraceSeconds: 0 };

export class ImportedModelsState {
  work = $state.raw<ModelWork | null>(null);
  readonly #parts: ImportedModelsParts;
  #controller: AbortController | null = null;
  /** Settles when all changes that were asked for are made. */
  #last: Promise<void> = Promise.resolve();

  constructor(parts: ImportedModelsParts) {
    this.#parts = parts;
  }

  /** Gives the model's classes these names wherever it is used, and scores it anew; a notice offers the way back. */
  async nameClasses({ id }: Run, classes: readonly string[]): Promise<void> {
    const { dataset } = this.#parts;
    await this.#change(id, async (change) => {
      const { was } = change;
      const on = (was.run.evaluation && dataset.find(was.run.dataset.id)) ?? dataset.current;
      const scored = await this.#score(change, { ...was.run, classes }, on);
      await this.#keep(change, scored.next);
      const named = `The classes of ${was.run.imported} have their names.`;
      this.#offerWayBack(was, `${named} ${scoreWords(scored)}`);
    });
  }

  /** Scores the model on the dataset in use. */
  async test({ id }: Run): Promise<void> {
    const { notices, dataset } = this.#parts;
    await this.#change(id, async (change) => {
      const scored = await this.#score(change, change.was.run, dataset.current);
      if (scored.next.run.evaluation) await this.#keep(change, scored.next);
      const text = scoreWords(scored);
      notices.show({ level: 'info', code: 'model-tested', text });
    });
  }

  /** Ends the naming or test that goes on; all is as it was. */
  stop(): void {
    if (this.work?.canStop) this.#controller?.abort();
  }

  #offerWayBack(before: RunWithModel, text: string): void {
    const { notices } = this.#parts;
    notices.show({
      level: 'info',
      code: `classes-named-${before.run.id}`, // each keeps its own undo
      text,
      actions: [{ label: 'Undo', run: () => notices.guard(this.#goBack(before, text)) }],
    });
  }

  /** A way back that fails or is stopped is offered again. */
  async #goBack(before: RunWithModel, text: string): Promise<void> {
    const { id } = before.run;
    let isBack = false;
    await this.#change(id, async (change) => {
      await this.#keep(change, before);
      isBack = true;
    });
    if (!isBack && this.#parts.runs.get(id)) this.#offerWayBack(before, text);
  }

  /** One change after another; nothing happens to a run that was deleted meanwhile. */
  #change(runId: string, work: (change: Change) => Promise<void>): Promise<void> {
    this.#last = this.#last.then(() => this.#make(runId, work));
    return this.#last;
  }

  async #make(runId: string, work: (change: Change) => Promise<void>): Promise<void> {
    const { runs, notices } = this.#parts;
    const run = runs.get(runId);
    if (!run) return;
    const { signal } = (this.#controller = new AbortController());
    const fileName = run.imported ?? '';
    const tell: Change['tell'] = (what, { fraction = null, canStop = true } = {}) => {
      this.work = { runId, fileName, what, fraction, canStop };
    };
    try {
      tell('Reading the model');
      const limit = { ...UNTIL_STOPPED, signal };
      const columnNames = await modelWorker.run((api) => api.adapt(runId, {}), limit);
      const was = { run, columnNames };
      const change: Change = { was, stored: was, saved: was, signal, tell };
      await work(change).finally(() => this.#settle(change));
    } catch (error) {
      if (runs.get(runId)) notices.showError(error);
    } finally {
      this.work = null;
    }
  }

  /** The run on these clips, if it can be scored there; nothing of it is kept yet. */
  async #score(change: Change, run: Run, dataset: Dataset | null): Promise<Scored> {
    const { was, signal, tell } = change;
    const match = await matchIfAny(run, was.columnNames, dataset);
    signal.throwIfAborted();
    const known = (match?.dataset?.clips ?? []).filter((clip) => isKnown(clip, run.classes));
    const none = { run: unscored({ ...run, evaluation: null }), columnNames: was.columnNames };
    if (!match?.dataset || known.length === 0) {
      const problem = whyNoScore({ dataset: match?.dataset ?? null }, dataset);
      return { next: none, problem, leftOut: '' };
    }
    const { columnNames, places } = match;
    const { title, table } = match.dataset;
    // Rows are read in the model's order; sound is measured in no other than the set's.
    if (!table) await this.#store(change, { run: was.run, columnNames });
    const what = `Asking it about ${formatCounted(known.length, 'clip')} of ${title}`;
    const onProgress = (fraction: number): void => {
      if (this.work?.what === what && !signal.aborted) tell(what, { fraction });
    };
    tell(what);
    const ready = onClips(run, match, known);
    const asks = table && { columnNames: was.columnNames, places };
    const { evaluation, problem } = await scoreImported(ready, {
      ...{ clips: known, table, signal, onProgress },
      ...(asks && { asks }),
    });
    const next = evaluation ? { run: { ...ready, evaluation }, columnNames } : none;
    return { next, problem, leftOut: leftOutText(match.dataset.clips, run.classes) };
  }

  /** Makes model and run these, in that order. */
  async #keep(change: Change, next: RunWithModel): Promise<void> {
    const { runs, importance } = this.#parts;
    const { signal, tell, was } = change;
    signal.throwIfAborted();
    tell('Keeping it', { canStop: false });
    this.#checkThere(was.run.id);
    await this.#store(change, next);
    this.#checkThere(was.run.id);
    try {
      await runs.put(next.run);
    } catch (error) {
      await runs.put(was.run, { save: false });
      throw error;
    }
    change.saved = next;
    importance.forget(was.run.id);
  }

  /** Leaves a model that says the same as its run. */
  async #settle(change: Change): Promise<void> {
    const { stored, saved, tell } = change;
    if (stored === saved || !this.#parts.runs.get(saved.run.id)) return;
    tell('Putting it back', { canStop: false });
    await this.#store(change, saved);
  }

  async #store(change: Change, wanted: RunWithModel): Promise<void> {
    const { id } = wanted.run;
    const now = change.stored ?? {
      run: { ...wanted.run, classes: [] },
      columnNames: await modelWorker.run((api) => api.adapt(id, {})),
    };
    const changes = changesBetween(now, wanted);
    if (changes.classes || changes.columns) {
      change.stored = null;
      await modelWorker.run((api) => api.adapt(id, changes));
    }
    change.stored = wanted;
  }

  #checkThere(runId: string): void {
    if (this.#parts.runs.get(runId)) return;
    throw new DOMException('The run was deleted.', 'AbortError');
  }
}

const NO_MATCH: ReadonlySet<string> = new Set(['model-features-unknown', 'model-features-unnamed']);

/** Null where neither the dataset nor anything that is measured has the columns. */
async function matchIfAny(
  run: Run,
  columnNames: readonly string[],
  dataset: Dataset | null,
): Promise<Match | null> {
  try {
    return matchOf(factsOf(run, columnNames), await measuredColumnSets(), dataset);
  } catch (error) {
    if (error instanceof EarmarkError && NO_MATCH.has(error.code)) return null;
    throw error;
  }
}

function scoreWords({ next, problem, leftOut }: Scored): string {
  const { evaluation, dataset, split } = next.run;
  if (!evaluation) return problem;
  const on = `It was tested on ${formatCounted(split.test.length, 'clip')} of ${dataset.title}, whether it learned from them or not.`;
  return `${on} ${leftOut}`.trim();
}
