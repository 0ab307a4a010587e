// Whether a network does what its contract says: it hears two sounds that have nothing in common.

import type { Waveform } from '../core/audio-types';
import { EarmarkError } from '../core/errors';
import { createRandom } from '../core/random';
import type { Network } from '../core/tensor-data';
import type { BackboneContract } from './contract';
import { areAlike } from './alike';
import { embedWindows } from './embed';
import { hearWindows } from './hear';

const SAMPLE_RATE = 22050;
const CHORD_HERTZ = [220, 277.2, 329.6, 440];
const BEATS_PER_SECOND = 2;

/**
 * @throws EarmarkError `backbone-contract-mismatch`, `backbone-not-finite`, or `backbone-constant` for a network that tells
 * the sounds not apart
 */
export async function tryOut(
  network: Network,
  contract: BackboneContract,
  signal?: AbortSignal,
): Promise<void> {
  checkNames(network, contract);
  const length = Math.round(SAMPLE_RATE * contract.windowSeconds);
  const vectors: Float32Array[] = [];
  for (const waveform of [noise(length), chord(length)]) {
    const windows = await hearWindows(waveform, contract);
    const { data } = await embedWindows(windows, { network, contract, batchSize: 1, signal });
    vectors.push(data);
  }
  if (areAlike(vectors)) throw new EarmarkError('backbone-constant', 'noise and a chord alike');
}

function checkNames({ inputs, outputs }: Network, contract: BackboneContract): void {
  const input = inputs.find(({ name }) => name === contract.input);
  if (!input) throw mismatch('input', contract.input, inputs);
  if (input.type !== 'float32') {
    throw new EarmarkError('backbone-contract-mismatch', `${input.name} of ${input.type}`);
  }
  const missing = contract.outputs.find((wanted) => outputs.every(({ name }) => name !== wanted));
  if (missing !== undefined) throw mismatch('output', missing, outputs);
}

function mismatch(
  what: string,
  wanted: string,
  there: readonly { readonly name: string }[],
): EarmarkError {
  const names = there.map(({ name }) => name).join(', ');
  return new EarmarkError(
    'backbone-contract-mismatch',
    `no ${what} “${wanted}” but ${names.slice(0, 200) || 'none'}`,
  );
}

function noise(length: number): Waveform {
  const random = createRandom(1);
  return {
    samples: Float32Array.from({ length }, () => 0.2 * (2 * random.next() - 1)),
    sampleRate: SAMPLE_RATE,
  };
}

/** Struck again and again, so that networks that wait for beginnings hear some. */
function chord(length: number): Waveform {
  const samples = Float32Array.from({ length }, (_, index) => {
    const seconds = index / SAMPLE_RATE;
    const sinceBeat = seconds % (1 / BEATS_PER_SECOND);
    const tones = CHORD_HERTZ.map((hertz) => Math.sin(2 * Math.PI * hertz * seconds));
    return 0.15 * Math.exp(-6 * sinceBeat) * tones.reduce((sum, tone) => sum + tone, 0);
  });
  return { samples, sampleRate: SAMPLE_RATE };
}
