// A dataset whose clips are the rows of a table of features: what it is called, which part of the table it begins with,
// and what is said of rows that are not used.

import type { Clip, ColumnRole, Dataset, FileIssue, TableColumn } from '../../core/dataset-types';
import { EarmarkError, type ErrorRecord } from '../../core/errors';
import { formatCount, formatCounted } from '../../core/format';
import { splitListOf, withLists } from '../imported-lists';
import { arrangeAsExtractor } from './extractor-columns';
import {
  clipsOfTable,
  isTitle,
  type RowsLeftOut,
  type TableClips,
  type TableRows,
} from './clips-of-table';
import type { KeptTable, TableReading } from './kept-table';
import { placeOfRow } from './row-lines';
import { TEXT_ROLES } from './table';

/** FMA's subsets, each within the next; the first is balanced and enough to begin with. */
const FIRST_SUBSET = 'small';
/** Named in a note. */
const MAX_WORDS = 5;

/** Clips, or what has to be chosen before there are any. */
export interface ClipsOrProblem extends TableClips {
  readonly problem: ErrorRecord | null;
}

export interface TableDatasetParts {
  readonly kept: KeptTable;
  readonly reading: TableReading;
  readonly clips: ClipsOrProblem;
  /** The dataset as it was before: what lists said and what was set aside stays. */
  readonly known?: Dataset | null;
}

export function tableDatasetId({ id }: Pick<KeptTable, 'id'>): string {
  return `table-${id}`;
}

/** The roles as they were guessed; of FMA its small subset. @param subsets that the table names */
export function firstReading(kept: KeptTable, subsets: readonly string[]): TableReading {
  const { id, target } = kept;
  const columns = kept.columns.map(({ name, role, kind }) => ({ name, role, kind }));
  return { id, columns, target, subset: subsets.includes(FIRST_SUBSET) ? FIRST_SUBSET : null };
}

/**
 * A table without labels is no failure: another column may be given that role.
 * @throws EarmarkError `table-role-unfit` for a column whose texts were too long to be kept
 */
export function clipsOrProblem(table: TableRows): ClipsOrProblem {
  const unfit = table.columns.find(
    ({ name, kind, role }) => kind === 'text' && TEXT_ROLES.has(role) && !table.texts.has(name),
  );
  if (unfit) throw new EarmarkError('table-role-unfit', `${unfit.name} with long texts`);
  try {
    return { ...clipsOfTable(table), problem: null };
  } catch (error) {
    if (!(error instanceof EarmarkError) || error.code !== 'table-label-missing') throw error;
    return { clips: [], leftOut: [], strayParts: new Map(), problem: error.record };
  }
}

export function tableDataset({ kept, reading, clips, known }: TableDatasetParts): Dataset {
  const { columns, target, subset } = reading;
  const { id, files, rows } = kept;
  const { extractor } = featureColumns(columns);
  const [file = 'table'] = files;
  const notes = [
    ...(clips.problem ? [{ ...clips.problem, file }] : []),
    ...kept.notes.map((note) => ({ ...note, file })),
    ...clips.leftOut.map((left) => leftOutNote(left, kept)),
    ...strayNotes(clips.strayParts).map((note) => ({ ...note, file })),
    ...pieceNotes(clips.clips).map((note) => ({ ...note, file })),
  ];
  return {
    version: 1,
    id: tableDatasetId(kept),
    title: titleOf(kept, subset),
    synthetic: false,
    table: { id, files, rows, columns, extractor, target, subset },
    ...withKnown(clips.clips, columns, known),
    notes,
  };
}

export interface UsedColumns {
  /** As the table calls them. */
  readonly columns: readonly string[];
  /** As a model is to call them, in the same order. */
  readonly names: readonly string[];
  /** The extractor that measures exactly these, in this order; null if none does. */
  readonly extractor: string | null;
}

/** All columns with the role 'feature': in the order of the extractor that measures exactly them, or else the table's. */
export function featureColumns(columns: readonly TableColumn[]): UsedColumns {
  const own = columns.filter(({ role }) => role === 'feature').map(({ name }) => name);
  const arranged = arrangeAsExtractor(own);
  // With columns of one's own beside them, no extractor measures them all.
  if (arranged?.order.length !== own.length) return { columns: own, names: own, extractor: null };
  const { order, columns: names, extractor } = arranged;
  return { columns: order.map((index) => own[index]!), names, extractor };
}

/** Names of the columns whose cells are needed as text. */
export function columnsForText(columns: readonly TableColumn[]): string[] {
  const isNeeded = (column: TableColumn): boolean => TEXT_ROLES.has(column.role) || isTitle(column);
  return columns.filter(isNeeded).map(({ name }) => name);
}

/**
 * The reading with another role for a column. Roles that only one column can have leave the column that had it, labels
 * are learned where nothing else says a genre, and a subset is chosen no longer where another column names the subsets.
 */
