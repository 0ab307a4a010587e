// The bytes of a text file as UTF-8 without a byte order mark, whatever its encoding: UTF-8 as it is (what is invalid in
// it is replaced where texts are made), UTF-16 decoded. A line end comes last, so that the last row ends like any other.

import { EarmarkError } from '../../core/errors';
import { throwIfAborted } from '../../core/progress';
import type { TableFile } from './table';

const SNIFFED_BYTES = 1024;
const LINE_END = Uint8Array.of(10);

export interface ReadBytesOptions {
  readonly signal?: AbortSignal | undefined;
  /** Hears of every byte that is read, as the file has them. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/** @throws EarmarkError `file-unreadable`, or the reason of `signal` */
export async function* utf8Chunks(
  file: Pick<TableFile, 'name' | 'stream'>,
  options: ReadBytesOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = fileChunks(file, options);
  let head: Uint8Array = new Uint8Array(0);
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = joined(head, value);
    if (head.length >= SNIFFED_BYTES) break;
  }
  const { label, skip } = encodingOf(head);
  head = head.subarray(skip);
  if (label === 'utf-8') {
    yield head;
    yield* chunks;
  } else {
    const decoder = new TextDecoder(label);
    const encoder = new TextEncoder();
    yield encoder.encode(decoder.decode(head, { stream: true }));
    for await (const chunk of chunks) {
      yield encoder.encode(decoder.decode(chunk, { stream: true }));
    }
    yield encoder.encode(decoder.decode());
  }
  yield LINE_END;
}

/** The bytes as they are. @throws as `utf8Chunks` */
export async function* fileChunks(
  file: Pick<TableFile, 'name' | 'stream'>,
  { signal, onBytes }: ReadBytesOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  throwIfAborted(signal);
  const reader = file.stream().getReader();
  // Ends a read that would otherwise be waited for without end.
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      throwIfAborted(signal);
      if (done) return;
      onBytes?.(value.length);
      yield value;
    }
  } catch (error) {
    throwIfAborted(signal);
    const why = error instanceof Error ? error.message : String(error);
    throw new EarmarkError('file-unreadable', `${file.name}: ${why}`, { cause: error });
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

interface Encoding {
  readonly label: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Bytes of the mark. */
  readonly skip: number;
}

function encodingOf(head: Uint8Array): Encoding {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: 'utf-8', skip: 3 };
  if (a === 0xff && b === 0xfe) return { label: 'utf-16le', skip: 2 };
  if (a === 0xfe && b === 0xff) return { label: 'utf-16be', skip: 2 };
  return { label: withoutMark(head), skip: 0 };
}

/** Of plain text in UTF-16 nearly every second byte is zero. */
function withoutMark(head: Uint8Array): Encoding['label'] {
  const sniffed = head.subarray(0, SNIFFED_BYTES & ~1);
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < sniffed.length; i += 2) {
    if (sniffed[i] === 0) even++;
    if (sniffed[i + 1] === 0) odd++;
  }
  const most = 0.4 * sniffed.length;
  if (odd >= most && even === 0) return 'utf-16le';
  return even >= most && odd === 0 ? 'utf-16be' : 'utf-8';
}

/** The head of a file as UTF-8, for a look at what it is. */
export function headAsUtf8(head: Uint8Array): Uint8Array {
  const { label, skip } = encodingOf(head);
  const bytes = head.subarray(skip);
  if (label === 'utf-8') return bytes;
  return new TextEncoder().encode(new TextDecoder(label).decode(bytes, { stream: true }));
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
