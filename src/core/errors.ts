// The one catalogue of everything that can go wrong: what was expected, and what to do next.
// An error is always thrown (or kept as a quarantine row), never returned as a value.

import { BACKBONE_ERRORS } from './backbone-errors';
import { ENSEMBLE_ERRORS } from './ensemble-errors';
import { FILE_ERRORS } from './file-errors';
import { INTERRUPTION_ERRORS } from './interruption-errors';
import { MODEL_ERRORS } from './model-errors';
import { SWEEP_ERRORS } from './sweep-errors';
import { TABLE_ERRORS } from './table-errors';

interface CatalogueEntry {
  readonly title: string;
  readonly expected: string;
  readonly next: string;
}

/** Every failure a person can meet. The key is stable: it is shown as `data-code` in the page. */
export const ERROR_CATALOGUE = {
  ...FILE_ERRORS,
  // a dataset
  'dataset-empty': {
    title: 'No clips yet',
    expected: 'at least 2 genres with 2 clips each',
    next: 'Load the demo set or drop a folder of music.',
  },
  'dataset-too-few-genres': {
    title: 'Not enough genres',
    expected: 'at least 2 genres',
    next: 'Add clips of another genre.',
  },
  'dataset-too-few-clips': {
    title: 'Not enough clips in a genre',
    expected: 'at least 2 clips in every genre',
    next: 'Add clips to the genres named, or leave those genres out.',
  },
  'labels-too-rare': {
    title: 'Too few clips share a label',
    expected: 'at least 2 labels with 4 clips each to learn from',
    next: 'Add clips, or let an approach that learns one genre a clip have a try.',
  },
  'split-needs-artists': {
    title: 'No artists are known',
    expected: 'an artist for the clips (from file tags or a CSV with an artist column)',
    next: 'Use the random split, or drop a CSV with the columns file and artist.',
  },
  'split-artists-too-few': {
    title: 'Too few artists in a genre',
    expected: 'at least 2 artists in every genre',
    next: 'Use the random split, or add music by other artists to the genres named.',
  },
  'split-not-imported': {
    title: 'No imported split',
    expected: 'a CSV with a split column (train, validation, test)',
    next: 'Drop such a CSV on the Data stage, or use another split.',
  },
  'split-genres-missing': {
    title: 'The imported split leaves genres out of training',
    expected: 'at least 2 genres in its train part, and every genre of its test part among them',
    next: 'Add training clips of the genres named to the list, or use another split.',
  },
  'folds-too-few-clips': {
    title: 'Too few clips for that many folds',
    expected: 'at least as many clips in every genre as there are folds',
    next: 'Use fewer folds, or add clips to the genres named.',
  },
  'folds-too-few-artists': {
    title: 'Too few artists for that many folds',
    expected: 'at least as many artists in every genre as there are folds',
    next: 'Use fewer folds or the random split, or add music by other artists to the genres named.',
  },
  'folds-without-validation': {
    title: 'Too few artists for validation clips',
    expected: 'at least 2 artists of every genre among those that a fold learns from',
    next: 'The best epoch is picked by the other genres; where no genre has any, the last one is kept. Music by other artists helps.',
  },
  'folds-of-imported-split': {
    title: 'An imported split cannot be cross-validated',
    expected: 'the random or the artist split, which can be dealt again and again',
    next: 'Choose another split, or examine on one split instead of by cross-validation.',
  },
  'clip-list-invalid': {
    title: 'The clip list could not be read',
    expected: 'a CSV with the column file (or name), and any of label, artist, split',
    next: 'Correct that in the list and drop it again.',
  },
  ...TABLE_ERRORS,
  // training
  'approach-needs-audio': {
    title: 'This approach needs audio',
    expected: 'clips with sound, or an approach that learns from measurements',
    next: 'Choose another approach, such as the quick baseline, or a dataset with audio.',
  },
  'table-values-missing': {
    title: 'The table’s values are not there any more',
    expected: 'the columns that were kept when the table was read',
    next: 'Drop the same table again; nothing else is lost.',
  },
  'param-invalid': {
    title: 'A setting is out of range',
    expected: 'a value inside the range shown beside it',
    next: 'Correct the value.',
  },
  'features-missing': {
    title: 'Features are missing for some clips',
    expected: 'features for every clip of the dataset',
    next: 'Drop the folder again: only what is missing is computed.',
  },
  'features-constant': {
    title: 'The measurements do not differ',
    expected: 'at least one feature column whose values differ between training clips',
    next: 'Choose other measurements, or check what the columns of the table are used for.',
  },
  'columns-too-many': {
    title: 'Too many measurements to condense',
    expected: 'few enough measurements that differ that their components can be found in a tab',
    next: 'Lower the largest likeness (|r|), use fewer of the table’s columns, or choose the quick baseline, which takes them all.',
  },
  'clips-not-measurable': {
    title: 'Some clips cannot be measured',
    expected: 'an analysis of every clip that comes to an end',
    next: 'Set those clips aside and start again, or choose other measurements.',
  },
  'tree-threads-missing': {
    title: 'Trees grow on one core only',
    expected: 'workers that can be started',
    next: 'Nothing to do: it only takes longer. Reload the page if it stays so.',
  },
  'variants-missing': {
    title: 'Extra versions of some training clips could not be made',
    expected: 'the audio of every training clip',
    next: 'Drop the folder again, or set "Extra versions of each training clip" to 0.',
  },
  'start-model-unusable': {
    title: 'The model to start from cannot be used',
    expected: 'the whole model of a finished run of the same approach',
    next: 'Choose another run under “Start from”, or to learn from scratch.',
  },
  'compute-failed': {
    title: 'The compute device failed',
    expected: 'a working compute device',
    next: 'Resume from the last checkpoint; if it happens again, reload the page.',
  },
  'kernels-replaced': {
    title: 'This device gets some of Earmark’s own kernels wrong',
    expected: 'the same results from them as from those of TensorFlow.js',
    next: 'Those of TensorFlow.js are used instead: results are right, training takes longer. A newer graphics driver or browser may help.',
  },
  'device-memory-full': {
    title: 'The graphics memory is full',
    expected: 'graphics memory for one group of excerpts and the network',
    next: 'Choose a smaller batch, a smaller width or shorter excerpts, or close other tabs and programs that draw.',
  },
  ...MODEL_ERRORS,
  ...BACKBONE_ERRORS,
  ...ENSEMBLE_ERRORS,
  ...SWEEP_ERRORS,
  ...INTERRUPTION_ERRORS,
  // the machine
  'worker-died': {
    title: 'A background worker stopped',
    expected: 'a running worker',
    next: 'Try again; what was finished is kept.',
  },
  'wasm-simd-missing': {
    title: 'This browser cannot run the audio analysis',
    expected: 'WebAssembly with SIMD (Chrome and Edge 91, Firefox 89, Safari 16.4 or newer)',
    next: 'Update the browser or use another one; where security settings switch WebAssembly off, allow it for this page.',
  },
  'storage-full': {
    title: 'The browser has no space left',
    expected: 'enough storage for features and models',
    next: 'Delete old runs or free disk space, then try again.',
  },
  'storage-unavailable': {
    title: 'The browser does not let the page store anything',
    expected: 'IndexedDB',
    next: 'Allow site data for this page, or leave private browsing.',
  },
  'saved-data-damaged': {
    title: 'Something saved could not be read back',
    expected: 'data saved by this or an earlier version of Earmark',
    next: 'It was left out; everything else is there.',
  },
  'demo-unavailable': {
    title: 'The demo set did not load',
    expected: 'the demo files beside the page',
    next: 'Reload the page; if it stays, the site was not deployed whole.',
  },
  'playback-unavailable': {
    title: 'The original file cannot be reached',
    expected: 'the file, its permission, or a copy kept in this browser',
    next: 'Drop the same folder again to listen; nothing is extracted twice.',
  },
  unexpected: {
    title: 'Something unexpected went wrong',
    expected: 'no error here',
    next: 'Please report it with the text shown.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** An error as plain data: crosses worker boundaries, is saved in runs and quarantine rows. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  /** What was found, in words, with the number. */
  readonly got: string;
}

export class EarmarkError extends Error {
  override readonly name = 'EarmarkError';
  readonly code: ErrorCode;
  readonly got: string;

  constructor(code: ErrorCode, got: string, options?: ErrorOptions) {
    super(describeError({ code, got }), options);
    this.code = code;
    this.got = got;
  }

  get record(): ErrorRecord {
    return { code: this.code, got: this.got };
  }
}

/** One sentence: title, what was expected, what was found, what to do. */
export function describeError({ code, got }: ErrorRecord): string {
  const entry = ERROR_CATALOGUE[code];
  return `${entry.title}: expected ${entry.expected}, got ${got}. ${entry.next}`;
}

/** For messages beside the work: what happened, then what to do. */
export function tellError({ code, got }: ErrorRecord): string {
  const { title, next } = ERROR_CATALOGUE[code];
  return `${title}: ${got}. ${next}`;
}

/** Any thrown value as an EarmarkError; what is not one becomes `fallback` (default `unexpected`). */
export function toEarmarkError(error: unknown, fallback: ErrorCode = 'unexpected'): EarmarkError {
  if (error instanceof EarmarkError) return error;
  const got = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new EarmarkError(fallback, got, { cause: error });
}

/** True for the rejection of a cancelled call; cancelling is not a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
