// What the choice of a backend asks of each one. To add one: one file here, one line in `choose-backend.ts`.

import type { ComputeInfo } from '../../rpc/interfaces';

export interface BackendCandidate {
  readonly name: ComputeInfo['backend'];
  /** As people write it, for example "WebGPU". */
  readonly title: string;
  /** Why it cannot or should not be used here, as a clause; null when it can. Loads nothing heavy. */
  whyNot(): Promise<string | null>;
  /** Loads its code and makes it tfjs's backend; says the device's name, or "". */
  start(): Promise<StartedBackend>;
}

export interface StartedBackend {
  /** As the browser tells it, or "". */
  readonly device: string;
  /** What a person should know about it, as a clause; null when there is nothing. */
  readonly remark: string | null;
}
