// Synthesisers: lead, pad, pluck, basses, and the raw string a distorted guitar starts from.

import { adsr, fadeOut } from '../synth/envelope';
import { filter } from '../synth/filters';
import { pulse, saw } from '../synth/oscillators';
import { pluck } from '../synth/pluck';
import { SAMPLE_RATE } from '../synth/units';
import type { Voice } from './voice';

interface Subtractive {
  readonly attackSeconds: number;
  readonly decaySeconds: number;
  readonly sustain: number;
  readonly releaseSeconds: number;
  readonly wave: 'saw' | 'pulse';
  readonly oscillators: number;
  /** Filter at rest and at the peak of its envelope, in multiples of the pitch. */
  readonly cutoff: readonly [rest: number, peak: number];
  readonly resonance: number;
}

function subtractive(patch: Subtractive): Voice {
  return (note, timbre, random) => {
    const levels = adsr(
      { ...patch, attackSeconds: patch.attackSeconds * (0.4 + 1.6 * timbre.attack) },
      note.seconds,
    );
    const out = new Float32Array(levels.length);
    const spread = 0.02 + 0.16 * timbre.body;
    for (let k = 0; k < patch.oscillators; k++) {
      const offset = patch.oscillators === 1 ? 0 : spread * ((2 * k) / (patch.oscillators - 1) - 1);
      const increment = (note.hz * Math.pow(2, offset / 12)) / SAMPLE_RATE;
      let phase = random.next();
      for (let i = 0; i < out.length; i++) {
        out[i]! += patch.wave === 'saw' ? saw(phase, increment) : pulse(phase, increment, 0.35);
        phase += increment;
        if (phase >= 1) phase -= 1;
      }
    }
    const [rest, peak] = patch.cutoff;
    const open = 0.4 + 1.4 * timbre.bright;
    const fall = patch.decaySeconds * (0.4 + 1.2 * timbre.ring) * SAMPLE_RATE;
    filter(out, {
      kind: 'lowpass',
      q: patch.resonance * (0.8 + 0.8 * timbre.body),
      cutoffHz: (i) =>
        Math.max(90, note.hz * open * (rest + (peak - rest) * note.velocity * Math.exp(-i / fall))),
    });
    for (let i = 0; i < out.length; i++) out[i]! *= levels[i]! * note.velocity;
    return fadeOut(out, 0.003);
  };
}

const quick = { attackSeconds: 0.004, decaySeconds: 0.3, sustain: 0.7, releaseSeconds: 0.05 };

export const synthLead = subtractive({
  ...quick,
  wave: 'saw',
  oscillators: 2,
  cutoff: [5, 12],
  resonance: 1.2,
});
export const squareLead = subtractive({
  ...quick,
  wave: 'pulse',
  oscillators: 1,
  cutoff: [6, 9],
  resonance: 0.9,
});
export const synthPad = subtractive({
  attackSeconds: 0.25,
  decaySeconds: 1.5,
  sustain: 0.8,
  releaseSeconds: 0.5,
  wave: 'saw',
  oscillators: 3,
  cutoff: [4, 6],
  resonance: 0.8,
});
export const synthPluck = subtractive({
  ...quick,
  decaySeconds: 0.12,
  sustain: 0.15,
  releaseSeconds: 0.12,
  wave: 'saw',
  oscillators: 2,
  cutoff: [1.5, 14],
  resonance: 1.4,
});
export const synthBass = subtractive({
  ...quick,
  decaySeconds: 0.18,
  wave: 'saw',
  oscillators: 2,
  cutoff: [2.5, 12],
  resonance: 1.5,
});

/** A sine with a little grit and a falling start: felt more than heard. */
export const subBass: Voice = (note, timbre) => {
  const levels = adsr(
    { attackSeconds: 0.005, decaySeconds: 1.5, sustain: 0.6, releaseSeconds: 0.08 },
    note.seconds,
  );
  const grit = 1 + 3 * timbre.bright;
  let phase = 0;
  return levels.map((level, i) => {
    phase += (note.hz * (1 + 0.5 * Math.exp(-i / 400))) / SAMPLE_RATE;
    return note.velocity * level * Math.tanh(grit * Math.sin(2 * Math.PI * phase));
  });
};

/** An electric string before the amplifier; `attack` mutes it with the palm. */
export const electricString: Voice = (note, timbre, random) => {
  const muted = note.velocity < 0.6;
  const out = pluck(
    {
      hz: note.hz,
      seconds: note.seconds + 0.04,
      ringSeconds: muted ? 0.25 + 0.3 * timbre.ring : 4,
      bright: (muted ? 0.12 : 0.42) + 0.35 * timbre.bright,
      position: 0.1,
    },
    random,
  );
  const gain = muted ? 1 : 0.8;
  return fadeOut(
    out.map((value) => value * gain),
    0.04,
  );
};
