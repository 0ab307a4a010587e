// Teaches comlink three things that both ends of a worker rely on: an AbortSignal (as `call-scope.ts` sends
// it) arrives as a live signal, an EarmarkError arrives as an EarmarkError, and a cancelled call arrives as an AbortError.

import { transferHandlers } from 'comlink';
import { EarmarkError, type ErrorRecord } from '../core/errors';
import type { TensorData } from '../core/tensor-data';
import type { FileWindow } from '../features/extract-windows';
import { receiveSignal, SentSignal } from './call-scope';

interface ThrownValue {
  readonly value: unknown;
}

type SerializedThrow =
  | { readonly kind: 'earmark'; readonly record: ErrorRecord; readonly stack: string | undefined }
  | { readonly kind: 'abort'; readonly message: string }
  | { readonly kind: 'other'; readonly serialized: unknown };

/** The memory behind the windows' features, which moves with them instead of being copied. */
export function buffersOf(windows: readonly FileWindow[]): ArrayBuffer[] {
  const buffers = windows.flatMap(({ features }) =>
    features.map((value) => (value.kind === 'vector' ? value.values : value.matrix.data).buffer),
  ) as ArrayBuffer[];
  const heard = windows.flatMap((window) => window.heard ?? []);
  return [...new Set([...buffers, ...buffersOfTensors(heard)])];
}

/** The same of what a pretrained network is to be given. */
export function buffersOfTensors(tensors: readonly TensorData[]): ArrayBuffer[] {
  return [...new Set(tensors.map(({ data }) => data.buffer as ArrayBuffer))];
}

let installed = false;

/** Installs the handlers once in this realm; call it before any comlink traffic. */
export function installTransferHandlers(): void {
  if (installed) return;
  installed = true;

  transferHandlers.set('AbortSignal', {
    canHandle: (value): value is SentSignal => value instanceof SentSignal,
    serialize: ({ port }: SentSignal) => [port, [port]],
    deserialize: receiveSignal,
  });

  const original = transferHandlers.get('throw');
  if (!original) return;
  transferHandlers.set('throw', {
    canHandle: (value): value is ThrownValue => original.canHandle(value),
    serialize(thrown: ThrownValue): [SerializedThrow, Transferable[]] {
      const error = thrown.value;
      if (error instanceof EarmarkError) {
        return [{ kind: 'earmark', record: error.record, stack: error.stack }, []];
      }
      if (error instanceof Error && error.name === 'AbortError') {
        return [{ kind: 'abort', message: error.message }, []];
      }
      const [serialized, transferables] = original.serialize(thrown);
      return [{ kind: 'other', serialized }, transferables];
    },
    deserialize(thrown: SerializedThrow): never {
      switch (thrown.kind) {
        case 'earmark': {
          const error = new EarmarkError(thrown.record.code, thrown.record.got);
          if (thrown.stack !== undefined) error.stack = thrown.stack;
          throw error;
        }
        case 'abort':
          throw new DOMException(thrown.message, 'AbortError');
        case 'other':
          original.deserialize(thrown.serialized);
          throw new EarmarkError('unexpected', 'an error without a message');
        default:
          throw new EarmarkError('unexpected', String(thrown satisfies never));
      }
    },
  });
}
