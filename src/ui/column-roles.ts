// What the columns of a table can be used for, in words.

import type { ColumnRole, TableColumn } from '../core/dataset-types';

const NAMES: Record<ColumnRole, string> = {
  feature: 'Feature: learned from',
  label: 'Genre (label)',
  labels: 'All genres (labels)',
  id: 'Name of the clip (id)',
  artist: 'Artist',
  split: 'Part of a split: train, validation, test',
  subset: 'Part of the table (subset)',
  ignore: 'Not used',
};
const ROLES = Object.keys(NAMES) as ColumnRole[];

export interface RoleOption {
  readonly value: ColumnRole;
  readonly label: string;
}

/** Only numbers can be learned from. A column of numbers with the role "labels" is a yes or no to one label. */
export function roleOptions({ kind }: Pick<TableColumn, 'kind'>): RoleOption[] {
  return ROLES.filter((role) => kind === 'number' || role !== 'feature').map((value) => ({
    value,
    label:
      value === 'labels' && kind === 'number' ? 'One of several labels: yes or no' : NAMES[value],
  }));
}

export interface ColumnGroups<Column> {
  /** What tells clips apart, in the order of the roles. */
  readonly named: readonly Column[];
  readonly features: readonly Column[];
  readonly unused: readonly Column[];
}

export function groupColumns<Column extends TableColumn>(
  columns: readonly Column[],
): ColumnGroups<Column> {
  const order = (column: Column): number => ROLES.indexOf(column.role);
  return {
    named: columns
      .filter(({ role }) => role !== 'feature' && role !== 'ignore')
      .toSorted((a, b) => order(a) - order(b)),
    features: columns.filter(({ role }) => role === 'feature'),
    unused: columns.filter(({ role }) => role === 'ignore'),
  };
}

export interface JudgedColumn extends TableColumn {
  /** The first few different values. */
  readonly examples: readonly string[];
  /** Different values; null where they were not counted. */
  readonly distinct: number | null;
}

/** The features that are 0 or 1 in every row: each may be a label. */
export function yesNoColumns<Column extends JudgedColumn>(columns: readonly Column[]): Column[] {
  return columns.filter(({ role, kind, examples }) => {
    const isYesNo = examples.length === 2 && examples.every((text) => ['0', '1'].includes(text));
    return role === 'feature' && kind === 'number' && isYesNo;
  });
}

const MAX_CANDIDATES = 4;
const MAX_CLASSES = 200;
/** Words in names of what sorts music. */
const NAMED_LIKE_LABELS = /genre|label|class|style|categ|mood|tag|type|kind|target/i;

/** The unused columns that may hold the genre: of a few values that repeat, those with a fitting name first. */
export function labelCandidates<Column extends JudgedColumn>(columns: readonly Column[]): Column[] {
  const isNamed = ({ name }: Column): boolean => NAMED_LIKE_LABELS.test(name);
  const isLikely = (column: Column): boolean => {
    const { role, kind, distinct } = column;
    if (role !== 'ignore' || (distinct !== null && (distinct < 2 || distinct > MAX_CLASSES)))
      return false;
    return (kind === 'text' && distinct !== null) || isNamed(column);
  };
  const rank = (column: Column): number => (isNamed(column) ? 0 : 1);
  const likely = columns.filter(isLikely);
  return likely
    .toSorted((a, b) => rank(a) - rank(b) || (a.distinct ?? 0) - (b.distinct ?? 0))
    .slice(0, MAX_CANDIDATES);
}
