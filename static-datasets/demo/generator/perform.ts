// Plays a song: every note to its voice, every part balanced by its measured level.

import type { Random } from '../../../src/core/random';
import type { Song } from './arrange';
import { clamp } from './chance';
import type { Groove, Part } from './score';
import { applyEffects } from './synth/effects';
import { gainOf, hzOf, SAMPLE_RATE, samplesOf } from './synth/units';
import { DRUMS } from './voices/drums';
import { VOICES } from './voices/registry';

/** RMS every part is brought to before its own level applies. */
const PART_RMS = 0.1;
/** Music before the clip begins, so that held notes are already sounding. */
const LEAD_IN_SECONDS = 0.5;

/** The parts played together, dry, mono, not yet mixed. */
export function perform(song: Song, seconds: number, random: Random): Float32Array {
  const sum = new Float32Array(samplesOf(seconds));
  song.parts.forEach((part, index) => {
    const track = play(part, song, { seconds, random: random.fork(`part/${index}`) });
    const gain = (PART_RMS / activeRms(track)) * gainOf(part.levelDb);
    for (let i = 0; i < sum.length; i++) sum[i]! += gain * track[i]!;
  });
  return sum;
}

/** Seconds from the start of the music, with swing. */
export function secondsAt(beat: number, { bpm, swing, swingUnitBeats }: Groove): number {
  const pair = 2 * swingUnitBeats;
  const whole = Math.floor(beat / pair);
  const within = beat / pair - whole;
  const swung = within < 0.5 ? 2 * within * swing : swing + (2 * within - 1) * (1 - swing);
  return ((whole + swung) * pair * 60) / bpm;
}

function play(
  part: Part,
  { groove, startBeat }: Song,
  { seconds, random }: { seconds: number; random: Random },
): Float32Array {
  const origin = secondsAt(startBeat, groove);
  const track = new Float32Array(samplesOf(seconds));
  const placed = (beat: number): number =>
    secondsAt(beat, groove) - origin + groove.loosenessSeconds * random.normal();
  const audible = (at: number): boolean => at > -LEAD_IN_SECONDS - 4 && at < seconds;
  if (part.kind === 'drums') {
    for (const { beat, drum, velocity } of part.hits) {
      const at = placed(beat);
      if (!audible(at)) continue;
      const gain = velocity * velocity * (drum === 'kick' ? 1.3 : 1) * DRUM_GAINS[drum];
      add(track, DRUMS[drum](part.kit, random), at, gain);
    }
  } else {
    const voice = VOICES[part.voice];
    for (const { beat, beats, midi, velocity } of part.notes) {
      const at = placed(beat);
      const length = secondsAt(beat + beats, groove) - secondsAt(beat, groove);
      if (!audible(at)) continue;
      const note = {
        midi,
        hz: hzOf(midi),
        seconds: Math.max(0.03, length),
        velocity: clamp(velocity, 0.1, 1),
      };
      add(track, voice(note, part.timbre, random), at, 1);
    }
  }
  return part.effects ? applyEffects(track, part.effects, groove.bpm) : track;
}

const DRUM_GAINS: Record<keyof typeof DRUMS, number> = {
  kick: 1,
  snare: 0.8,
  rim: 0.6,
  clap: 0.7,
  brush: 0.6,
  hat: 0.28,
  openHat: 0.3,
  ride: 0.26,
  crash: 0.35,
  shaker: 0.4,
  tambourine: 0.3,
  cowbell: 0.3,
  conga: 0.5,
  tomHigh: 0.8,
  tomMid: 0.8,
  tomLow: 0.9,
};

function add(track: Float32Array, sound: Float32Array, atSeconds: number, gain: number): void {
  const offset = Math.round(atSeconds * SAMPLE_RATE);
  const end = Math.min(sound.length, track.length - offset);
  for (let i = Math.max(0, -offset); i < end; i++) track[offset + i]! += gain * sound[i]!;
}

/** RMS over the blocks in which the part plays. */
function activeRms(track: Float32Array): number {
  const block = samplesOf(0.05);
  const energies: number[] = [];
  for (let start = 0; start + block <= track.length; start += block) {
    let energy = 0;
    for (let i = start; i < start + block; i++) energy += track[i]! * track[i]!;
    energies.push(energy / block);
  }
  const loudest = Math.max(...energies, 1e-9);
  const active = energies.filter((energy) => energy > 0.001 * loudest);
  return Math.sqrt(
    active.reduce((total, energy) => total + energy, 1e-12) / Math.max(1, active.length),
  );
}
