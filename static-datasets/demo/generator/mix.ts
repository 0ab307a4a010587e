// From the dry sum to a finished recording: room, tone, saturation, noise, loudness.

import type { Random } from '../../../src/core/random';
import type { Composer, MixHabits } from './composer';
import { filter, tilt } from './synth/filters';
import { noise } from './synth/oscillators';
import { reverb } from './synth/reverb';
import { gainOf, SAMPLE_RATE, samplesOf } from './synth/units';

/** Highest sample before encoding; the codec adds a little. */
const CEILING = 0.76;

/** Samples within ±CEILING. */
export function mix(dry: Float32Array, composer: Composer, random: Random): Float32Array {
  const habits = vary(composer.mix, random);
  const wet = reverb(dry, { seconds: habits.reverbSeconds, damping: 0.2 + 0.6 * random.next() });
  const room = dry.map((value, i) => value + habits.reverbAmount * wet[i]!);
  const out = saturate(room, habits.saturation);
  tilt(out, habits.tiltDb);
  filter(out, { kind: 'highpass', cutoffHz: 32 });
  filter(out, { kind: 'lowpass', cutoffHz: composer.bandwidthHz });
  level(out, gainOf(habits.loudnessDb));
  addNoise(out, habits, random);
  return limit(out);
}

/** One recording differs from the next by the same hand. */
function vary(habits: MixHabits, random: Random): MixHabits {
  return {
    ...habits,
    loudnessDb: Math.max(-27, Math.min(-12, habits.loudnessDb + 1.2 * random.normal())),
    tiltDb: habits.tiltDb + 0.8 * random.normal(),
    reverbAmount: habits.reverbAmount * (0.7 + 0.6 * random.next()),
    noiseDb: habits.noiseDb + 2 * random.normal(),
  };
}

function saturate(buffer: Float32Array, amount: number): Float32Array {
  if (amount <= 0) return buffer;
  const gain = (1 + 5 * amount) / Math.max(1e-6, 4 * rms(buffer));
  return buffer.map((value) => Math.tanh(gain * value));
}

function rms(buffer: Float32Array): number {
  return Math.sqrt(buffer.reduce((sum, value) => sum + value * value, 0) / buffer.length);
}

function level(buffer: Float32Array, target: number): void {
  const gain = target / Math.max(1e-6, rms(buffer));
  for (let i = 0; i < buffer.length; i++) buffer[i]! *= gain;
}

/** Tape hiss, mains hum and vinyl clicks. */
function addNoise(buffer: Float32Array, { noiseDb, crackle }: MixHabits, random: Random): void {
  const hiss = tilt(noise(buffer.length, random), -3 + 6 * random.next());
  const gain = gainOf(noiseDb) / rms(hiss);
  const hum = gainOf(noiseDb - 6 - 14 * random.next());
  const omega = (2 * Math.PI * 50) / SAMPLE_RATE;
  for (let i = 0; i < buffer.length; i++) {
    buffer[i]! += gain * hiss[i]! + hum * (Math.sin(omega * i) + 0.3 * Math.sin(3 * omega * i));
  }
  const numClicks = Math.round((crackle * buffer.length) / SAMPLE_RATE);
  const length = samplesOf(0.0012);
  for (let click = 0; click < numClicks; click++) {
    const at = random.integer(buffer.length - length);
    const loud = 0.12 * random.next() ** 3 * (random.next() < 0.5 ? 1 : -1);
    for (let i = 0; i < length; i++) buffer[at + i]! += loud * (1 - i / length) ** 2;
  }
}

/** A soft knee towards the ceiling: nothing is cut flat. */
function limit(buffer: Float32Array): Float32Array {
  const knee = 0.55;
  const room = CEILING - knee;
  return buffer.map((value) => {
    const size = Math.abs(value);
    if (size <= knee) return value;
    return Math.sign(value) * (knee + room * Math.tanh((size - knee) / room));
  });
}
