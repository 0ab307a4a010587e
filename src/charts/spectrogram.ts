// A log-mel spectrogram as a heat map: time to the right, pitch upwards, level as colour. Several
// spectrograms with the same colour range can be compared by eye.

import { formatCount } from '../core/format';
import { column, createMatrix, row, type Matrix } from '../core/matrix';
import { FIGURE_CONFIG, type Axis, type ChartTable, type Figure } from './figure';
import { baseAxis, baseLayout, type ChartTheme } from './theme';

export interface SpectrogramOptions {
  /** Log-mel power in dB, shape [numFrames, numMels]. */
  readonly logMel: Matrix;
  /** Seconds between frames. */
  readonly frameSeconds: number;
  /** Where in the recording the first frame lies; 0 if left out. */
  readonly startSeconds?: number;
  /** Centre of every band in Hz, rising, shape [numMels]. */
  readonly bandHz: ArrayLike<number>;
  /** dB at the two ends of the colour scale: `sharedColourRange`. */
  readonly colourRange: readonly [low: number, high: number];
  readonly theme: ChartTheme;
  /** For a narrow place: slim axes and no colour bar; `spectrogramCaption` says the same in words. */
  readonly compact?: boolean;
}

/** More frames than this are averaged: a screen shows no more, and drawing stays quick. */
const MAX_FRAMES = 800;
/** dB between the loudest and the quietest colour, as librosa's `top_db`. */
const DYNAMIC_RANGE_DB = 80;
const TICKS_HZ = [32, 64, 125, 250, 500, 1000, 2000, 4000, 8000, 16000];
/** Between labels, as a share of the axis. */
const MIN_TICK_DISTANCE = 0.08;
/** Pixels; room for "500" beside the axis, and for half a label past its end. */
const COMPACT_MARGIN = { l: 38, r: 12, t: 8 };
const TABLE_EDGES_HZ = [0, 250, 500, 1000, 2000, 4000, Infinity];
const TABLE_ROWS = 30;

export function spectrogramFigure(options: SpectrogramOptions): Figure {
  const { logMel, bandHz, colourRange, theme, startSeconds = 0, compact = false } = options;
  const seconds = logMel.rows * options.frameSeconds;
  const shown = averageFrames(logMel, MAX_FRAMES);
  const frameSeconds = seconds / shown.rows;
  const layout = baseLayout(theme, 'spectrogram');
  return {
    data: [
      {
        type: 'heatmap',
        // Cells are centred on x: half a frame in, the first begins at the start.
        x0: startSeconds + frameSeconds / 2,
        dx: frameSeconds,
        z: Array.from({ length: shown.columns }, (_, band) => column(shown, band)),
        zmin: colourRange[0],
        zmax: colourRange[1],
        colorscale: 'Cividis',
        showscale: !compact,
        colorbar: { title: { text: 'Level (dB)', font: { size: 13 } }, thickness: 12 },
        text: pointedAt(shown, bandHz),
        hovertemplate: '%{x:.2f} s, %{text}<extra></extra>',
      },
    ],
    layout: {
      ...layout,
      ...(compact ? { margin: { ...layout.margin, ...COMPACT_MARGIN } } : {}),
      xaxis: {
        ...baseAxis(theme, 'Time (s)'),
        range: [startSeconds, startSeconds + seconds],
        showgrid: false,
      },
      yaxis: {
        ...frequencyAxis(bandHz, theme, compact),
        range: [-0.5, shown.columns - 0.5],
        showgrid: false,
      },
      hovermode: 'closest',
    },
    config: FIGURE_CONFIG,
  };
}

/** What a compact picture leaves to words. */
export function spectrogramCaption([low, high]: readonly [low: number, high: number]): string {
  return `Upwards: frequency in Hz (k: thousands). Colour: level, dark ${decibels(low)} to bright ${decibels(high)}.`;
}

/** Frequency and level of every cell, "440 Hz: −12 dB"; as few strings as there are different ones. */
function pointedAt(shown: Matrix, bandHz: ArrayLike<number>): string[][] {
  return Array.from({ length: shown.columns }, (_, band) => {
    const hz = formatCount(Math.round(bandHz[band] ?? NaN));
    const texts = new Map<number, string>();
    return Array.from(column(shown, band), (level) => {
      const whole = Math.round(level);
      let text = texts.get(whole);
      if (text === undefined) texts.set(whole, (text = `${hz} Hz: ${decibels(whole)}`));
      return text;
    });
  });
}

