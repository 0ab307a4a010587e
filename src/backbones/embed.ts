// From what a front end made of a clip's windows to the clip's embedding: through the network in batches, and read out.
// It neither decodes nor keeps anything.

import { EarmarkError } from '../core/errors';
import { stackRows, type Matrix } from '../core/matrix';
import type { Network, TensorData } from '../core/tensor-data';
import type { BackboneContract } from './contract';
import { readoutOf } from './readouts/registry';

export interface EmbedOptions {
  readonly network: Network;
  readonly contract: Pick<BackboneContract, 'input' | 'outputs' | 'readout' | 'embeddingSize'>;
  /** Windows that go through the network at once; windows of other shapes go by themselves. */
  readonly batchSize: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One row a window, shape [windows.length, embeddingSize].
 * @throws EarmarkError `backbone-not-finite`, `backbone-contract-mismatch`
 */
export async function embedWindows(
  windows: readonly TensorData[],
  options: EmbedOptions,
): Promise<Matrix> {
  const { batchSize, signal } = options;
  const rows: Float32Array[] = [];
  for (let start = 0; start < windows.length;) {
    signal?.throwIfAborted();
    const batch = sameShape(windows.slice(start, start + batchSize));
    rows.push(...(await embedBatch(batch, options)));
    start += batch.length;
  }
  return stackRows(rows, options.contract.embeddingSize);
}

async function embedBatch(
  windows: readonly TensorData[],
  { network, contract }: EmbedOptions,
): Promise<Float32Array[]> {
  const outputs = await network.run(contract.input, joined(windows), contract.outputs);
  const readout = readoutOf(contract.readout);
  return windows.map((_, index) => {
    const vector = readout.read(outputs.map((output) => partOf(output, index, windows.length)));
    checkVector(vector, contract.embeddingSize);
    return vector;
  });
}

function checkVector(vector: Float32Array, size: number): void {
  if (vector.length !== size) {
    throw new EarmarkError(
      'backbone-contract-mismatch',
      `${vector.length} numbers a window instead of ${size}`,
    );
  }
  const damaged = vector.find((value) => !Number.isFinite(value));
  if (damaged !== undefined) throw new EarmarkError('backbone-not-finite', String(damaged));
}

/** The first ones that have the same dimensions. */
function sameShape(windows: readonly TensorData[]): readonly TensorData[] {
  const [first] = windows;
  const other = windows.findIndex(({ dims }) =>
    dims.some((dim, axis) => dim !== first?.dims[axis]),
  );
  return other < 0 ? windows : windows.slice(0, other);
}

/** One below the other along the first dimension. */
function joined(windows: readonly TensorData[]): TensorData {
  const [first] = windows;
  if (!first || windows.length === 1) return first!;
  const data = new Float32Array(windows.length * first.data.length);
  windows.forEach((window, index) => data.set(window.data, index * window.data.length));
  const [patches = 1, ...rest] = first.dims;
  return { data, dims: [windows.length * patches, ...rest] };
}

/** Of an output whose first dimension is divided evenly between the windows. */
function partOf({ data, dims }: TensorData, index: number, count: number): TensorData {
  const [first = 1, ...rest] = dims;
  if (first % count !== 0) {
    throw new EarmarkError('backbone-contract-mismatch', `${first} results for ${count} windows`);
  }
  const length = data.length / count;
  const part = data.subarray(index * length, (index + 1) * length);
  return { data: part, dims: [first / count, ...rest] };
}
