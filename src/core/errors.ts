// The one catalogue of everything that can go wrong: what was expected, and what to do next.
// An error is always thrown (or kept as a quarantine row), never returned as a value.

import { TABLE_ERRORS } from './table-errors';

interface CatalogueEntry {
  readonly title: string;
  readonly expected: string;
  readonly next: string;
}

/** Every failure a person can meet. The key is stable: it is shown as `data-code` in the page. */
export const ERROR_CATALOGUE = {
  // one file
  'file-empty': {
    title: 'The file is empty',
    expected: 'an audio file with at least one byte',
    next: 'Copy the file again from where it came from.',
  },
  'file-not-audio': {
    title: 'This is not audio',
    expected: 'WAV, MP3, Ogg (Vorbis or Opus), FLAC, M4A/AAC or Sun AU',
    next: 'Check what the file really is; its name does not decide.',
  },
  'file-unreadable': {
    title: 'The file could not be read',
    expected: 'a file that can still be opened',
    next: 'Check that it was not moved or deleted, then drop it again.',
  },
  'file-truncated': {
    title: 'The file is cut off',
    expected: 'as much audio as its header promises',
    next: 'Download or copy it again; the end is missing.',
  },
  'file-damaged': {
    title: 'The file is damaged',
    expected: 'a file that can be decoded from beginning to end',
    next: 'Download or copy it again, or export it again from the program that made it.',
  },
  'zip-unreadable': {
    title: 'The zip could not be opened',
    expected: 'a complete zip file, without a password',
    next: 'Download it again, or unpack it and drop the folder.',
  },
  'codec-unsupported': {
    title: 'This browser cannot decode the file',
    expected: 'a codec this browser plays',
    next: 'Convert it to WAV, FLAC or MP3, or try Chrome.',
  },
  'audio-too-short': {
    title: 'The clip is too short',
    expected: 'at least 1 second of audio',
    next: 'Use a longer excerpt.',
  },
  'audio-too-long': {
    title: 'The recording is too long',
    expected: 'at most 3 hours',
    next: 'Cut it into pieces.',
  },
  'audio-too-long-here': {
    title: 'The recording is too long for this browser',
    expected:
      'at most 20 minutes of stereo in a format that this browser decodes only whole, not bit by bit',
    next: 'Cut it into pieces, convert it to WAV, or use a browser with WebCodecs for audio, such as Chrome, Edge or Firefox 130 or newer.',
  },
  'audio-silent': {
    title: 'The clip is silent',
    expected: 'sound above −80 dB somewhere in the clip',
    next: 'Check the recording; there is nothing to learn from silence.',
  },
  'audio-not-finite': {
    title: 'The audio contains invalid numbers',
    expected: 'finite sample values',
    next: 'Export the file again from the program that made it.',
  },
  'sample-rate-too-low': {
    title: 'The sample rate is too low',
    expected: 'at least 16,000 Hz (music above 8 kHz would be missing otherwise)',
    next: 'Use a better copy of the recording.',
  },
  'label-missing': {
    title: 'No genre',
    expected: 'a folder named after the genre, or a name like blues.00001.wav',
    next: 'Put the file into a folder named after its genre and drop that folder.',
  },
  'features-not-finite': {
    title: 'The features came out as invalid numbers',
    expected: 'finite feature values',
    next: 'Please report this file: the audio looked valid.',
  },
  'genre-left-out': {
    title: 'Left out, because its genre has too few clips',
    expected: 'at least 2 clips in every genre',
    next: 'Import it again together with more clips of its genre.',
  },
  'analysis-timeout': {
    title: 'The analysis did not come to an end',
    expected: 'a result within minutes',
    next: 'Convert the file to WAV or FLAC and drop that, or leave it out.',
  },
  // kept, with a note
  'note-resampled-high': {
    title: 'Very high sample rate',
    expected: '16,000 to 96,000 Hz',
    next: 'Nothing to do: it was resampled and is used.',
  },
  'note-downmixed': {
    title: 'More than two channels',
    expected: 'mono or stereo',
    next: 'Nothing to do: the channels were averaged and the clip is used.',
  },
  'note-end-missing': {
    title: 'A little is missing at the end',
    expected: 'as much audio as the header promises',
    next: 'Nothing to do: what is there is used.',
  },
  'note-duplicate': {
    title: 'The same audio twice',
    expected: 'each file once',
    next: 'Nothing to do: it counts as one clip, under its first name.',
  },
  'note-label-conflict': {
    title: 'The same audio under two genres',
    expected: 'one genre a clip',
    next: 'The first genre was kept; remove the wrong copy if that is the wrong one.',
  },
  'note-rows-left-out': {
    title: 'Rows of the table that are not used',
    expected: 'a genre in every row',
    next: 'Nothing to do: the other rows are used.',
  },
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
  'folds-of-imported-split': {
    title: 'An imported split cannot be cross-validated',
    expected: 'the random or the artist split, which can be dealt again and again',
    next: 'Choose another split, or examine on one split instead of by cross-validation.',
  },
  'clip-list-invalid': {
    title: 'The clip list could not be read',
    expected: 'a CSV with the column file (or name), and any of label, artist, split',
    next: 'Check the header row.',
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
  'clips-not-measurable': {
    title: 'Some clips cannot be measured',
    expected: 'an analysis of every clip that comes to an end',
    next: 'Set those clips aside and start again, or choose other measurements.',
  },
  'variants-missing': {
    title: 'Extra versions of some training clips could not be made',
    expected: 'the audio of every training clip',
    next: 'Drop the folder again, or set "Extra versions of each training clip" to 0.',
  },
  'training-diverged': {
    title: 'Training diverged',
    expected: 'a finite loss',
    next: 'Lower the learning rate. The best model so far is kept.',
  },
  'compute-failed': {
    title: 'The compute device failed',
    expected: 'a working compute device',
    next: 'Resume from the last checkpoint; if it happens again, reload the page.',
  },
  'model-incompatible': {
    title: 'The model does not fit',
    expected: 'a model made by this version of Earmark, for these features',
    next: 'Train it again.',
  },
  'model-not-explainable': {
    title: 'This model cannot be explained that way',
    expected: 'a model that learned from measurements; for single clips, one with boosted trees',
    next: 'Choose a run of the quick baseline.',
  },
  'model-without-cover': {
    title: 'The model cannot be explained',
    expected: 'trees that say how many training clips came by each question (their cover)',
    next: 'Train it again with this version, or save it from Python with its statistics.',
  },
  'model-file-invalid': {
    title: 'The model file could not be read',
    expected: 'a whole XGBoost model as XGBoost writes it in its JSON format',
    next: 'Save it again in Python: booster.save_model("model.json").',
  },
  'model-file-unsupported': {
    title: 'A model of this kind cannot be used here',
    expected:
      'a gbtree model for multi:softprob, multi:softmax, binary:logistic or binary:logitraw, without categorical splits',
    next: 'Train it again in Python with such settings.',
  },
  'model-file-too-large': {
    title: 'The model file is too large',
    expected: 'at most 100 MB',
    next: 'Train it with fewer rounds or shallower trees.',
  },
  'model-features-unknown': {
    title: 'The model asks for features that cannot be measured here',
    expected: 'a model trained on exactly the columns of one of the sets of measurements',
    next: 'Train it on one of these sets, with their column names as feature names.',
  },
  'run-not-resumable': {
    title: 'The run cannot be resumed',
    expected: 'a checkpoint of the run and an unchanged dataset',
    next: 'Start a new run.',
  },
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
