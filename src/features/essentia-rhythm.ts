// Tempo, how sure it is, and how densely notes begin: essentia's beat tracker and onset detection, fed with onset
// functions of our own (`onset-functions.ts`), which take a quarter of the time and give the same beats and onsets.

import { mean } from '../core/mean';
import type { EssentiaUse } from './essentia-runtime';
import { onsetFunctions, type OnsetFunctions } from './onset-functions';
import { pickOnsets } from './onsets';

/** Hz; what essentia's rhythm algorithms are made for. */
const SAMPLE_RATE = 44100;
/** Range of the tempo search in BPM, essentia's defaults. */
const MIN_TEMPO = 40;
const MAX_TEMPO = 208;
/** As in essentia's BeatTrackerDegara and OnsetRate. */
const BEAT_FRAMING = { nFft: 2048, hopLength: 1024 };
const ONSET_FRAMING = { nFft: 1024, hopLength: 512 };
/** Shorter clips have no tempo: a handful of beats says little, and the beat tracker fails below 2 s. */
const MIN_BEAT_SECONDS = 3;
/** The agreement of trackers leaves out the first 5 s, where they are still settling, and wants a few beats after them. */
const MIN_AGREEMENT_SECONDS = 8;
/** Intervals that differ from the median by at most this share count towards the tempo. */
const STEADY_TOLERANCE = 0.1;

export interface BeatDescriptors {
  readonly tempo: number;
  readonly tempo_variation: number;
  readonly tempo_confidence: number;
}

const NO_BEAT: BeatDescriptors = { tempo: 0, tempo_variation: 0, tempo_confidence: 0 };

/** @param samples at 44,100 Hz */
export function describeBeat(use: EssentiaUse, samples: Float32Array): BeatDescriptors {
  const durationSeconds = samples.length / SAMPLE_RATE;
  if (durationSeconds < MIN_BEAT_SECONDS) return NO_BEAT;
  const { complexDomain, energyFlux } = onsetFunctions(samples, BEAT_FRAMING);
  const beats = trackBeats(use, complexDomain);
  const intervals = differences(beats);
  if (intervals.length === 0) return NO_BEAT;
  const tempo = 60 / steadyInterval(intervals);
  if (tempo > MAX_TEMPO) return NO_BEAT;
  const tempo_confidence =
    durationSeconds < MIN_AGREEMENT_SECONDS
      ? 0
      : agreement(use, [beats, trackBeats(use, energyFlux)]);
  return { tempo, tempo_variation: variation(intervals), tempo_confidence };
}

/** Beat times in seconds; none where the onset function is 0 throughout. */
function trackBeats(
  { essentia, load, read }: EssentiaUse,
  onsetFunction: OnsetFunctions[keyof OnsetFunctions],
): number[] {
  if (onsetFunction.every((value) => value === 0)) return [];
  const valuesPerSecond = SAMPLE_RATE / BEAT_FRAMING.hopLength;
  const { ticks } = essentia.TempoTapDegara(
    load(onsetFunction),
    MAX_TEMPO,
    MIN_TEMPO,
    'x2',
    valuesPerSecond,
  );
  return read(ticks);
}

function agreement(
  { essentia, loadAll, read }: EssentiaUse,
  trackers: readonly (readonly number[])[],
): number {
  const { confidence, ticks } = essentia.TempoTapMaxAgreement(loadAll(trackers));
  read(ticks);
  return confidence;
}

/** Mean of the intervals near the median: beats lie on a grid of 11.6 ms, too coarse for one of them. */
function steadyInterval(intervals: readonly number[]): number {
  const median = intervals.toSorted((a, b) => a - b)[Math.floor(intervals.length / 2)]!;
  return mean(intervals.filter((x) => Math.abs(x - median) <= STEADY_TOLERANCE * median));
}

/** @param samples at 44,100 Hz */
export function describeOnsets(samples: Float32Array): {
  readonly onset_rate: number;
  readonly onset_variation: number;
} {
  const { highFrequency, complexDomain } = onsetFunctions(samples, ONSET_FRAMING);
  const frames = pickOnsets([highFrequency, complexDomain]);
  return {
    onset_rate: frames.length / (samples.length / SAMPLE_RATE),
    onset_variation: variation(differences(frames)),
  };
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - values[i]!);
}

/** Standard deviation over mean of positive values; 0 when there is nothing to compare. */
function variation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const average = mean(values);
  const deviation = Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
  return average > 0 ? deviation / average : 0;
}
