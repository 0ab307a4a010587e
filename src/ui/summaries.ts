// Counts that screens show, taken from what the state holds. Adding up only: no statistics here.

import type { Clip, Dataset, FileIssue } from '../core/dataset-types';
import type { ErrorCode } from '../core/errors';
import { hasModel, scoresSeveral } from '../core/run-model';
import type { ParamSpec, ParamValues, Run, StartingPoint } from '../core/run-types';
import { groupBy } from '../datasets/group-by';
import { hasSeveralLabels, labelsOfClip } from '../datasets/label-sets';
import { learnsLabels } from '../evaluation/labels';
import {
  answersSeveral,
  heardBefore,
  scoredClips,
  splitWords,
  titleOf,
} from '../evaluation/run-basis';
import { describeValue, savedValue } from '../trainers/params';
import { findApproach } from '../trainers/registry';
import { epochsOf } from './epoch-words';
import { crossValidationWords, foldPositionOf, foldsWords } from './fold-words';
import { count, counted, moment, percentPrecise } from './format';
import { IMPORTED_TITLE, importedDistinction } from './imported-words';

export {
  accuracyInterval,
  accuracyWords,
  answersSeveral,
  heardBefore,
  holdsOutArtists,
  learnsMainGenreOnly,
  mayKnowItsClips,
  scoredClips,
  SPLIT_NAMES,
  splitWords,
  titleOf,
} from '../evaluation/run-basis';

export interface DatasetTotals {
  readonly clips: number;
  readonly genres: number;
  /** Different labels, where clips have several each; else null. */
  readonly labels: number | null;
  readonly artists: number;
  readonly seconds: number;
  /** Columns that are learned from, of a table of features; null for music. */
  readonly features: number | null;
}

export function totals({ clips, table }: Dataset): DatasetTotals {
  return {
    clips: clips.length,
    genres: new Set(clips.map(({ genre }) => genre)).size,
    labels: hasSeveralLabels(clips) ? new Set(clips.flatMap(labelsOfClip)).size : null,
    artists: new Set(clips.flatMap(({ artist }) => artist ?? [])).size,
    seconds: clips.reduce((sum, { audio }) => sum + (audio?.durationSeconds ?? 0), 0),
    features: table ? table.columns.filter(({ role }) => role === 'feature').length : null,
  };
}

/** Clips under their genre, genres in alphabetical order. */
export function clipsByGenre(clips: readonly Clip[]): { genre: string; clips: Clip[] }[] {
  return [...groupBy(clips, ({ genre }) => genre)]
    .map(([genre, members]) => ({ genre, clips: members }))
    .sort((a, b) => a.genre.localeCompare(b.genre));
}

/** Files under their reason, the commonest reason first. */
export function issuesByCode(
  issues: readonly FileIssue[],
): { code: ErrorCode; files: FileIssue[] }[] {
  return [...groupBy(issues, ({ code }) => code).values()]
    .flatMap((files) => (files[0] ? { code: files[0].code, files } : []))
    .sort((a, b) => b.files.length - a.files.length);
}

/** What the run's split is called; nobody knows the one of a model that was trained elsewhere. */
export function splitName({ imported, config }: Run): string {
  if (imported !== undefined) return 'trained elsewhere';
  const { crossValidation, split } = config;
  const folds = crossValidation ? `${foldsWords(crossValidation)}, ` : '';
  return folds + splitWords(split);
}

/** "on 24 held-out clips, random split": what every score stands on. */
export function basisOf(run: Run): string {
  const synthetic = run.dataset.synthetic ? ', synthetic music' : '';
  if (run.imported !== undefined) {
    return `on ${counted(scoredClips(run), 'clip')}, any of which the imported model may have learned from${synthetic}`;
  }
  const { crossValidation, split } = run.config;
  const folds = crossValidation ? `${crossValidationWords(crossValidation)}, ` : '';
  const heard = heardBefore(run);
  const known = heard > 0 ? `, ${count(heard)} of them heard by the run that it started from` : '';
  return `on ${counted(scoredClips(run), 'held-out clip')}, ${folds}${splitWords(split)}${known}${synthetic}`;
}

/** Whether the run learns all labels of each clip: told by its score, and before it has one by its clips if at hand. */
export function learnsSeveral(
  run: Run,
  { current, fingerprint }: { current: Dataset | null; fingerprint: string },
): boolean {
  if (run.evaluation ?? run.sealed) return scoresSeveral(run);
  if (!current || run.dataset.fingerprint !== fingerprint) return false;
  return learnsLabels(run.config.approach, current.clips);
}

/** Its model condensed the measurements before it learned, and is kept. */
export function condenses(run: Run): boolean {
  return hasModel(run) && findApproach(run.config.approach)?.trainer === 'pca-trees';
}

