// A tensor as plain data: what goes into a network and what comes out of it, whatever runs it.

export interface TensorData {
  /** Row-major values. */
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** What a network says of one of its inputs or outputs. */
export interface TensorFacts {
  readonly name: string;
  /** Element type in the network's own words, for example "float32". */
  readonly type: string;
  /** null where any size will do. */
  readonly dims: readonly (number | null)[];
}

/** A network that has been loaded; whoever loaded it disposes it. */
export interface Network {
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  /** What runs it, in a word or two. */
  readonly device: string;
  /** The outputs of these names, in this order. */
  run(input: string, value: TensorData, outputs: readonly string[]): Promise<TensorData[]>;
  dispose(): Promise<void>;
}
