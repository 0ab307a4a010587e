// Drums and cymbals from sines and noise. A kit says how they are tuned, damped and hit.

import type { Random } from '../../../../src/core/random';
import { fadeOut } from '../synth/envelope';
import { filter } from '../synth/filters';
import { noise } from '../synth/oscillators';
import { SAMPLE_RATE, samplesOf } from '../synth/units';

/** Every value 0…1. */
export interface Kit {
  /** Kick and toms: low and long … high and short. */
  readonly tuning: number;
  readonly kickClick: number;
  readonly kickLength: number;
  /** Snare: drum … wires. */
  readonly snareWires: number;
  readonly snareLength: number;
  /** Cymbals: dark … glassy. */
  readonly metal: number;
  readonly hatLength: number;
}

type Drum = (kit: Kit, random: Random) => Float32Array;

interface Membrane {
  readonly startHz: number;
  readonly endHz: number;
  readonly fallSeconds: number;
  readonly seconds: number;
}

function membrane({ startHz, endHz, fallSeconds, seconds }: Membrane): Float32Array {
  const out = new Float32Array(samplesOf(seconds));
  let phase = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / SAMPLE_RATE;
    phase += (endHz + (startHz - endHz) * Math.exp(-t / fallSeconds)) / SAMPLE_RATE;
    out[i] = Math.sin(2 * Math.PI * phase) * Math.exp((-5 * t) / seconds);
  }
  return out;
}

interface Hiss {
  readonly seconds: number;
  readonly kind: 'bandpass' | 'highpass';
  readonly hz: number;
  readonly q?: number;
}

function hiss({ seconds, kind, hz, q = 0.8 }: Hiss, random: Random): Float32Array {
  const out = filter(noise(samplesOf(seconds), random), { kind, cutoffHz: hz, q });
  return out.map((value, i) => value * Math.exp((-5.5 * i) / out.length));
}

function sum(...layers: (readonly [gain: number, samples: Float32Array])[]): Float32Array {
  const out = new Float32Array(Math.max(...layers.map(([, samples]) => samples.length)));
  for (const [gain, samples] of layers) {
    for (let i = 0; i < samples.length; i++) out[i]! += gain * samples[i]!;
  }
  return fadeOut(out, 0.004);
}

/** Six square waves that share no harmonic, as in analogue cymbal circuits. */
const METAL_HZ = [263, 400, 421, 474, 587, 845];

function cymbal(seconds: number, noiseShare: number, hz: number): Drum {
  return (kit, random) => {
    const length = samplesOf(seconds);
    const pitch = 2.4 + 2.4 * kit.metal;
    const rough = noise(length, random);
    const out = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      let squares = 0;
      for (const base of METAL_HZ) {
        squares +=
          (base * pitch * i) / SAMPLE_RATE - Math.floor((base * pitch * i) / SAMPLE_RATE) < 0.5
            ? 1
            : -1;
      }
      const ring = noiseShare * rough[i]! + ((1 - noiseShare) * squares) / 5;
      out[i] = ring * Math.exp((-5 * i) / length);
    }
    filter(out, { kind: 'highpass', cutoffHz: hz * (0.7 + 0.5 * kit.metal) });
    return fadeOut(out, 0.01);
  };
}

function tom(ratio: number): Drum {
  return (kit, random) => {
    const endHz = ratio * (75 + 45 * kit.tuning);
    const skin = membrane({ startHz: 1.7 * endHz, endHz, fallSeconds: 0.05, seconds: 0.4 });
    return sum([0.9, skin], [0.15, hiss({ seconds: 0.06, kind: 'bandpass', hz: 900 }, random)]);
  };
}

export const DRUMS = {
  kick: (kit, random) => {
    const endHz = 38 + 24 * kit.tuning;
    const skin = membrane({
      startHz: endHz * (3 + 2 * kit.kickClick),
      endHz,
      fallSeconds: 0.022,
      seconds: 0.14 + 0.45 * kit.kickLength,
    });
    const click = hiss(
      { seconds: 0.018, kind: 'bandpass', hz: 1800 + 2600 * kit.kickClick },
      random,
    );
    return sum([1, skin], [0.9 * kit.kickClick, click]);
  },
  snare: (kit, random) => {
    const endHz = 160 + 80 * kit.tuning;
    const skin = membrane({ startHz: 1.6 * endHz, endHz, fallSeconds: 0.02, seconds: 0.16 });
    const seconds = 0.09 + 0.24 * kit.snareLength;
    const wires = hiss({ seconds, kind: 'highpass', hz: 1100 + 1200 * kit.metal }, random);
    return sum([0.8 - 0.3 * kit.snareWires, skin], [0.4 + 0.4 * kit.snareWires, wires]);
  },
  rim: (kit, random) => {
    const knock = membrane({
      startHz: 1750,
      endHz: 1650 + 300 * kit.tuning,
      fallSeconds: 0.01,
      seconds: 0.05,
    });
    return sum(
      [0.7, knock],
      [0.5, hiss({ seconds: 0.02, kind: 'bandpass', hz: 2500, q: 2 }, random)],
    );
  },
  clap: (kit, random) => {
    const out = hiss(
      { seconds: 0.16 + 0.14 * kit.snareLength, kind: 'bandpass', hz: 1300, q: 1.4 },
      random,
    );
    const burst = samplesOf(0.011);
    return out.map((v, i) => 1.5 * v * (i < 3 * burst ? 1 - (i % burst) / burst : 1));
  },
  brush: (kit, random) =>
    sum([
      0.6,
      hiss({ seconds: 0.12 + 0.1 * kit.snareLength, kind: 'bandpass', hz: 2600, q: 0.6 }, random),
    ]),
  hat: (kit, random) => cymbal(0.05 + 0.07 * kit.hatLength, 0.6, 6200)(kit, random),
  openHat: (kit, random) => cymbal(0.28 + 0.25 * kit.hatLength, 0.6, 5600)(kit, random),
  ride: (kit, random) => cymbal(0.7, 0.25, 4200)(kit, random),
  crash: (kit, random) => cymbal(1.6, 0.75, 3000)(kit, random),
  shaker: (_, random) =>
    sum([0.5, hiss({ seconds: 0.07, kind: 'bandpass', hz: 6500, q: 1.2 }, random)]),
  tambourine: (kit, random) => cymbal(0.14, 0.35, 7000)(kit, random),
  cowbell: (kit) => {
    const high = membrane({
      startHz: 845,
      endHz: 800 + 90 * kit.tuning,
      fallSeconds: 0.1,
      seconds: 0.2,
    });
    const low = membrane({ startHz: 560, endHz: 540, fallSeconds: 0.1, seconds: 0.25 });
    return sum([0.5, high], [0.5, low]);
  },
  conga: (kit) =>
    membrane({ startHz: 330, endHz: 200 + 90 * kit.tuning, fallSeconds: 0.02, seconds: 0.22 }),
  tomHigh: tom(1.9),
  tomMid: tom(1.4),
  tomLow: tom(1),
} satisfies Record<string, Drum>;

export type DrumId = keyof typeof DRUMS;