/** Whether the run's clips can be listened to: rows of a table cannot. */
export function isHeard(run: Run, datasets: { find(id: string): Dataset | null }): boolean {
  return datasets.find(run.dataset.id)?.table === undefined;
}

/** What the approach of a run is called; a model that was trained elsewhere is a run of none. */
export function approachTitle({ config, imported }: Pick<Run, 'config' | 'imported'>): string {
  if (imported !== undefined) return IMPORTED_TITLE;
  return findApproach(config.approach)?.title ?? config.approach;
}

/** "Quick baseline on My music": what a run is, wherever it stands alone. */
export function nameOf(run: Run): string {
  return `${approachTitle(run)} on ${titleOf(run.dataset)}`;
}

/** How far a run came that did not finish: "stopped after 2 of 6 rounds", "stopped in epoch 3 of 6". */
export function cutOffAt(run: Run): string {
  const { total, name, many, isKeptWithin } = epochsOf(run.config.approach, run.config.params);
  const done = run.history.at(-1)?.epoch ?? 0;
  const fold = foldPositionOf(run);
  if (fold) return `${run.status} in ${fold}`;
  if (isKeptWithin && done > 0 && done < total)
    return `${run.status} in ${name.toLowerCase()} ${done + 1} of ${total}`;
  return `${run.status} after ${done} of ${counted(total, name.toLowerCase(), many)}`;
}

/** "CNN": the approach of a run where there is little room. */
export function shortTitle({ config }: Run): string {
  return findApproach(config.approach)?.shortTitle ?? config.approach;
}

/**
 * "Baseline 87.5 % · 10 genres · Nov 23, 14:05 · My music · timbre and harmony · seed 2": a trained model among others, what
 * tells it from them first, as lists cut names off.
 */
export function modelName(run: Run): string {
  const one = answersSeveral(run) ? 'label' : 'genre';
  const known = `${counted(run.classes.length, one)} · ${moment(run.createdAt)}`;
  if (run.imported !== undefined) return `${IMPORTED_TITLE} · ${distinction(run)} · ${known}`;
  const accuracy = run.evaluation ? ` ${percentPrecise(run.evaluation.accuracy)}` : '';
  return `${shortTitle(run)}${accuracy} · ${known} · ${titleOf(run.dataset)} · ${distinction(run)}`;
}

/** "Resume CNN, epoch 3 of 8": the one that it goes on with. */
export function resumeLabel(run: Run): string {
  const { total, name, isKeptWithin } = epochsOf(run.config.approach, run.config.params);
  const done = run.history.at(-1)?.epoch ?? 0;
  const fold = foldPositionOf(run);
  if (fold) return `Resume ${shortTitle(run)}, ${fold}`;
  if (isKeptWithin && done > 0 && done < total)
    return `Resume ${shortTitle(run)}, ${name.toLowerCase()} ${done + 1} of ${total}`;
  const where = done > 0 ? `, ${name.toLowerCase()} ${done} of ${total}` : ' from the start';
  return `Resume ${shortTitle(run)}${where}`;
}

/** "timbre and harmony · Tree depth 1 · seed 2": what tells a run from others of its approach. */
export function distinction(run: Run): string {
  if (run.imported !== undefined) return importedDistinction(run);
  const { config } = run;
  const specs = findApproach(config.approach)?.params ?? [];
  const told = specs.flatMap((spec) => {
    const value = savedValue(spec, config.params);
    const isUsual = value === spec.default;
    if (spec.kind === 'choice') {
      return isUsual && spec.advanced ? [] : describeValue(spec, value);
    }
    return isUsual ? [] : `${spec.label} ${describeValue(spec, value)}`;
  });
  const folds = config.crossValidation ? [foldsWords(config.crossValidation)] : [];
  const start = config.startFrom ? [`started from ${startName(config.startFrom)}`] : [];
  return [...told, ...start, ...folds, `seed ${config.seed}`].join(' · ');
}

/** "CNN on My music": the run that another started from. */
export function startName({ approach, dataset }: StartingPoint): string {
  return `${findApproach(approach)?.shortTitle ?? approach} on ${titleOf(dataset)}`;
}

/** "Width 16 is taken from it.": settings that the run to start from decides; "" without any. */
export function takenWords(specs: readonly ParamSpec[], taken: ParamValues): string {
  const told = specs
    .filter(({ name }) => name in taken)
    .map((spec) => `${spec.label} ${describeValue(spec, taken[spec.name]!)}`);
  if (told.length === 0) return '';
  const list = new Intl.ListFormat('en').format(told);
  return `${list} ${told.length === 1 ? 'is' : 'are'} taken from it.`;
}

/** A pair of genres in a confusion matrix, as indices into the run's classes. */
export interface Cell {
  readonly trueIndex: number;
  readonly predictedIndex: number;
}
