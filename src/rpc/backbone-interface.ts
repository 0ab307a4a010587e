// The typed interface of the worker that takes pretrained networks in.

import type { BackboneContract } from '../backbones/contract';
import type { TensorFacts } from '../core/tensor-data';

/** What a file says of the network in it. */
export interface NetworkFacts {
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
}

export interface BackboneDownload {
  /** What it is kept under. */
  readonly id: string;
  readonly url: string;
  readonly maxBytes: number;
}

/** Takes in pretrained networks from files that nobody has checked: what goes wrong ends no more than this worker. */
export interface BackboneWorkerApi {
  /** Fetches a file into the store, from where an earlier try ended. @throws EarmarkError as `download` */
  download(
    request: BackboneDownload,
    listener: { onProgress(fraction: number): void },
    signal: AbortSignal,
  ): Promise<void>;
  /** SHA-256, lower-case hex. */
  hash(file: Blob, signal: AbortSignal): Promise<string>;
  /** @throws EarmarkError `backbone-unreadable` */
  inspect(file: Blob, signal: AbortSignal): Promise<NetworkFacts>;
  /**
   * Has the network hear two sounds that differ.
   * @throws EarmarkError `backbone-unreadable`, `backbone-contract-mismatch`, `backbone-not-finite`, `backbone-constant`
   */
  tryOut(file: Blob, contract: BackboneContract, signal: AbortSignal): Promise<void>;
  /** Copies a file into the store: all of it or nothing. @throws EarmarkError `storage-full` */
  keep(
    id: string,
    file: Blob,
    listener: { onProgress(fraction: number): void },
    signal: AbortSignal,
  ): Promise<void>;
}
