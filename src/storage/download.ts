// Fetches one large file in pieces that are kept as they come, so that a broken download goes on where it was.
// It knows nothing of what the file is; where the pieces go is handed in.

import { EarmarkError, isAbort } from '../core/errors';
import type { OnProgress } from '../core/progress';

/** Where the pieces go. */
export interface DownloadTarget {
  /** Bytes that are kept already. */
  readonly received: number;
  append(piece: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Forgets what is kept. */
  restart(): Promise<void>;
}

export interface DownloadOptions {
  readonly url: string;
  readonly target: DownloadTarget;
  /** Larger files are refused. */
  readonly maxBytes: number;
  /** Without a byte for this long the download is given up; what came is kept. */
  readonly stallSeconds?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress;
  readonly fetch?: typeof globalThis.fetch;
}

/** Pieces are written at this size, so that a page of tiny packets does not become a page of rows. */
const PIECE_BYTES = 4 * 2 ** 20;
const STALL_SECONDS = 30;
/** What a web page or a pointer of Git LFS begins with. */
const NO_NETWORK = /^\s*(<!doctype|<html|<\?xml|version https:\/\/git-lfs|\{)/i;

/** @throws EarmarkError `download-unreachable`, `download-refused`, `download-not-a-network`, `backbone-too-large`, `download-stalled`, `download-cut-short` */
export async function download(options: DownloadOptions): Promise<void> {
  const { target, maxBytes, signal } = options;
  const watch = new StallWatch(options.stallSeconds ?? STALL_SECONDS, signal);
  try {
    const response = await request(options, watch.signal);
    if (!response) return;
    const { totalBytes, isContinued } = checkedHeaders(response, options);
    if (!isContinued) await target.restart();
    const writer = new PieceWriter(target, maxBytes);
    for await (const bytes of chunksOf(response, writer, watch)) {
      if (writer.bytes === 0) checkBeginning(bytes);
      await writer.write(bytes);
      if (totalBytes) options.onProgress?.(Math.min(1, writer.bytes / totalBytes));
    }
    await writer.flush();
    if (totalBytes !== null && writer.bytes < totalBytes) {
      throw new EarmarkError('download-cut-short', `${writer.bytes} of ${totalBytes} bytes`);
    }
  } catch (error) {
    throw watch.explain(error);
  } finally {
    watch.release();
  }
}

/** Null where all bytes are kept already. */
async function request(
  { url, target, fetch = globalThis.fetch }: DownloadOptions,
  signal: AbortSignal,
): Promise<Response | null> {
  const { received } = target;
  const headers = received > 0 ? { Range: `bytes=${received}-` } : undefined;
  let response: Response;
  try {
    response = await fetch(url, { signal, redirect: 'follow', ...(headers && { headers }) });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new EarmarkError('download-unreachable', hostOf(url), { cause: error });
  }
  const NOTHING_LEFT = 416;
  if (received > 0 && response.status === NOTHING_LEFT) return null;
  if (!response.ok) {
    throw new EarmarkError('download-refused', `status ${response.status} from ${hostOf(url)}`);
  }
  return response;
}

function checkedHeaders(
  { status, headers }: Response,
  { target, maxBytes }: DownloadOptions,
): { readonly totalBytes: number | null; readonly isContinued: boolean } {
  const type = headers.get('content-type') ?? '';
  if (/text\/html/i.test(type)) {
    throw new EarmarkError('download-not-a-network', 'a web page');
  }
  const PARTIAL = 206;
  const isContinued = status === PARTIAL && target.received > 0;
  const length = Number(headers.get('content-length') ?? NaN);
  const isPacked = headers.has('content-encoding');
  const totalBytes =
    Number.isFinite(length) && !isPacked ? length + (isContinued ? target.received : 0) : null;
  if (totalBytes !== null && totalBytes > maxBytes) throw tooLarge(totalBytes, maxBytes);
  return { totalBytes, isContinued };
}

function checkBeginning(bytes: Uint8Array): void {
  const beginning = new TextDecoder().decode(bytes.subarray(0, 64));
  if (NO_NETWORK.test(beginning)) {
    throw new EarmarkError(
      'download-not-a-network',
      `text that begins “${beginning.slice(0, 24)}”`,
    );
  }
}

/** Where the connection breaks, what came is kept. */
async function* chunksOf(
  response: Response,
  writer: PieceWriter,
  watch: StallWatch,
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await reader.read().catch(async (error: unknown) => {
      await writer.flush();
      throw error;
    });
    watch.restart();
    if (done) return;
    yield value;
  }
}

class PieceWriter {
  readonly #target: DownloadTarget;
  readonly #maxBytes: number;
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  constructor(target: DownloadTarget, maxBytes: number) {
    this.#target = target;
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#target.received + this.#heldBytes;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.bytes > this.#maxBytes) throw tooLarge(this.bytes, this.#maxBytes);
    if (this.#heldBytes >= PIECE_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#heldBytes === 0) return;
    const piece = new Uint8Array(this.#heldBytes);
    let offset = 0;
    for (const bytes of this.#held) {
      piece.set(bytes, offset);
      offset += bytes.length;
    }
    this.#held = [];
    this.#heldBytes = 0;
    await this.#target.append(piece);
  }
}

/** Aborts when nothing has come for a while, and tells that from a stop. */
class StallWatch {
  readonly #controller = new AbortController();
  readonly #seconds: number;
  readonly #stop: AbortSignal;
  readonly #forward = (): void => this.#controller.abort(this.#stop.reason);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stalled = false;

  constructor(seconds: number, stop: AbortSignal) {
    this.#seconds = seconds;
    this.#stop = stop;
    if (stop.aborted) this.#forward();
    else stop.addEventListener('abort', this.#forward, { once: true });
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#stalled = true;
      this.#controller.abort();
    }, this.#seconds * 1000);
  }

  explain(error: unknown): unknown {
    if (this.#stalled) {
      return new EarmarkError('download-stalled', `nothing for ${this.#seconds} seconds`);
    }
    const isCut = error instanceof TypeError;
    return isCut ? new EarmarkError('download-cut-short', 'a broken connection') : error;
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#stop.removeEventListener('abort', this.#forward);
  }
}

function tooLarge(bytes: number, maxBytes: number): EarmarkError {
  const megabytes = (count: number): string => `${Math.ceil(count / 1e6)} MB`;
  return new EarmarkError(
    'backbone-too-large',
    `${megabytes(bytes)}, more than ${megabytes(maxBytes)}`,
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'this page’s own host';
}
