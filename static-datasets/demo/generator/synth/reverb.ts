// A room: four delay lines that feed each other through a Householder matrix (Jot 1991), mono.

import { SAMPLE_RATE, samplesOf } from './units';

interface Room {
  /** Time until the room has lost 60 dB. */
  readonly seconds: number;
  /** 0 bright tiles … 1 heavy curtains. */
  readonly damping: number;
}

const LINE_SECONDS = [0.0297, 0.0371, 0.0411, 0.0437];
const PREDELAY_SECONDS = 0.012;

/** The reverberation alone, same length as the input. */
export function reverb(dry: Float32Array, { seconds, damping }: Room): Float32Array {
  const spread = 0.6 + 0.3 * Math.min(2, seconds);
  const lines = LINE_SECONDS.map((length) => new Float32Array(samplesOf(length * spread)));
  const gains = lines.map((line) => Math.pow(0.001, line.length / SAMPLE_RATE / seconds));
  const dulled = new Float32Array(4);
  const heads = new Int32Array(4);
  const predelay = samplesOf(PREDELAY_SECONDS);
  const out = new Float32Array(dry.length);
  for (let i = 0; i < dry.length; i++) {
    let sum = 0;
    for (let k = 0; k < 4; k++) {
      const value = lines[k]![heads[k]!]! * gains[k]!;
      dulled[k]! += (1 - 0.8 * damping) * (value - dulled[k]!);
      sum += dulled[k]!;
    }
    out[i] = 0.5 * sum;
    const input = dry[i - predelay] ?? 0;
    for (let k = 0; k < 4; k++) {
      const line = lines[k]!;
      line[heads[k]!] = input + dulled[k]! - 0.5 * sum;
      heads[k] = heads[k]! + 1 === line.length ? 0 : heads[k]! + 1;
    }
  }
  return out;
}
