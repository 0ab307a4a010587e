// What turns a recording into the model's input and the model's output into an answer, as data: `front-end.json`.
// The numbers come from the extractor and the trainer; nothing here repeats them.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { CROPS_PER_CLIP } from '../../trainers/cnn/inference';
import { INPUT_NAME, type ExportFacts } from './facts';
import type { Network } from './network';
import { trainingCardSchema } from './training-card';

/** The spectrogram's settings, as the extractor has them. */
export interface SpectrogramSettings {
  /** Hz. */
  readonly sampleRate: number;
  readonly nFft: number;
  readonly hopLength: number;
  readonly padding: 'zero';
  readonly nMels: number;
  readonly minHz: number;
  readonly maxHz: number;
  readonly scale: 'slaney' | 'htk';
  readonly norm: 'slaney' | 'none';
  readonly minPower: number;
}

/** Two frame lengths that differ by less than this share are the same. */
const FRAME_TOLERANCE = 0.01;

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const perBand = v.array(v.pipe(v.number(), v.finite()));

export const frontEndSchema = v.object({
  format: v.literal('earmark-cnn-front-end'),
  version: v.literal(1),
  title: v.string(),
  /** In the order of the model's outputs. */
  classes: v.array(v.string()),
  /** Channels are averaged, then the recording is brought to this rate (Hz); samples lie in −1…1. */
  audio: v.object({ sampleRate: count, channels: v.literal(1), channelMix: v.literal('mean') }),
  stft: v.object({
    nFft: count,
    hopLength: count,
    winLength: count,
    /** Periodic. */
    window: v.literal('hann'),
    /** Frame i is centred on sample i · hopLength. */
    center: v.boolean(),
    /** What frames see beyond the ends: zeros. */
    padMode: v.literal('constant'),
  }),
  mel: v.object({
    nMels: count,
    minHz: v.number(),
    maxHz: v.number(),
    scale: v.picklist(['slaney', 'htk']),
    norm: v.picklist(['slaney', 'none']),
    /** What the filters sum: |STFT| to this power. */
    power: v.literal(2),
  }),
  /** 10 · log10(max(minPower, power) / reference); `topDb` null: no floor below the loudest value. */
  decibels: v.object({ reference: v.literal(1), minPower: v.number(), topDb: v.null() }),
  /** (dB − mean) / deviation, band by band. */
  normalisation: v.object({ insideModel: v.literal(true), mean: perBand, deviation: perBand }),
  excerpts: v.object({
    numFrames: count,
    seconds: v.number(),
    /** A clip's answer is the mean of the probabilities of so many excerpts at most. */
    mostPerRecording: count,
    /**
     * used = min(mostPerRecording, ceil(rows / numFrames)); span = max(0, rows − numFrames); the only one begins at
     * floor(span / 2), of several the i-th (from 0) at floor(i · span / (used − 1) + 1/2).
     */
    placing: v.literal('even'),
    /** A recording shorter than an excerpt is repeated. */
    short: v.literal('repeat'),
    combine: v.literal('mean'),
  }),
  /** How Earmark's Live stage answers for a whole recording; scores are on clips, answered without this. */
  live: v.object({
    /** Cut into stretches of this length, side by side, each analysed by itself and answered as a clip is. */
    stretchSeconds: v.number(),
    /** A last piece shorter than half a stretch joins the one before it. */
    shortLast: v.literal('join'),
    /** The mean of the stretches' answers, each weighted by its length. */
    combine: v.literal('mean-by-length'),
  }),
  model: v.object({
    input: v.object({ name: v.string(), shape: v.array(v.union([v.string(), count])) }),
    outputs: v.array(v.string()),
    /** What makes probabilities of the logits; "sigmoid": each class is a yes or no of its own. */
    activation: v.optional(v.picklist(['softmax', 'sigmoid']), 'softmax'),
    /** A class is said of a recording whose probability reaches its own; where several are said. */
    thresholds: v.optional(v.array(v.pipe(v.number(), v.finite()))),
  }),
  training: trainingCardSchema,
});

export type FrontEnd = v.InferOutput<typeof frontEndSchema>;

/** @throws EarmarkError `model-incompatible` where the network looks at other spectrograms */
export function describeFrontEnd(
  network: Network,
  settings: SpectrogramSettings,
  { title, training, liveStretchSeconds, thresholds }: ExportFacts,
): FrontEnd {
  const { config, frameSeconds, normalisation } = network;
  const { sampleRate, nFft, hopLength, nMels, minHz, maxHz, scale, norm, minPower } = settings;
  const hopSeconds = hopLength / sampleRate;
  if (nMels !== config.numMels || Math.abs(hopSeconds / frameSeconds - 1) > FRAME_TOLERANCE) {
    const got = `a model of ${config.numMels} bands every ${frameSeconds} s`;
    throw new EarmarkError('model-incompatible', `${got}, not ${nMels} every ${hopSeconds} s`);
  }
  return {
    ...{ format: 'earmark-cnn-front-end', version: 1, title },
    classes: [...network.classes],
    audio: { sampleRate, channels: 1, channelMix: 'mean' },
    stft: {
      ...{ nFft, hopLength, winLength: nFft },
      ...{ window: 'hann', center: true, padMode: 'constant' },
    },
    mel: { nMels, minHz, maxHz, scale, norm, power: 2 },
    decibels: { reference: 1, minPower, topDb: null },
    normalisation: {
      insideModel: true,
      mean: [...normalisation.mean],
      deviation: [...normalisation.deviation],
    },
    excerpts: {
      numFrames: config.numFrames,
      seconds: config.numFrames * hopSeconds,
      mostPerRecording: CROPS_PER_CLIP,
      ...{ placing: 'even', short: 'repeat', combine: 'mean' },
    },
    live: { stretchSeconds: liveStretchSeconds, shortLast: 'join', combine: 'mean-by-length' },
    model: {
      input: { name: INPUT_NAME, shape: ['batch', config.numFrames, config.numMels] },
      outputs: ['probabilities', 'logits'],
      activation: config.severalLabels ? 'sigmoid' : 'softmax',
      ...(config.severalLabels && thresholds && { thresholds: [...thresholds] }),
    },
    training,
  };
}
