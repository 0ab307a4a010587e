// Keyboards and mallets: piano, electric piano, organ, bell, vibraphone.

import { adsr, fadeOut } from '../synth/envelope';
import { additive, type Partial } from '../synth/additive';
import { SAMPLE_RATE, samplesOf } from '../synth/units';
import type { Voice } from './voice';

function shaped(out: Float32Array, levels: Float32Array, gain: number): Float32Array {
  for (let i = 0; i < out.length; i++) out[i]! *= (levels[i] ?? 0) * gain;
  return fadeOut(out, 0.003);
}

/** Stretched partials that die the faster the higher they are; a felt thump at the start. */
export const piano: Voice = (note, timbre, random) => {
  const stretch = 0.0002 + 0.0006 * timbre.body;
  const rolloff = 2.1 - 0.9 * timbre.bright - 0.5 * note.velocity;
  const ring = (0.6 + 3 * timbre.ring) * Math.pow(0.5, (note.midi - 60) / 18);
  const partials: Partial[] = Array.from({ length: 14 }, (_, index) => {
    const k = index + 1;
    return {
      hz: note.hz * k * Math.sqrt(1 + stretch * k * k),
      amplitude: Math.abs(Math.sin((Math.PI * k) / 7.5)) * Math.pow(k, -rolloff),
      decaySeconds: (2.2 * ring) / (1 + 0.25 * k),
    };
  });
  const levels = adsr(
    { attackSeconds: 0.002, decaySeconds: 1, sustain: 1, releaseSeconds: 0.12 + 0.3 * timbre.ring },
    note.seconds,
  );
  const out = additive(partials, levels.length);
  const thump = samplesOf(0.02);
  for (let i = 0; i < Math.min(thump, out.length); i++) {
    out[i]! += 0.12 * (1 - i / thump) * (2 * random.next() - 1);
  }
  return shaped(out, levels, note.velocity);
};

/** Two-operator FM with a tine: soft notes are round, hard ones bark. */
export const electricPiano: Voice = (note, timbre) => {
  const levels = adsr(
    {
      attackSeconds: 0.003,
      decaySeconds: 0.5 + 2 * timbre.ring,
      sustain: 0.1,
      releaseSeconds: 0.15,
    },
    note.seconds,
  );
  const out = new Float32Array(levels.length);
  const omega = (2 * Math.PI * note.hz) / SAMPLE_RATE;
  const index = (0.4 + 2.2 * timbre.bright) * note.velocity;
  const tine = note.hz * 14 < 9000 ? 0.5 * timbre.bright : 0;
  for (let i = 0; i < out.length; i++) {
    const fade = Math.exp(-i / (SAMPLE_RATE * 0.25));
    const bark = index * fade * Math.sin(omega * i);
    const bell = tine * fade * fade * fade * Math.sin(14 * omega * i);
    out[i] = Math.sin(omega * i + bark + bell);
  }
  return shaped(out, levels, note.velocity);
};

/** Drawbars and a rotating loudspeaker. */
export const organ: Voice = (note, timbre) => {
  const bars: readonly (readonly [number, number])[] = [
    [0.5, 0.8 * timbre.body],
    [1, 1],
    [1.5, 0.7 * timbre.body],
    [2, 0.9],
    [3, 0.7 * timbre.bright],
    [4, 0.8 * timbre.bright],
    [6, 0.5 * timbre.bright],
    [8, 0.6 * timbre.bright],
  ];
  const levels = adsr(
    { attackSeconds: 0.006, decaySeconds: 0.1, sustain: 0.9, releaseSeconds: 0.03 },
    note.seconds,
  );
  const out = additive(
    bars.map(([k, amplitude]) => ({ hz: note.hz * k, amplitude, decaySeconds: Infinity })),
    levels.length,
  );
  const spin = (2 * Math.PI * (1 + 5.5 * timbre.vibrato)) / SAMPLE_RATE;
  for (let i = 0; i < out.length; i++) out[i]! *= 0.8 + 0.2 * Math.sin(spin * i);
  const click = samplesOf(0.003);
  for (let i = 0; i < Math.min(click, out.length); i++) out[i]! += 0.6 * (1 - i / click);
  return shaped(out, levels, note.velocity);
};

function struck(ratios: readonly (readonly [number, number])[], ringSeconds: number): Voice {
  return (note, timbre) => {
    const levels = adsr(
      { attackSeconds: 0.001, decaySeconds: 9, sustain: 1, releaseSeconds: 0.35 },
      note.seconds,
    );
    const ring = ringSeconds * (0.5 + timbre.ring);
    const partials = ratios.map(([ratio, amplitude], i) => ({
      hz: note.hz * ratio,
      amplitude: i === 0 ? 1 : amplitude * (0.3 + 1.2 * timbre.bright),
      decaySeconds: ring / (1 + 0.6 * i),
    }));
    const out = additive(partials, levels.length);
    const spin = (2 * Math.PI * 5.2) / SAMPLE_RATE;
    const depth = 0.35 * timbre.vibrato;
    for (let i = 0; i < out.length; i++) out[i]! *= 1 - depth * (0.5 + 0.5 * Math.sin(spin * i));
    return shaped(out, levels, note.velocity);
  };
}

export const vibraphone = struck(
  [
    [1, 1],
    [4, 0.4],
    [10.1, 0.15],
  ],
  2.8,
);
export const bell = struck(
  [
    [1, 1],
    [2.76, 0.6],
    [5.4, 0.4],
    [8.9, 0.2],
  ],
  1.8,
);
