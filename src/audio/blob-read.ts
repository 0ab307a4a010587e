// Reads slices of a Blob, so that a long file is never held whole. The one place where the disk can fail.

import { EarmarkError } from '../core/errors';

/** Bytes [start, end) of the blob; shorter where the blob ends first. Throws `file-unreadable`. */
export async function readBytes(
  blob: Blob,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const from = Math.min(Math.max(start, 0), blob.size);
  const to = Math.min(Math.max(end, from), blob.size);
  try {
    return new Uint8Array(await blob.slice(from, to).arrayBuffer());
  } catch (error) {
    throw readFailure(error);
  }
}

/** A view of the bytes [start, end), for reading numbers. */
export async function readView(blob: Blob, start: number, end: number): Promise<DataView> {
  const bytes = await readBytes(blob, start, end);
  return new DataView(bytes.buffer);
}

/** The characters of `length` bytes at `offset`, one a byte; shorter where the view ends first. */
export function ascii(view: DataView, offset: number, length: number): string {
  let text = '';
  const end = Math.min(offset + length, view.byteLength);
  for (let i = Math.max(offset, 0); i < end; i++) text += String.fromCharCode(view.getUint8(i));
  return text;
}

/** True for what a Blob rejects with when its file was moved, changed, or may not be read. */
export function isReadFailure(error: unknown): boolean {
  const names = ['NotReadableError', 'NotFoundError', 'SecurityError', 'NotAllowedError'];
  return error instanceof Error && names.includes(error.name);
}

export function readFailure(error: unknown): EarmarkError {
  const got = error instanceof Error ? error.message || error.name : String(error);
  return new EarmarkError('file-unreadable', got, { cause: error });
}
