// Guesses what each column of a table is for, from its name and its values, and says why in a few words.

import type { ColumnRole } from '../../core/dataset-types';
import { splitPartOf } from '../split-words';
import { isConstant, presentCells, type ColumnFacts } from './column-facts';
import { bareName } from './column-names';
import { looksLikeLabelList, looksSeparated } from './label-cells';
import * as named from './role-names';

export interface RoleGuess {
  readonly role: ColumnRole;
  /** Begins in lower case, without a full stop: "each row has its own". */
  readonly reason: string;
}

/** More different words than this are no genres. */
const MAX_CLASSES = 200;
const MAX_LABEL_LENGTH = 40;
/** Share of cells with several labels that makes a column one of lists. */
const MIN_LISTS = 0.1;
/** Fewer whole numbers in a row may be chance. */
const MIN_COUNTED = 10;
/** A spread that small comes from how files were cut. */
const NEARLY_CONSTANT = 0.05;

/**
 * One guess a column, in their order. At most one column each is label, id, artist, split and subset, and one with several
 * labels a cell; columns of numbers that stand for one label each may be many.
 */
export function guessRoles(columns: readonly ColumnFacts[]): RoleGuess[] {
  const guesses = new Map<ColumnFacts, RoleGuess>();
  const free = (): ColumnFacts[] => columns.filter((column) => !guesses.has(column));
  const give = (column: ColumnFacts | undefined, role: ColumnRole, reason: string): void => {
    if (column && !guesses.has(column)) guesses.set(column, { role, reason });
  };

  for (const column of columns) {
    if (column.missing === column.rows) give(column, 'ignore', 'it has no values');
  }
  const lists = free().filter(isMultiLabel);
  const [list, ...otherLists] = named.inOrder(lists, [...named.LABELS, ...named.LABEL]);
  give(list, 'labels', 'its cells hold several labels');
  for (const other of otherLists) give(other, 'ignore', `"${list!.name}" has the labels already`);
  give(firstSplit(free()), 'split', 'its words name the parts of a split');
  give(firstSubset(free()), 'subset', 'its words name subsets');
  giveLabel(
    free(),
    give,
    [...guesses.values()].some(({ role }) => role === 'labels'),
  );
  give(firstNamed(free(), named.ID), 'id', 'its name says that it tells which clip a row is');
  give(firstNamed(free(), named.ARTIST), 'artist', 'its name says that it tells the artist');
  const hasLabel = [...guesses.values()].some(({ role }) => role === 'label');
  if (!hasLabel) giveOneHot(free(), give);
  for (const column of free()) guesses.set(column, guessRest(column));
  giveByValues(columns, guesses);
  return columns.map((column) => guesses.get(column)!);
}

/** "93.45 BPM", "12.3%", "93,450.00"; not "3 of a kind" or "3:41". */
const DRESSED_NUMBER =
  /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^[+-]?\d+(?:\.\d+)?\s*[%°A-Za-zµ]{1,8}(?:\/[a-z]{1,4})?$/;

type Give = (column: ColumnFacts | undefined, role: ColumnRole, reason: string) => void;

function giveLabel(columns: readonly ColumnFacts[], give: Give, hasLabels: boolean): void {
  const names = hasLabels ? named.LABEL : [...named.LABEL, ...named.LABELS];
  const candidates = named.inOrder(columns, names).filter(hasClasses);
  const label = candidates.find(({ kind }) => kind === 'text') ?? candidates[0];
  give(label, 'label', 'its name says that it tells the genre');
  for (const column of columns) {
    const name = bareName(column.name);
    if (column === label || !named.isLabelLike(name)) continue;
    if (label || !named.ONE_HOT.test(name)) {
      const why = label ? `"${label.name}" is the label already` : 'its values are no classes';
      give(column, 'ignore', `its name is a label's, but ${why}`);
    }
  }
}

/** Columns such as genre_rock and genre_jazz that are 1 or 0. */
function giveOneHot(columns: readonly ColumnFacts[], give: Give): void {
  const found = columns.filter(
    (column) =>
      column.kind === 'number' &&
      named.ONE_HOT.test(bareName(column.name)) &&
      presentCells(column).every((cell) => Number(cell) === 0 || Number(cell) === 1) &&
      column.min >= 0 &&
      column.max <= 1,
  );
  if (found.length < 2) return;
  for (const column of found) give(column, 'labels', 'it is 1 where the clip has this label');
}

