// Reads what was saved: it passes a schema, or a named error says the first thing that is wrong with it.

import * as v from 'valibot';
import { EarmarkError, type ErrorCode } from '../core/errors';

/** Parses something saved; throws `code` with the first thing that is wrong with it. */
export function parseSaved<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  code: ErrorCode,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new EarmarkError(code, `${v.getDotPath(issue) ?? 'state'}: ${issue.message}`);
}

/** Throws `code` when two things that must agree do not. */
export function requireEqual<T>(got: T, expected: T, what: string, code: ErrorCode): void {
  if (got !== expected) {
    throw new EarmarkError(code, `${what} ${String(got)} instead of ${String(expected)}`);
  }
}
