// What an export says beside the network's own numbers.

import type { TrainingCard } from './training-card';

/** Of the model's input in every format: log-mel power in dB, shape [batch, numFrames, numMels]. */
export const INPUT_NAME = 'log_mel';

export interface ExportFacts {
  /** What the model is, for people: one line. */
  readonly title: string;
  /** Of this program. */
  readonly appVersion: string;
  readonly training: TrainingCard;
  /** Of a network that says several labels: each is said from this probability on, in the order of the classes. */
  readonly thresholds?: readonly number[] | undefined;
  /** Length of the stretches that a recording is cut into on the Live stage. */
  readonly liveStretchSeconds: number;
}
