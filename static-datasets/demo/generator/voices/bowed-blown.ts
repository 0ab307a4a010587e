// Held tones: violins, fiddle, cello, brass, saxophone, flute, clarinet, harmonica.

import { adsr, fadeOut } from '../synth/envelope';
import { filter } from '../synth/filters';
import { noise, pulse, saw } from '../synth/oscillators';
import { SAMPLE_RATE } from '../synth/units';
import type { Voice } from './voice';

interface Held {
  readonly source: 'saw' | 'hollow' | 'reed' | 'round';
  readonly attackSeconds: number;
  readonly releaseSeconds: number;
  /** Lowpass in multiples of the pitch, at medium brightness. */
  readonly openness: number;
  /** How far the filter opens while the note starts, 0…1. */
  readonly bite: number;
  readonly breath: number;
  readonly players?: number;
  /** Semitones the note is scooped from. */
  readonly scoop?: number;
}

function sourceAt(source: Held['source'], phase: number, increment: number): number {
  switch (source) {
    case 'saw':
      return saw(phase, increment);
    case 'hollow':
      return pulse(phase, increment, 0.5);
    case 'reed':
      return pulse(phase, increment, 0.27);
    case 'round':
      return Math.sin(2 * Math.PI * phase) + 0.18 * Math.sin(4 * Math.PI * phase);
  }
}

function held(kind: Held): Voice {
  return (note, timbre, random) => {
    const attack = kind.attackSeconds * (0.5 + 1.5 * timbre.attack);
    const levels = adsr(
      {
        attackSeconds: attack,
        decaySeconds: 0.6,
        sustain: 0.85,
        releaseSeconds: kind.releaseSeconds,
      },
      note.seconds,
    );
    const out = new Float32Array(levels.length);
    const players = kind.players ?? 1;
    for (let player = 0; player < players; player++) {
      const rate = 4.6 + 1.2 * random.next();
      const detune = players > 1 ? 0.09 * random.normal() : 0.02 * random.normal();
      addPlayer(out, { kind, hz: note.hz * Math.pow(2, detune / 12), rate, depth: timbre.vibrato });
    }
    const air = noise(out.length, random);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! / players + kind.breath * 0.5 * air[i]!;
    const open =
      kind.openness * note.hz * (0.45 + 1.1 * timbre.bright) * (0.6 + 0.6 * note.velocity);
    const opening = attack * 1.5 * SAMPLE_RATE;
    filter(out, {
      kind: 'lowpass',
      q: 0.8 + 0.6 * timbre.body,
      cutoffHz: (i) => open * (1 - kind.bite * Math.exp(-i / opening)),
    });
    for (let i = 0; i < out.length; i++) out[i]! *= levels[i]! * note.velocity;
    return fadeOut(out, 0.005);
  };
}

interface Player {
  readonly kind: Held;
  readonly hz: number;
  /** Vibrato, in Hz. */
  readonly rate: number;
  readonly depth: number;
}

function addPlayer(out: Float32Array, { kind, hz, rate, depth }: Player): void {
  const omega = (2 * Math.PI * rate) / SAMPLE_RATE;
  const scoop = kind.scoop ?? 0;
  let phase = (rate * 7.31) % 1;
  for (let i = 0; i < out.length; i++) {
    const settled = 1 - Math.exp(-i / (0.25 * SAMPLE_RATE));
    const bend = scoop * Math.exp(-i / (0.045 * SAMPLE_RATE));
    const semitones = 0.35 * depth * settled * Math.sin(omega * i) - bend;
    const increment = (hz * (1 + 0.0578 * semitones)) / SAMPLE_RATE;
    out[i]! += sourceAt(kind.source, phase, increment);
    phase += increment;
    if (phase >= 1) phase -= 1;
  }
}

const common = { attackSeconds: 0.04, releaseSeconds: 0.09, bite: 0.4, breath: 0.02 };

export const violins = held({
  ...common,
  source: 'saw',
  attackSeconds: 0.11,
  releaseSeconds: 0.25,
  openness: 7,
  players: 4,
});
export const soloString = held({ ...common, source: 'saw', attackSeconds: 0.06, openness: 8 });
export const fiddle = held({ ...common, source: 'saw', openness: 11, breath: 0.05, scoop: 0.4 });
export const brass = held({ ...common, source: 'saw', openness: 8, bite: 0.8, players: 3 });
export const mutedTrumpet = held({
  ...common,
  source: 'reed',
  openness: 12,
  bite: 0.5,
  scoop: 0.3,
});
export const saxophone = held({
  ...common,
  source: 'reed',
  openness: 6,
  bite: 0.6,
  breath: 0.1,
  scoop: 0.6,
});
export const flute = held({ ...common, source: 'round', openness: 9, breath: 0.16 });
export const clarinet = held({ ...common, source: 'hollow', openness: 6, breath: 0.04 });
export const harmonica = held({ ...common, source: 'reed', openness: 9, breath: 0.08, scoop: 0.9 });
export const melodica = held({
  ...common,
  source: 'hollow',
  openness: 8,
  breath: 0.05,
  scoop: 0.15,
});
export const pedalSteel = held({
  ...common,
  source: 'round',
  attackSeconds: 0.09,
  releaseSeconds: 0.3,
  openness: 10,
  scoop: 1.2,
});
