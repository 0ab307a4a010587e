// The contract of a dataset format: a text file that says something about clips (not the clips themselves).

import type { SplitPart } from '../../core/dataset-types';

/** What a list says of one file; what it does not say is undefined. */
export interface ClipListEntry {
  /** Path or name as the list has it. */
  readonly file: string;
  readonly genre?: string | undefined;
  /** All its labels, where the list gives several a clip; `genre` is then said as well. */
  readonly labels?: readonly string[] | undefined;
  readonly artist?: string | undefined;
  readonly split?: SplitPart | undefined;
}

export interface DatasetFormat {
  readonly id: string;
  readonly title: string;
  /** Whether a file is of this format. @param head at least the first lines of its text */
  matches(name: string, head: string): boolean;
  /** All entries. @throws EarmarkError `clip-list-invalid` */
  parse(name: string, text: string): ClipListEntry[];
}
