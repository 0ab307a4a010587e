// All files of an exported network. Packing them is not done here.

import type { ModelJson } from '../../trainers/trainer';
import type { ExportFacts } from './facts';
import { describeFrontEnd, type SpectrogramSettings } from './front-end';
import { layersModel } from './layers-model';
import { networkOf } from './network';
import { onnxModel } from './onnx-model';
import { readme } from './readme';

export interface ExportedFile {
  /** Relative, with "/". */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** @throws EarmarkError `model-incompatible` for anything but a whole model of the CNN on these spectrograms */
export function cnnFiles(
  model: ModelJson,
  settings: SpectrogramSettings,
  facts: ExportFacts,
): readonly ExportedFile[] {
  const network = networkOf(model);
  const frontEnd = describeFrontEnd(network, settings, facts);
  const { manifest, weights } = layersModel(network, facts);
  return [
    { path: 'README.md', content: readme(frontEnd) },
    { path: 'front-end.json', content: `${JSON.stringify(frontEnd, null, 2)}\n` },
    { path: 'model.onnx', content: onnxModel(network, facts) },
    { path: 'tfjs/model.json', content: JSON.stringify(manifest) },
    { path: 'tfjs/weights.bin', content: weights },
  ];
}
