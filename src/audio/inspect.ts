// Decides whether decoded sound is fit to learn from, and what is worth a note.

import { durationSeconds, type AudioInfo, type Waveform } from '../core/audio-types';
import { EarmarkError, type ErrorRecord } from '../core/errors';
import { channelsText, hertzText, secondsText } from './quantities';

const MIN_DURATION_SECONDS = 1;
const MIN_SAMPLE_RATE = 16_000;
const HIGH_SAMPLE_RATE = 96_000;
const SILENCE_DB = -80;

/**
 * Notes on a usable waveform. Throws `audio-not-finite`, `sample-rate-too-low`, `audio-too-short` (under 1 second)
 * or `audio-silent` (peak under −80 dB of full scale).
 */
export function inspectWaveform(waveform: Waveform, info: AudioInfo): ErrorRecord[] {
  const { samples } = waveform;
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    const level = Math.abs(samples[i]!);
    if (!(level <= Number.MAX_VALUE)) {
      const at = secondsText(i / waveform.sampleRate);
      throw new EarmarkError('audio-not-finite', `${samples[i]!} at ${at}`);
    }
    if (level > peak) peak = level;
  }
  if (info.sampleRate < MIN_SAMPLE_RATE) {
    throw new EarmarkError('sample-rate-too-low', hertzText(info.sampleRate));
  }
  const seconds = durationSeconds(waveform);
  if (seconds < MIN_DURATION_SECONDS) {
    throw new EarmarkError('audio-too-short', secondsText(seconds));
  }
  const peakDb = 20 * Math.log10(peak);
  if (peakDb < SILENCE_DB) {
    const got = peak === 0 ? 'only zeros' : `a peak of ${peakDb.toFixed(0)} dB`;
    throw new EarmarkError('audio-silent', got);
  }
  return formatNotes(info);
}

function formatNotes({ sampleRate, channels }: AudioInfo): ErrorRecord[] {
  const notes: ErrorRecord[] = [];
  if (sampleRate > HIGH_SAMPLE_RATE) {
    notes.push({ code: 'note-resampled-high', got: hertzText(sampleRate) });
  }
  if (channels > 2) notes.push({ code: 'note-downmixed', got: channelsText(channels) });
  return notes;
}
