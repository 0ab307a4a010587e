// The one place that talks to wavesurfer.js: loads it when the first waveform is drawn.
// It draws and hears the pointer; the sound is the page's own <audio> element.

import type WaveSurfer from 'wavesurfer.js';
import type { WaveformPeaks } from '../core/audio-types';
import type { ChartTheme } from '../charts/theme';

export interface WaveformOptions {
  readonly container: HTMLElement;
  /** Has its source already: it is not touched. */
  readonly media: HTMLMediaElement;
  readonly peaks: WaveformPeaks;
  readonly durationSeconds: number;
  readonly theme: ChartTheme;
}

/** To be given back with `destroy`. */
export async function drawWaveform(options: WaveformOptions): Promise<WaveSurfer> {
  const { default: library } = await import('wavesurfer.js');
  const { container, media, peaks, durationSeconds, theme } = options;
  return library.create({
    container,
    media,
    // It draws the size of the first above the line and of the second below.
    peaks: [peaks.max, peaks.min],
    duration: durationSeconds,
    height: 'auto',
    normalize: true,
    hideScrollbar: true,
    dragToSeek: { debounceTime: 0 },
    cursorWidth: 2,
    ...waveformColours(theme),
  });
}

export function waveformColours(
  theme: ChartTheme,
): Record<'waveColor' | 'progressColor' | 'cursorColor', string> {
  return { waveColor: theme.mutedText, progressColor: theme.accent, cursorColor: theme.text };
}
