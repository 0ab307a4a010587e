// Milliseconds to extract the features of 30 s of audio on one core, extractor by extractor, beside whoever else computes
// them; then what a second worker brings, and what many clips and long files cost in memory.

import type { Waveform } from '../src/core/audio-types';
import { createRandom } from '../src/core/random';
import { resample } from '../src/audio/resample';
import { LOG_MEL } from '../src/features/log-mel-settings';
import { EXTRACTOR_IDS, loadExtractor, type ExtractorId } from '../src/features/registry';
import { essentiaLogMel } from './peers/essentia-log-mel';
import { meydaLogMel } from './peers/meyda-log-mel';
import { runPython } from './python-peer';
import { streamingRows } from './feature-streaming';
import { workerRows } from './feature-workers';
import { benchRow, type BenchRow } from './row';

const CLIP_SECONDS = 30;
/** The fewest milliseconds of this many runs count, after one that does not. */
const REPEATS = 7;
/** Of peers that take seconds. */
const FEW_REPEATS = 2;

interface Peer {
  readonly name: string;
  /** How many times as fast Earmark must be at least. */
  readonly atLeast?: number;
  /** Fewest milliseconds; null where the peer is not there. */
  measure(waveform: Waveform): Promise<number | null>;
}

const librosa = (script: string, args: readonly string[], atLeast?: number): Peer => ({
  name: 'librosa, one thread',
  ...(atLeast !== undefined && { atLeast }),
  measure: ({ samples }) => {
    const input = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    const printed = runPython({ needs: ['librosa'], script, args: [...args, `${REPEATS}`], input });
    return Promise.resolve(printed === null ? null : Number(printed));
  },
});

const PEERS: Partial<Record<ExtractorId, readonly Peer[]>> = {
  'log-mel': [
    {
      name: 'essentia.js, a call a frame',
      atLeast: 20,
      measure: ({ samples }) => fewest(FEW_REPEATS, () => essentiaLogMel(samples, LOG_MEL)),
    },
    {
      name: 'Meyda',
      atLeast: 2,
      measure: ({ samples }) =>
        fewest(FEW_REPEATS, () => Promise.resolve(meydaLogMel(samples, LOG_MEL))),
    },
    librosa('librosa_features.py', ['extract', 'log-mel'], 1.3),
  ],
  timbre: [librosa('librosa_features.py', ['extract', 'timbre'])],
  'kaggle-57': [librosa('librosa_kaggle57.py', [])],
  'fma-518': [librosa('librosa_fma518.py', [], 2)],
  'fma-518-corrected': [librosa('librosa_fma518.py', [], 2)],
};

export default async function benchFeatures() {
  const rows: BenchRow[] = [await resampleRow()];
  const problems: string[] = [];
  for (const id of EXTRACTOR_IDS) {
    const extractor = await loadExtractor(id);
    const waveform = drumsAndChord(extractor.sampleRate);
    const measureOurs = () => fewest(REPEATS, () => extractor.extract(waveform));
    const row = (ours: number, peer: number | null, peerName: string) =>
      benchRow({
        metric: `${id}, ${CLIP_SECONDS} s of audio`,
        unit: 'ms',
        better: 'less',
        ours,
        peer,
        peerName,
      });
    const peers = PEERS[id] ?? [];
    if (peers.length === 0) rows.push(row(await measureOurs(), null, ''));
    for (const { name, measure, atLeast = 0 } of peers) {
      const before = await measureOurs();
      const peer = await measure(waveform);
      const measured = row(Math.min(before, await measureOurs()), peer, name);
      rows.push(measured);
      if (measured.ratio !== null && measured.ratio < atLeast) {
        problems.push(
          `${measured.metric}: ${measured.ratio.toFixed(2)} times ${name}, at least ${atLeast} expected.`,
        );
      }
    }
  }
  const workers = await workerRows();
  const streaming = await streamingRows();
  return {
    rows: [...rows, ...workers.rows, ...streaming.rows],
    problems: [...problems, ...workers.problems, ...streaming.problems],
  };
}

async function resampleRow(): Promise<BenchRow> {
  const waveform = drumsAndChord(44_100);
  const peer = librosa('librosa_features.py', ['resample']);
  const ours = await fewest(REPEATS, () => Promise.resolve(resample(waveform, 22_050)));
  return benchRow({
    metric: `resample 44.1 → 22.05 kHz, ${CLIP_SECONDS} s of audio`,
    unit: 'ms',
    better: 'less',
    ours,
    peer: await peer.measure(waveform),
    peerName: 'soxr HQ by librosa, one thread',
  });
}

async function fewest(repeats: number, work: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const start = performance.now();
    await work();
    if (repeat > 0) best = Math.min(best, performance.now() - start);
  }
  return best;
}

function drumsAndChord(sampleRate: number): Waveform {
  const random = createRandom(1);
  const samples = Float32Array.from({ length: CLIP_SECONDS * sampleRate }, (_, n) => {
    const t = n / sampleRate;
    const drum = Math.exp(-20 * ((2 * t) % 1)) * (2 * random.next() - 1);
    const chord = [220, 261.63, 329.63].map((hz) => Math.sin(2 * Math.PI * hz * t));
    return 0.4 * drum + 0.15 * chord.reduce((sum, tone) => sum + tone, 0);
  });
  return { samples, sampleRate };
}
