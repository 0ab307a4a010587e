// A dataset is a list of labelled clips; sound and features live elsewhere, found by the clip's id.

import type { AudioInfo } from './audio-types';
import type { ErrorRecord } from './errors';

export type SplitPart = 'train' | 'validation' | 'test';

export interface Clip {
  /** SHA-256 of the file's bytes, hex: the same file is the same clip wherever it lies. */
  readonly id: string;
  /** Path as it was imported, for example "blues/blues.00001.wav". */
  readonly name: string;
  readonly genre: string;
  readonly artist?: string | undefined;
  /** From an imported split list. */
  readonly split?: SplitPart | undefined;
  readonly audio: AudioInfo;
  readonly bytes: number;
}

/** A file that was set aside, or kept with a note: its name and the reason. */
export interface FileIssue extends ErrorRecord {
  readonly file: string;
}

export interface Dataset {
  readonly version: 1;
  readonly id: string;
  readonly title: string;
  /** True for the bundled demo set, whose music is generated. */
  readonly synthetic: boolean;
  readonly clips: readonly Clip[];
  /** Files that were not usable, one entry a file. */
  readonly quarantined: readonly FileIssue[];
  /** Files that were used, with something worth knowing. */
  readonly notes: readonly FileIssue[];
}

export type SplitStrategy = 'random' | 'artist' | 'imported';

/** Clip ids, each in exactly one part. */
export interface Split {
  readonly train: readonly string[];
  readonly validation: readonly string[];
  readonly test: readonly string[];
}
