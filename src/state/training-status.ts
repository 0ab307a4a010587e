// Where the run that is being trained is.

import type { ErrorRecord } from '$lib/core/errors';

export type TrainingStatus =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'preparing';
      readonly what: string;
      readonly fraction: number;
      readonly secondsLeft: number | null;
    }
  | {
      readonly phase: 'running';
      readonly runId: string;
      readonly fraction: number;
      readonly epoch: number;
      readonly secondsLeft: number | null;
    }
  | { readonly phase: 'recovering'; readonly runId: string }
  | { readonly phase: 'stopped'; readonly runId: string }
  | { readonly phase: 'done'; readonly runId: string }
  | { readonly phase: 'failed'; readonly runId: string | null; readonly error: ErrorRecord };

/** It has not come to an end, good or bad. */
export function isAtWork({ phase }: TrainingStatus): boolean {
  return ['preparing', 'running', 'recovering'].includes(phase);
}
