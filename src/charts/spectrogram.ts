// A log-mel spectrogram as a heat map: time to the right, pitch upwards, level as colour. Several
// spectrograms with the same colour range can be compared by eye.

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
}

/** More frames than this are averaged: a screen shows no more, and drawing stays quick. */
const MAX_FRAMES = 800;
/** dB between the loudest and the quietest colour, as librosa's `top_db`. */
const DYNAMIC_RANGE_DB = 80;
const TICKS_HZ = [32, 64, 125, 250, 500, 1000, 2000, 4000, 8000, 16000];
/** Between labels, as a share of the axis. */
const MIN_TICK_DISTANCE = 0.08;
const TABLE_EDGES_HZ = [0, 250, 500, 1000, 2000, 4000, Infinity];
const TABLE_ROWS = 30;

export function spectrogramFigure(options: SpectrogramOptions): Figure {
  const { logMel, bandHz, colourRange, theme, startSeconds = 0 } = options;
  const seconds = logMel.rows * options.frameSeconds;
  const shown = averageFrames(logMel, MAX_FRAMES);
  const frameSeconds = seconds / shown.rows;
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
        colorbar: { title: { text: 'Level (dB)', font: { size: 13 } }, thickness: 12 },
        hovertemplate: '%{x:.2f} s, band %{y}: %{z:.0f} dB<extra></extra>',
      },
    ],
    layout: {
      ...baseLayout(theme, 'spectrogram'),
      xaxis: {
        ...baseAxis(theme, 'Time (s)'),
        range: [startSeconds, startSeconds + seconds],
        showgrid: false,
      },
      yaxis: {
        ...frequencyAxis(bandHz, theme),
        range: [-0.5, shown.columns - 0.5],
        showgrid: false,
      },
      hovermode: 'closest',
    },
    config: FIGURE_CONFIG,
  };
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
    columns: ['Time (s)', ...ranges.map((range) => range.name)],
    rows: Array.from({ length: shown.rows }, (_, frame) => {
      const levels = row(shown, frame);
      const start = startSeconds + frame * frameSeconds;
      return [
        `${start.toFixed(1)}–${(start + frameSeconds).toFixed(1)}`,
        ...ranges.map(({ bands }) => mean(bands.map((band) => levels[band]!)).toFixed(1)),
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

function frequencyAxis(bandHz: ArrayLike<number>, theme: ChartTheme): Axis {
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
    ...baseAxis(theme, 'Frequency (Hz)'),
    tickvals: ticks.map(({ position }) => position),
    ticktext: ticks.map(({ hz }) => hz.toLocaleString('en')),
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