function guessRest(column: ColumnFacts): RoleGuess {
  const name = bareName(column.name);
  if (column.kind === 'text') {
    const isId = named.ID.includes(name) || named.ARTIST.includes(name);
    if (isId) return { role: 'ignore', reason: 'another column tells the same' };
    const dressed = dressedNumber(column);
    if (dressed !== null) {
      const reason = `“${dressed}” is text: with bare numbers such as ${bare(dressed)} it could be learned from`;
      return { role: 'ignore', reason };
    }
    return { role: 'ignore', reason: 'it is text, and no use for it is known' };
  }
  if (named.INDEX.test(name) || isCounting(column)) {
    return { role: 'ignore', reason: 'it only counts the rows' };
  }
  if (named.ID.includes(name) || named.ARTIST.includes(name) || named.OTHER_ID.test(name)) {
    return { role: 'ignore', reason: 'its name says that it is a number of something, no measure' };
  }
  if (named.isLabelLike(name)) {
    return { role: 'ignore', reason: "its name is a label's: it may give the answer away" };
  }
  if (named.FOLD.includes(name))
    return { role: 'ignore', reason: 'it numbers the folds of a split' };
  const isCut = named.CUT.includes(name) || (named.DURATION.test(name) && isNearlyConstant(column));
  if (isCut) {
    return { role: 'ignore', reason: 'it says how the file was cut, not how it sounds' };
  }
  const reason = isConstant(column) ? 'a number, but the same in every row' : 'a number';
  return { role: 'feature', reason };
}

/** The first cell of a column of numbers with a unit, a percent sign or thousands separators; null for other texts. */
function dressedNumber(column: ColumnFacts): string | null {
  const cells = presentCells(column);
  return cells.length > 1 && cells.every((cell) => DRESSED_NUMBER.test(cell)) ? cells[0]! : null;
}

/** "93.45 BPM" → "93.45". */
function bare(dressed: string): string {
  return dressed.replace(/,(?=\d{3})/g, '').replace(/[^\d.+-]*$/, '');
}

/** Where names say nothing: the one column of a few repeating words is the label, the first without repetition the id. */
function giveByValues(columns: readonly ColumnFacts[], guesses: Map<ColumnFacts, RoleGuess>): void {
  const has = (role: ColumnRole): boolean =>
    [...guesses.values()].some((guess) => guess.role === role);
  const spare = (): ColumnFacts[] =>
    columns.filter(
      (column) => column.kind === 'text' && guesses.get(column)?.reason.includes('no use'),
    );
  if (!has('label') && !has('labels')) {
    const [only, ...others] = spare().filter(hasFewWords);
    if (only && others.length === 0) {
      guesses.set(only, { role: 'label', reason: 'the only column of a few words that repeat' });
    }
  }
  if (!has('id')) {
    const id = spare().find((column) => new Set(column.sample).size === column.sample.length);
    if (id) guesses.set(id, { role: 'id', reason: 'its text is another in every row' });
  }
}

function firstNamed(
  columns: readonly ColumnFacts[],
  names: readonly string[],
): ColumnFacts | undefined {
  return named.inOrder(columns, names).find(({ kind, sample }) => {
    return kind === 'text' || sample.every((cell) => cell === '' || Number.isInteger(Number(cell)));
  });
}

/** Words, or whole numbers of which there are a few. */
function hasClasses(column: ColumnFacts): boolean {
  if (column.kind === 'text') return true;
  const isWhole = presentCells(column).every((cell) => Number.isInteger(Number(cell)));
  return isWhole && column.words !== null && column.words.size <= MAX_CLASSES;
}

function hasFewWords({ words, rows, missing }: ColumnFacts): boolean {
  if (words === null || words.size < 2 || words.size > MAX_CLASSES) return false;
  const isShort = [...words].every((word) => word.length <= MAX_LABEL_LENGTH);
  return isShort && words.size * 2 <= rows - missing;
}

function isMultiLabel(column: ColumnFacts): boolean {
  const name = bareName(column.name);
  if (column.kind === 'number' || !(named.LABELS.includes(name) || named.LABEL.includes(name))) {
    return false;
  }
  const isPlural = named.LABELS.includes(name);
  const cells = presentCells(column);
  const several = cells.filter(
    (cell) => looksLikeLabelList(cell) || looksSeparated(cell) || (isPlural && cell.includes(',')),
  );
  return several.length > 0 && several.length >= MIN_LISTS * cells.length;
}

/** By name, else by words: no other column is about train and test. */
function firstSplit(columns: readonly ColumnFacts[]): ColumnFacts | undefined {
  const candidates = columns.filter(
    ({ words, kind }) =>
      kind === 'text' &&
      words !== null &&
      words.size >= 2 &&
      words.size <= 4 &&
      [...words].filter((word) => splitPartOf(word) !== undefined).length >= 2 &&
      [...words].some((word) => splitPartOf(word) === 'train'),
  );
  return named.inOrder(candidates, named.SPLIT)[0] ?? candidates[0];
}

function firstSubset(columns: readonly ColumnFacts[]): ColumnFacts | undefined {
  return columns.find(
    ({ name, words, kind }) =>
      kind === 'text' && bareName(name).endsWith('subset') && words !== null && words.size <= 20,
  );
}

function isCounting({ sample }: ColumnFacts): boolean {
  const first = Number(sample[0]);
  return (
    sample.length >= MIN_COUNTED &&
    Number.isInteger(first) &&
    sample.every((cell, i) => cell !== '' && Number(cell) === first + i)
  );
}

function isNearlyConstant({ min, max }: ColumnFacts): boolean {
  return max - min <= NEARLY_CONSTANT * Math.max(Math.abs(min), Math.abs(max));
}
