// Loudness as broadcasters measure it: integrated loudness by ITU-R BS.1770-4 (EBU R 128) and loudness range by EBU Tech
// 3342. One signal, as if it played on both sides of a stereo pair; no true peaks.

import { mean } from '../core/mean';

/** What silence measures: the absolute gate. */
const SILENCE_LUFS = -70;
const BLOCK_SECONDS = 0.1;
/** Gating blocks of 0.4 s (momentary) and 3 s (short-term), one every 0.1 s. */
const MOMENTARY_BLOCKS = 4;
const SHORT_TERM_BLOCKS = 30;
/** Blocks this far below the mean of the audible ones are not counted, in LU. */
const INTEGRATED_GATE = 10;
const RANGE_GATE = 20;
const RANGE_PERCENTILES = [0.1, 0.95] as const;
const NUM_CHANNELS = 2;

export interface Loudness {
  /** LUFS, −70 (silence) to about 0. */
  readonly integrated: number;
  /** LU between the quiet and the loud passages; 0 for less than 3 s. */
  readonly range: number;
}

export function measureLoudness(samples: Float32Array, sampleRate: number): Loudness {
  const blocks = blockPowers(samples, sampleRate);
  return {
    integrated: integratedLoudness(runningMeans(blocks, MOMENTARY_BLOCKS)),
    range: loudnessRange(runningMeans(blocks, SHORT_TERM_BLOCKS)),
  };
}

function integratedLoudness(powers: Float64Array): number {
  const audible = gate(powers, INTEGRATED_GATE);
  return audible.length > 0 ? toLufs(mean(audible)) : SILENCE_LUFS;
}

function loudnessRange(powers: Float64Array): number {
  const sorted = gate(powers, RANGE_GATE).toSorted();
  if (sorted.length === 0) return 0;
  const [low, high] = RANGE_PERCENTILES.map((share) =>
    toLufs(sorted[Math.round(share * (sorted.length - 1))]!),
  ) as [number, number];
  return high - low;
}

/** The powers above silence that are also not more than `relative` LU below the mean of those. */
function gate(powers: Float64Array, relative: number): Float64Array {
  const audible = powers.filter((power) => toLufs(power) > SILENCE_LUFS);
  if (audible.length === 0) return audible;
  const threshold = toLufs(mean(audible)) - relative;
  return audible.filter((power) => toLufs(power) > threshold);
}

function toLufs(power: number): number {
  return -0.691 + 10 * Math.log10(NUM_CHANNELS * power);
}

function runningMeans(powers: Float64Array, length: number): Float64Array {
  const means = new Float64Array(Math.max(0, powers.length - length + 1));
  return means.map((_, start) => mean(powers.subarray(start, start + length)));
}

/** Mean square of the K-weighted signal in each whole block of 0.1 s. */
function blockPowers(samples: Float32Array, sampleRate: number): Float64Array {
  const blockLength = Math.round(BLOCK_SECONDS * sampleRate);
  const powers = new Float64Array(Math.floor(samples.length / blockLength));
  const [shelf, highPass] = kWeighting(sampleRate);
  // The state of both filters, transposed direct form II.
  let s1 = 0;
  let s2 = 0;
  let h1 = 0;
  let h2 = 0;
  for (let block = 0, n = 0; block < powers.length; block++) {
    let sum = 0;
    for (const end = n + blockLength; n < end; n++) {
      const x = samples[n]!;
      const y = shelf.b0 * x + s1;
      s1 = shelf.b1 * x - shelf.a1 * y + s2;
      s2 = shelf.b2 * x - shelf.a2 * y;
      const z = highPass.b0 * y + h1;
      h1 = highPass.b1 * y - highPass.a1 * z + h2;
      h2 = highPass.b2 * y - highPass.a2 * z;
      sum += z * z;
    }
    powers[block] = sum / blockLength;
  }
  return powers;
}

interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/**
 * BS.1770's two filters at any rate: the analogue prototypes behind its 48 kHz coefficients (De Man, "Evaluation of
 * implementations of the EBU R128 loudness measurement", 2018), by the bilinear transform.
 */
function kWeighting(sampleRate: number): readonly [shelf: Biquad, highPass: Biquad] {
  const shelfK = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const shelfQ = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const shelfNorm = 1 + shelfK / shelfQ + shelfK * shelfK;
  const passK = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const passQ = 0.5003270373238773;
  const passNorm = 1 + passK / passQ + passK * passK;
  return [
    {
      b0: (high + (band * shelfK) / shelfQ + shelfK * shelfK) / shelfNorm,
      b1: (2 * (shelfK * shelfK - high)) / shelfNorm,
      b2: (high - (band * shelfK) / shelfQ + shelfK * shelfK) / shelfNorm,
      a1: (2 * (shelfK * shelfK - 1)) / shelfNorm,
      a2: (1 - shelfK / shelfQ + shelfK * shelfK) / shelfNorm,
    },
    {
      b0: 1,
      b1: -2,
      b2: 1,
      a1: (2 * (passK * passK - 1)) / passNorm,
      a2: (1 - passK / passQ + passK * passK) / passNorm,
    },
  ];
}
