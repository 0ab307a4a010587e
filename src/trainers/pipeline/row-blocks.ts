// The rows of a table, a few at a time and through the steps fitted so far: no step copies the whole table, and a stop is
// heard between two blocks.

import { createMatrix, type Matrix } from '../../core/matrix';
import type { FittedStep } from './step';

/** Gives way to other work and hears a stop; awaited often. */
export type Breathe = () => Promise<void>;

/** At most so many rows a block. */
export const MOST_ROWS_PER_BLOCK = 128;
/** Fewer rows where they are wide: a few milliseconds' work a step. */
const VALUES_PER_BLOCK = 200_000;

export interface RowBlocks {
  readonly rows: number;
  readonly columns: number;
  readonly breathe: Breathe;
  /** The same rows, each block taken through one step more. */
  through(step: Pick<FittedStep, 'transform'>): RowBlocks;
  /** Visits all rows in order; a block is valid until the next one. */
  visit(use: (block: Matrix, begin: number) => void | Promise<void>): Promise<void>;
}

export function rowBlocks(matrix: Matrix, breathe: Breathe): RowBlocks {
  const { data, rows, columns } = matrix;
  const perBlock = Math.floor(VALUES_PER_BLOCK / Math.max(1, columns));
  const rowsPerBlock = Math.max(1, Math.min(MOST_ROWS_PER_BLOCK, perBlock));
  const after = (transform: (block: Matrix) => Matrix): RowBlocks => ({
    rows,
    columns: transform(createMatrix(0, columns)).columns,
    breathe,
    through: (step) => after((block) => step.transform(transform(block))),
    visit: async (use) => {
      await breathe();
      for (let begin = 0; begin < rows; begin += rowsPerBlock) {
        const end = Math.min(begin + rowsPerBlock, rows);
        const values = data.subarray(begin * columns, end * columns);
        await use(transform(createMatrix(end - begin, columns, values)), begin);
        await breathe();
      }
    },
  });
  return after((block) => block);
}

/** All rows as they come out, shape [rows, columns]. */
export async function collectRows(blocks: RowBlocks): Promise<Matrix> {
  const whole = createMatrix(blocks.rows, blocks.columns);
  await blocks.visit(({ data }, begin) => whole.data.set(data, begin * blocks.columns));
  return whole;
}
