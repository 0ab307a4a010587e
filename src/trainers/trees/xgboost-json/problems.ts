// The errors of a model file: what is wrong, and where in its JSON.

import { EarmarkError } from '../../../core/errors';

export function invalidAt(path: string, got: string): EarmarkError {
  return new EarmarkError('model-file-invalid', `${path}: ${got}`);
}

export function unsupportedAt(path: string, got: string): EarmarkError {
  return new EarmarkError('model-file-unsupported', `${path}: ${got}`);
}

/** A value that somebody else wrote, short enough for a message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

const LONGEST = 60;

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
