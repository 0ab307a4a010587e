// Networks that are not here: stand-ins with their inputs and outputs are heard with as their manifests say.

import { expect, describe, it } from 'vitest';
import { standInOf } from '../../test/builders/tiny-networks';
import { frontEndSignal } from '../../test/golden/front-end-signal';
import { loadOnnxNetwork } from '../compute/networks/onnx-network';
import { embedWindows } from './embed';
import { guessContract } from './guess-contract';
import { hearWindows } from './hear';
import { KNOWN_BACKBONES, PRESET_BACKBONES } from './registry';
import { tryOut } from './try-out';

const ALL = [...PRESET_BACKBONES, ...KNOWN_BACKBONES];

describe.each(['clap-htsat', 'maest-30s', 'ast-audioset', 'openjmla'] as const)('%s', (id) => {
  const { contract } = ALL.find((manifest) => manifest.id === id)!;

  it('is heard with as its manifest says', { timeout: 30_000 }, async () => {
    const network = await loadOnnxNetwork(standInOf(id), { webgpu: false, threads: 1 });
    try {
      expect(guessContract(network.inputs, network.outputs)).toEqual(contract);
      const seconds = contract.windowSeconds * 2.5; // three windows, of which the last overlaps
      const windows = await hearWindows(frontEndSignal(22050, seconds * 22050), contract);
      const { data, columns, rows } = await embedWindows(windows, {
        ...{ network, contract },
        batchSize: 2,
      });
      expect([rows, columns]).toEqual([3, contract.embeddingSize]);
      expect(data.every(Number.isFinite)).toBe(true);
      await tryOut(network, contract);
    } finally {
      await network.dispose();
    }
  });
});

it.each(PRESET_BACKBONES)(
  '$id is fetched from its authors’ host over HTTPS',
  ({ weights, licence }) => {
    expect(weights).toHaveLength(1);
    expect(weights[0]!.url).toMatch(
      /^https:\/\/huggingface\.co\/Xenova\/[^/]+\/resolve\/main\/onnx\/.*\.onnx$/,
    );
    expect(licence.name).not.toBe('');
  },
);
