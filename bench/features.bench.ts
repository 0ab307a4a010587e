// Milliseconds to extract the features of 30 s of audio, extractor by extractor, beside librosa where it has the same.

import { createRandom } from '../src/core/random';
import type { Waveform } from '../src/core/audio-types';
import { EXTRACTOR_IDS, loadExtractor, type ExtractorId } from '../src/features/registry';
import { runPython } from './python-peer';
import { benchRow } from './row';

const CLIP_SECONDS = 30;
const REPEATS = 5;
const IN_LIBROSA: ReadonlySet<ExtractorId> = new Set(['log-mel', 'timbre']);

export default async function benchFeatures() {
  const rows = [];
  for (const id of EXTRACTOR_IDS) {
    const extractor = await loadExtractor(id);
    const waveform = drumsAndChord(extractor.sampleRate);
    let best = Infinity;
    for (let repeat = 0; repeat <= REPEATS; repeat++) {
      const start = performance.now();
      await extractor.extract(waveform);
      best = Math.min(best, performance.now() - start);
    }
    rows.push(
      benchRow({
        metric: `${id}, ${CLIP_SECONDS} s of audio`,
        unit: 'ms',
        better: 'less',
        ours: best,
        peer: IN_LIBROSA.has(id) ? librosaMilliseconds(id, waveform) : null,
        peerName: 'librosa, one thread',
      }),
    );
  }
  return { rows };
}

function librosaMilliseconds(id: ExtractorId, { samples }: Waveform): number | null {
  const printed = runPython({
    needs: ['librosa'],
    script: 'librosa_features.py',
    args: ['extract', id, `${REPEATS}`],
    input: new Uint8Array(samples.buffer),
  });
  return printed === null ? null : Number(printed);
}

function drumsAndChord(sampleRate: number) {
  const random = createRandom(1);
  const samples = Float32Array.from({ length: CLIP_SECONDS * sampleRate }, (_, n) => {
    const t = n / sampleRate;
    const drum = Math.exp(-20 * ((2 * t) % 1)) * (2 * random.next() - 1);
    const chord = [220, 261.63, 329.63].map((hz) => Math.sin(2 * Math.PI * hz * t));
    return 0.4 * drum + 0.15 * chord.reduce((sum, tone) => sum + tone, 0);
  });
  return { samples, sampleRate };
}
