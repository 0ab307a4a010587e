// What a part runs through: amplifier, echo, chorus, tremolo, wah. Each returns a new buffer or works in place.

import type { Effects } from '../score';
import { filter } from './filters';
import { gainOf, SAMPLE_RATE, samplesOf } from './units';

/** Applies the part's effects in the order a player would plug them. */
export function applyEffects(buffer: Float32Array, effects: Effects, bpm: number): Float32Array {
  let out = buffer;
  if (effects.wah) out = wah(out, effects.wah, bpm);
  if (effects.drive) out = amplifier(out, effects.drive);
  if (effects.tremolo) out = tremolo(out, effects.tremolo);
  if (effects.chorus) out = chorus(out, effects.chorus);
  if (effects.echo) out = echo(out, effects.echo, bpm);
  if (effects.pump) out = pump(out, effects.pump, bpm);
  return out;
}

/** A valve amplifier and its loudspeaker: waveshaping at twice the sample rate, then a cabinet. */
function amplifier(buffer: Float32Array, drive: number): Float32Array {
  const gain = gainOf(4 + 38 * drive);
  const peak = buffer.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-6);
  const bias = 0.12;
  const shape = (x: number): number => Math.tanh(gain * x + bias) - Math.tanh(bias);
  filter(buffer, { kind: 'highpass', cutoffHz: 60 + 90 * drive });
  let previous = 0;
  for (let i = 0; i < buffer.length; i++) {
    const value = buffer[i]! / peak;
    buffer[i] = 0.5 * (shape(0.5 * (previous + value)) + shape(value));
    previous = value;
  }
  filter(buffer, { kind: 'highpass', cutoffHz: 75 });
  filter(buffer, { kind: 'lowpass', cutoffHz: 4300, q: 0.9 });
  return filter(buffer, { kind: 'lowpass', cutoffHz: 5200 });
}

function pump(buffer: Float32Array, depth: number, bpm: number): Float32Array {
  const beat = (60 / bpm) * SAMPLE_RATE;
  return buffer.map((value, i) => value * (1 - depth * Math.exp((-5 * (i % beat)) / beat)));
}

function tremolo(buffer: Float32Array, depth: number): Float32Array {
  const omega = (2 * Math.PI * (4 + 2.5 * depth)) / SAMPLE_RATE;
  return buffer.map((value, i) => value * (1 - 0.5 * depth * (1 + Math.sin(omega * i))));
}

function chorus(buffer: Float32Array, depth: number): Float32Array {
  const centre = samplesOf(0.014);
  const swing = samplesOf(0.004);
  const omega = (2 * Math.PI * 0.7) / SAMPLE_RATE;
  return buffer.map((value, i) => {
    const position = i - centre - swing * Math.sin(omega * i);
    const index = Math.floor(position);
    const fraction = position - index;
    const delayed = (buffer[index] ?? 0) * (1 - fraction) + (buffer[index + 1] ?? 0) * fraction;
    return value + depth * delayed;
  });
}

/** Dotted-eighth tape echo: each repeat is duller. */
function echo(buffer: Float32Array, amount: number, bpm: number): Float32Array {
  const delay = samplesOf((0.75 * 60) / bpm);
  const out = Float32Array.from(buffer);
  let dull = 0;
  for (let i = delay; i < out.length; i++) {
    dull += 0.35 * (out[i - delay]! - dull);
    out[i]! += 0.75 * amount * dull;
  }
  return out;
}

function wah(buffer: Float32Array, amount: number, bpm: number): Float32Array {
  const omega = (2 * Math.PI * bpm) / 60 / SAMPLE_RATE;
  const dry = Float32Array.from(buffer);
  filter(buffer, {
    kind: 'bandpass',
    q: 2.5,
    cutoffHz: (i) => 450 * Math.pow(4.5, 0.5 + 0.5 * Math.sin(omega * i)),
  });
  return buffer.map((value, i) => amount * 1.6 * value + (1 - amount) * dry[i]!);
}
