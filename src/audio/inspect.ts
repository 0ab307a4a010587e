// Decides whether decoded sound is fit to learn from, and what is worth a note.

import { durationSeconds, type AudioInfo, type Waveform } from '../core/audio-types';
import { EarmarkError, type ErrorRecord } from '../core/errors';
import { channelsText, hertzText, secondsText } from './quantities';

const MIN_DURATION_SECONDS = 1;
const MIN_SAMPLE_RATE = 16_000;
const HIGH_SAMPLE_RATE = 96_000;
const SILENCE_DB = -80;
/** Floats that hold 32-bit integers are still taken; powers of anything larger would not be finite. */
const MAX_LEVEL = 2 ** 32;

/**
 * Notes on a usable waveform. Throws `audio-not-finite`, `sample-rate-too-low`, `audio-too-short` (under 1 second)
 * or `audio-silent` (peak under −80 dB of full scale).
 */
export function inspectWaveform(waveform: Waveform, info: AudioInfo): ErrorRecord[] {
  const inspector = new AudioInspector();
  inspector.add(waveform);
  return inspector.finish(info);
}

/** The same for sound that arrives in pieces. */
export class AudioInspector {
  #peak = 0;
  #seconds = 0;

  /** Throws `sample-rate-too-low` or `audio-not-finite`. */
  add(piece: Waveform): void {
    checkSampleRate(piece.sampleRate);
    this.#peak = Math.max(this.#peak, peakLevel(piece, this.#seconds));
    this.#seconds += durationSeconds(piece);
  }

  /** Throws `sample-rate-too-low`, `audio-too-short` or `audio-silent`. */
  finish(info: AudioInfo): ErrorRecord[] {
    checkSampleRate(info.sampleRate);
    if (this.#seconds < MIN_DURATION_SECONDS) {
      throw new EarmarkError('audio-too-short', secondsText(this.#seconds));
    }
    const peakDb = 20 * Math.log10(this.#peak);
    if (peakDb < SILENCE_DB) {
      const got = this.#peak === 0 ? 'only zeros' : `a peak of ${peakDb.toFixed(0)} dB`;
      throw new EarmarkError('audio-silent', got);
    }
    return formatNotes(info);
  }
}

function checkSampleRate(sampleRate: number): void {
  if (sampleRate < MIN_SAMPLE_RATE) {
    throw new EarmarkError('sample-rate-too-low', hertzText(sampleRate));
  }
}

/**
 * The largest |sample|. Throws `audio-not-finite` for NaN, infinity, and levels beyond all reason.
 * @param startSeconds where the waveform begins in its file, for the message
 */
export function peakLevel({ samples, sampleRate }: Waveform, startSeconds = 0): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    const level = Math.abs(samples[i]!);
    if (!(level <= MAX_LEVEL)) {
      const at = secondsText(startSeconds + i / sampleRate);
      throw new EarmarkError('audio-not-finite', `${samples[i]!} at ${at}`);
    }
    if (level > peak) peak = level;
  }
  return peak;
}

function formatNotes({ sampleRate, channels }: AudioInfo): ErrorRecord[] {
  const notes: ErrorRecord[] = [];
  if (sampleRate > HIGH_SAMPLE_RATE) {
    notes.push({ code: 'note-resampled-high', got: hertzText(sampleRate) });
  }
  if (channels > 2) notes.push({ code: 'note-downmixed', got: channelsText(channels) });
  return notes;
}
