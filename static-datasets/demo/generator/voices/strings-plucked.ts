// Plucked strings: guitars, banjo, basses, harp. One string model, different hands.

import { adsr, fadeOut } from '../synth/envelope';
import { filter } from '../synth/filters';
import { pluck } from '../synth/pluck';
import { SAMPLE_RATE } from '../synth/units';
import type { Voice } from './voice';

interface Plucked {
  readonly ringSeconds: number;
  /** Added to the timbre's brightness. */
  readonly bright: number;
  readonly position: number;
  /** How long the string sounds after the finger lifts. */
  readonly releaseSeconds: number;
  /** Resonance of the body, or none. */
  readonly bodyHz?: number;
  /** Where a heavy string's overtones end up soon after the attack; light strings need no help. */
  readonly darkensToHz?: number;
}

function plucked(string: Plucked): Voice {
  return (note, timbre, random) => {
    const bright = string.bright + 0.55 * timbre.bright + 0.15 * (note.velocity - 0.6);
    const out = pluck(
      {
        hz: note.hz,
        seconds: note.seconds + string.releaseSeconds,
        ringSeconds: string.ringSeconds * (0.4 + 1.2 * timbre.ring),
        bright: Math.min(0.97, Math.max(0.05, bright)),
        position: string.position,
      },
      random,
    );
    const release = string.releaseSeconds;
    const shape = { attackSeconds: 0.001, decaySeconds: 1, sustain: 1, releaseSeconds: release };
    const levels = adsr(shape, note.seconds);
    for (let i = 0; i < out.length; i++) out[i]! *= (levels[i] ?? 0) * note.velocity;
    if (string.darkensToHz) darken(out, string.darkensToHz * (0.6 + timbre.bright), bright);
    if (string.bodyHz) addBody(out, string.bodyHz * (0.8 + 0.4 * timbre.body), timbre.body);
    return fadeOut(out, 0.004);
  };
}

/** Thick strings lose their overtones faster than the string model's own loop lets them. */
function darken(out: Float32Array, restHz: number, bright: number): void {
  filter(out, {
    kind: 'lowpass',
    cutoffHz: (i) => restHz * (1 + (2 + 8 * bright) * Math.exp(-i / (0.07 * SAMPLE_RATE))),
  });
}

function addBody(out: Float32Array, hz: number, amount: number): void {
  const body = filter(Float32Array.from(out), { kind: 'bandpass', cutoffHz: hz, q: 3 });
  for (let i = 0; i < out.length; i++) out[i]! += 1.4 * amount * body[i]!;
}

export const acousticGuitar = plucked({
  ringSeconds: 2.6,
  bright: 0.32,
  position: 0.19,
  releaseSeconds: 0.12,
  bodyHz: 190,
});
export const cleanGuitar = plucked({
  ringSeconds: 3,
  bright: 0.2,
  position: 0.11,
  releaseSeconds: 0.06,
});
export const mutedGuitar = plucked({
  ringSeconds: 0.35,
  bright: 0.3,
  position: 0.09,
  releaseSeconds: 0.03,
});
export const banjo = plucked({
  ringSeconds: 0.9,
  bright: 0.5,
  position: 0.07,
  releaseSeconds: 0.08,
  bodyHz: 520,
});
export const harp = plucked({
  ringSeconds: 3.5,
  bright: 0.1,
  position: 0.4,
  releaseSeconds: 0.9,
  bodyHz: 260,
});
export const uprightBass = plucked({
  ringSeconds: 1.3,
  bright: 0.02,
  position: 0.3,
  releaseSeconds: 0.07,
  bodyHz: 110,
  darkensToHz: 350,
});
export const electricBass = plucked({
  ringSeconds: 2.6,
  bright: 0.12,
  position: 0.13,
  releaseSeconds: 0.05,
  darkensToHz: 650,
});
export const slapBass = plucked({
  ringSeconds: 1.4,
  bright: 0.42,
  position: 0.06,
  releaseSeconds: 0.03,
  darkensToHz: 1200,
});
