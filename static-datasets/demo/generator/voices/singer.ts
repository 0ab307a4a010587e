// A voice without words: a glottal pulse through moving formants. Sings, and raps when notes are short.

import { adsr, fadeOut } from '../synth/envelope';
import { filter } from '../synth/filters';
import { noise, saw } from '../synth/oscillators';
import { SAMPLE_RATE, samplesOf } from '../synth/units';
import type { Random } from '../../../../src/core/random';
import { pick } from '../chance';
import type { Voice } from './voice';

/** First three formants in Hz (after Peterson & Barney 1952, rounded). */
const VOWELS = [
  [730, 1090, 2440],
  [530, 1840, 2480],
  [270, 2290, 3010],
  [570, 840, 2410],
  [300, 870, 2240],
  [640, 1190, 2390],
] as const;
const FORMANT_GAINS = [1, 0.55, 0.28];

function glottis(hzAt: (i: number) => number, length: number): Float32Array {
  const out = new Float32Array(length);
  let phase = 0;
  for (let i = 0; i < length; i++) {
    const increment = hzAt(i) / SAMPLE_RATE;
    out[i] = saw(phase, increment);
    phase += increment;
    if (phase >= 1) phase -= 1;
  }
  return filter(out, { kind: 'lowpass', cutoffHz: 2600 });
}

/** Through the mouth: a vowel that turns into the next one halfway. */
function mouth(source: Float32Array, size: number, random: Random): Float32Array {
  const from = pick(random, VOWELS);
  const to = pick(random, VOWELS);
  const out = new Float32Array(source.length);
  FORMANT_GAINS.forEach((gain, k) => {
    const band = filter(Float32Array.from(source), {
      kind: 'bandpass',
      q: 7 + 2 * k,
      cutoffHz: (i) => size * (from[k]! + (to[k]! - from[k]!) * (i / source.length)),
    });
    for (let i = 0; i < out.length; i++) out[i]! += gain * band[i]!;
  });
  return out;
}

function voice(style: { readonly spoken: number }): Voice {
  return (note, timbre, random) => {
    const levels = adsr(
      { attackSeconds: 0.03, decaySeconds: 0.8, sustain: 0.8, releaseSeconds: 0.06 },
      note.seconds,
    );
    const omega = (2 * Math.PI * (4.8 + random.next())) / SAMPLE_RATE;
    const glide = style.spoken * (2 + 3 * random.next()) * (random.next() < 0.7 ? 1 : -1);
    const source = glottis((i) => {
      const fall = glide * (0.5 - i / levels.length);
      const shake = 0.3 * timbre.vibrato * (1 - style.spoken) * Math.sin(omega * i);
      return note.hz * Math.pow(2, (shake + fall) / 12);
    }, levels.length);
    const out = mouth(source, 0.88 + 0.3 * timbre.body, random);
    const consonant = filter(noise(samplesOf(0.05), random), {
      kind: 'highpass',
      cutoffHz: 2500 + 3000 * random.next(),
    });
    const hiss = (0.15 + 0.5 * style.spoken) * timbre.bright;
    for (let i = 0; i < out.length; i++) {
      const spit = (consonant[i] ?? 0) * hiss * (1 - i / consonant.length);
      out[i] = note.velocity * (out[i]! * levels[i]! + spit);
    }
    return fadeOut(out, 0.01);
  };
}

export const singer = voice({ spoken: 0 });
export const rapper = voice({ spoken: 1 });
