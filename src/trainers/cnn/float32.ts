// Float32 arrays in JSON: base64 of the little-endian bytes, checked for length and finite values on the way in.

import * as v from 'valibot';
import { EarmarkError, type ErrorCode } from '../../core/errors';

/** Base64 of the values as little-endian float32, whatever the machine's own byte order. */
export function encodeFloat32(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => view.setFloat32(i * 4, value, true));
  const bytes = new Uint8Array(view.buffer);
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(text);
}

function decodeFloat32(base64: string): Float32Array {
  const text = atob(base64);
  const view = new DataView(new ArrayBuffer(text.length));
  for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i));
  return Float32Array.from({ length: Math.floor(text.length / 4) }, (_, i) =>
    view.getFloat32(i * 4, true),
  );
}

/** Reads what `encodeFloat32` wrote; anything else, and any value that is not finite, is refused. */
export const float32Base64 = v.pipe(
  v.string(),
  v.base64(),
  v.transform(decodeFloat32),
  v.check((values) => values.every(Number.isFinite), 'values that are not finite'),
);

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