function decibels(level: number): string {
  return `${minus(level.toFixed(0))}\u00a0dB`;
}

/** With a real minus sign, and none before zero. */
function minus(text: string): string {
  return text.replace(/^-(?=[0.]*$)/, '').replace('-', '−');
}

/** Mean level by time and frequency range: the picture in at most 30 rows. */
export function spectrogramTable(
  options: Pick<SpectrogramOptions, 'logMel' | 'frameSeconds' | 'bandHz' | 'startSeconds'>,
): ChartTable {
  const { logMel, bandHz, startSeconds = 0 } = options;
  const shown = averageFrames(logMel, TABLE_ROWS);
  const frameSeconds = (logMel.rows * options.frameSeconds) / shown.rows;
  const ranges = TABLE_EDGES_HZ.slice(1).flatMap((high, i) => {
    const low = TABLE_EDGES_HZ[i]!;
    const bands = Array.from(bandHz).flatMap((hz, k) => (hz >= low && hz < high ? [k] : []));
    const name = high === Infinity ? `from ${low} Hz` : `${low}–${high} Hz`;
    return bands.length > 0 ? [{ name, bands }] : [];
  });
  return {
    caption: 'Mean level (dB) by time and frequency range',
    columns: ['Time (s)', ...ranges.map((range) => `${range.name} (dB)`)],
    rows: Array.from({ length: shown.rows }, (_, frame) => {
      const levels = row(shown, frame);
      const start = startSeconds + frame * frameSeconds;
      return [
        `${start.toFixed(1)}–${(start + frameSeconds).toFixed(1)}`,
        ...ranges.map(({ bands }) => minus(mean(bands.map((band) => levels[band]!)).toFixed(1))),
      ];
    }),
  };
}

/** One colour range for spectrograms shown side by side: the loudest dB of all, and 80 dB below. */
export function sharedColourRange(spectrograms: readonly Matrix[]): [low: number, high: number] {
  let loudest = -Infinity;
  for (const { data } of spectrograms) for (const level of data) loudest = Math.max(loudest, level);
  return Number.isFinite(loudest) ? [loudest - DYNAMIC_RANGE_DB, loudest] : [-DYNAMIC_RANGE_DB, 0];
}

function frequencyAxis(bandHz: ArrayLike<number>, theme: ChartTheme, compact: boolean): Axis {
  const closest = bandHz.length * MIN_TICK_DISTANCE;
  const ticks: { hz: number; position: number }[] = [];
  // Downwards: mel bands crowd together at the bottom, where labels would overlap.
  for (const hz of TICKS_HZ.toReversed()) {
    if (hz < bandHz[0]! || hz > bandHz[bandHz.length - 1]!) continue;
    const position = bandPosition(hz, bandHz);
    const above = ticks.at(-1);
    if (!above || above.position - position >= closest) ticks.push({ hz, position });
  }
  ticks.reverse();
  return {
    ...baseAxis(theme, compact ? '' : 'Frequency (Hz)'),
    automargin: !compact,
    tickvals: ticks.map(({ position }) => position),
    ticktext: ticks.map(({ hz }) => (compact && hz >= 1000 ? `${hz / 1000}k` : formatCount(hz))),
  };
}

/** Fractional band index of a frequency between the first and the last band's. */
function bandPosition(hz: number, bandHz: ArrayLike<number>): number {
  let band = 0;
  while (band < bandHz.length - 2 && bandHz[band + 1]! < hz) band++;
  return band + (hz - bandHz[band]!) / (bandHz[band + 1]! - bandHz[band]!);
}

/** Means over stretches of frames as equal as can be, at most `maxFrames` of them. */
function averageFrames(matrix: Matrix, maxFrames: number): Matrix {
  if (matrix.rows <= maxFrames) return matrix;
  const averaged = createMatrix(maxFrames, matrix.columns);
  for (let i = 0; i < maxFrames; i++) {
    const from = Math.floor((i * matrix.rows) / maxFrames);
    const to = Math.floor(((i + 1) * matrix.rows) / maxFrames);
    const target = row(averaged, i);
    for (let frame = from; frame < to; frame++) {
      row(matrix, frame).forEach((level, band) => (target[band]! += level / (to - from)));
    }
  }
  return averaged;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