export function withRole(
  { columns, target, subset }: Pick<TableReading, 'columns' | 'target' | 'subset'>,
  name: string,
  role: ColumnRole,
): Pick<TableReading, 'columns' | 'target' | 'subset'> {
  const isShared = role === 'feature' || role === 'labels' || role === 'ignore';
  const changed = columns.map((column): TableColumn => {
    if (column.name === name) return { ...column, role };
    return !isShared && column.role === role ? { ...column, role: 'ignore' } : column;
  });
  const has = (wanted: ColumnRole): boolean => changed.some((column) => column.role === wanted);
  const kept = {
    columns: changed,
    subset: nameWithRole(changed, 'subset') === nameWithRole(columns, 'subset') ? subset : null,
  };
  if (!has('labels')) return { ...kept, target: 'genre' };
  return { ...kept, target: has('label') ? target : 'labels' };
}

function nameWithRole(columns: readonly TableColumn[], role: ColumnRole): string | undefined {
  return columns.find((column) => column.role === role)?.name;
}

function titleOf({ source, files }: KeptTable, subset: string | null): string {
  if (source === 'fma') return subset === null ? 'FMA' : `FMA ${subset}`;
  const name = files[0]?.split(/[/\\]/).at(-1) ?? '';
  return name.replace(/\.[a-z0-9]+$/i, '') || 'Table of features';
}

/** What lists said is said again, and what was set aside stays so. */
function withKnown(
  clips: readonly Clip[],
  columns: readonly TableColumn[],
  known: Dataset | null | undefined,
): Pick<Dataset, 'clips' | 'splitName' | 'lists' | 'quarantined'> {
  const splitColumn = nameWithRole(columns, 'split');
  const lists = known?.lists ?? [];
  if (!known) return { clips, splitName: splitColumn, quarantined: [] };
  const splitList = takesColumn(known, splitColumn) ? undefined : splitListOf(lists);
  const listed = withLists(clips, lists, splitList);
  return {
    ...withSetAside(listed, known.quarantined),
    splitName: splitList ? splitList.name || undefined : splitColumn,
    lists: known.lists,
  };
}

/** Whether the split is that of the table's column: of one that has just got the role, or of one that counted before. */
function takesColumn(
  { table, splitName, lists = [] }: Dataset,
  splitColumn: string | undefined,
): boolean {
  if (splitColumn === undefined) return false;
  if (splitColumn !== nameWithRole(table?.columns ?? [], 'split')) return true;
  return splitName === splitColumn && !lists.some(({ name }) => name === splitColumn);
}

/** Without the clips that were set aside, unless their genre is by now one of others, too. */
function withSetAside(
  clips: readonly Clip[],
  issues: readonly FileIssue[],
): Pick<Dataset, 'clips' | 'quarantined'> {
  const asideIds = new Set(issues.map(({ clip }) => clip));
  if (asideIds.size === 0) return { clips, quarantined: [] };
  const genres = new Set(clips.filter(({ id }) => !asideIds.has(id)).map(({ genre }) => genre));
  const clipOf = new Map(clips.map((clip) => [clip.id, clip]));
  const quarantined = issues.flatMap((issue): FileIssue[] => {
    const clip = clipOf.get(issue.clip ?? '');
    if (!clip || (issue.code === 'genre-left-out' && genres.has(clip.genre))) return [];
    clipOf.delete(clip.id);
    return [{ ...issue, file: clip.name }];
  });
  return { clips: clips.filter(({ id }) => clipOf.has(id)), quarantined };
}

function pieceNotes(clips: readonly Clip[]): ErrorRecord[] {
  const pieces = clips.filter(({ track }) => track !== undefined);
  const [first] = pieces;
  if (!first) return [];
  const tracks = new Set(pieces.map(({ track }) => track)).size;
  const got = `${formatCounted(pieces.length, 'row')} of ${formatCount(tracks)} tracks, “${first.track}” the first of them`;
  return [{ code: 'note-pieces-of-tracks', got }];
}

function strayNotes(words: ReadonlyMap<string, number>): ErrorRecord[] {
  if (words.size === 0) return [];
  const commonest = [...words].sort(([, a], [, b]) => b - a);
  const shown = commonest
    .slice(0, MAX_WORDS)
    .map(([word, clips]) => `“${word}” (${formatCounted(clips, 'row')})`);
  const more = words.size > MAX_WORDS ? ` and ${words.size - MAX_WORDS} more words` : '';
  return [{ code: 'note-split-words', got: shown.join(', ') + more }];
}

function leftOutNote(
  { reason, count, firstRow }: RowsLeftOut,
  { files: [file = 'table'], lines }: Pick<KeptTable, 'files' | 'lines'>,
): FileIssue {
  const why: Record<RowsLeftOut['reason'], string> = {
    'no-label': 'without a genre',
    'other-subset': 'of other subsets',
  };
  const got = `${formatCounted(count, 'row')} ${why[reason]}, the first is ${placeOfRow(lines, firstRow)}`;
  return { file, code: 'note-rows-left-out', got };
}
