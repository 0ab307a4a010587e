// The first token of a transformer's sequence ("class token"), which some were trained to put their summary into.
// Outputs of shape [patches, tokens, size]; the mean over patches.

import type { TensorData } from '../../core/tensor-data';
import { average } from './average';
import type { Readout } from './readout';

export const firstToken: Readout = {
  id: 'first-token',
  title: 'First token of the sequence',
  sizeOf: (lastDims) => average.sizeOf(lastDims),
  read: (outputs) => average.read(outputs.map(firstTokenOf)),
};

function firstTokenOf(output: TensorData): TensorData {
  const { data, dims } = output;
  const size = dims.at(-1) ?? 1;
  const patches = dims[0] ?? 1;
  const perPatch = data.length / patches;
  const taken = new Float32Array(patches * size);
  for (let patch = 0; patch < patches; patch++) {
    taken.set(data.subarray(patch * perPatch, patch * perPatch + size), patch * size);
  }
  return { data: taken, dims: [patches, size] };
}
