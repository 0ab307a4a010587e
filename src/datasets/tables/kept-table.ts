// A table that was read before: what is known of it without its values, and how it is to be understood.

import type { DatasetTable } from '../../core/dataset-types';
import type { ReadTable } from './table';

/** Its values are asked for by row and by column. */
export type KeptTable = Omit<ReadTable, 'texts'>;

/** The part of a dataset's table that its clips follow from. */
export type TableReading = Pick<DatasetTable, 'id' | 'columns' | 'target' | 'subset'>;
