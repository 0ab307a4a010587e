// What is known of a column when its role is guessed.

export interface ColumnFacts {
  readonly name: string;
  readonly kind: 'number' | 'text';
  readonly rows: number;
  readonly missing: number;
  /** The first cells, trimmed, "" where missing. */
  readonly sample: readonly string[];
  /** Different texts of the whole column; null for numbers without texts, or if there are too many. */
  readonly words: ReadonlySet<string> | null;
  /** Of numbers; NaN for texts and where all are missing. */
  readonly min: number;
  readonly max: number;
}

/** The sample's cells that are there. */
export function presentCells({ sample }: Pick<ColumnFacts, 'sample'>): string[] {
  return sample.filter((cell) => cell !== '');
}

/** All values of a column of numbers are the same. */
export function isConstant({ kind, min, max }: ColumnFacts): boolean {
  return kind === 'number' && min === max;
}
