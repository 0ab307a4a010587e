import { describe, expect, it } from 'vitest';
import { createMatrix } from '../core/matrix';
import {
  sharedColourRange,
  spectrogramCaption,
  spectrogramFigure,
  spectrogramTable,
} from './spectrogram';
import { LIGHT_THEME } from './theme';

const theme = LIGHT_THEME;

describe('spectrogram', () => {
  const bandHz = [100, 200, 400, 800];
  const options = { frameSeconds: 0.5, bandHz, colourRange: [-80, 0] as const, theme };
  const logMel = createMatrix(2, 4, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));

  it('begins where the part of the recording begins', () => {
    const part = { ...options, logMel, startSeconds: 100 };
    const { data, layout } = spectrogramFigure(part);
    expect(data[0]).toMatchObject({ x0: 100.25, dx: 0.5 });
    expect(layout.xaxis.range).toEqual([100, 101]);
    expect(spectrogramTable(part).rows[1]![0]).toBe('100.5–101.0');
  });

  it('has a row a band, lowest first, and time in seconds', () => {
    const { data, layout } = spectrogramFigure({ ...options, logMel });
    expect(data[0]).toMatchObject({
      z: [
        [1, 5],
        [2, 6],
        [3, 7],
        [4, 8],
      ].map((values) => Float32Array.from(values)),
      x0: 0.25,
      dx: 0.5,
      zmin: -80,
      zmax: 0,
    });
    expect(layout.xaxis.range).toEqual([0, 1]);
  });

  it('puts Hz between the bands they lie between', () => {
    const { yaxis } = spectrogramFigure({ ...options, logMel }).layout;
    expect(yaxis.ticktext).toEqual(['125', '250', '500']);
    expect(yaxis.tickvals).toEqual([0.25, 1.25, 2.25]);
  });

  it('averages what no screen can show, without moving it in time', () => {
    const long = createMatrix(2000, 4, new Float32Array(8000).fill(-3));
    const { data, layout } = spectrogramFigure({ ...options, logMel: long });
    const [heat] = data;
    expect(heat?.type === 'heatmap' && heat.z[0]?.length).toBe(800);
    expect(
      heat?.type === 'heatmap' && heat.z[3]?.every((level) => Math.abs(level + 3) < 1e-5),
    ).toBe(true);
    expect(layout.xaxis.range).toEqual([0, 1000]);
    expect(spectrogramTable({ ...options, logMel: long }).rows).toHaveLength(30);
  });

  it('tabulates mean levels by time and frequency range', () => {
    expect(spectrogramTable({ ...options, logMel })).toEqual({
      caption: 'Mean level (dB) by time and frequency range',
      columns: ['Time (s)', '0–250 Hz (dB)', '250–500 Hz (dB)', '500–1000 Hz (dB)'],
      rows: [
        ['0.0–0.5', '1.5', '3.0', '4.0'],
        ['0.5–1.0', '5.5', '7.0', '8.0'],
      ],
    });
  });

  it('says what is pointed at in Hz and dB, with a real minus sign', () => {
    const quiet = createMatrix(1, 4, Float32Array.of(-51.6, -0.2, 3, 4));
    const [heat] = spectrogramFigure({ ...options, logMel: quiet }).data;
    expect(heat).toMatchObject({
      text: [
        ['100 Hz: −52\u00a0dB'],
        ['200 Hz: 0\u00a0dB'],
        ['400 Hz: 3\u00a0dB'],
        ['800 Hz: 4\u00a0dB'],
      ],
    });
    expect(spectrogramTable({ ...options, logMel: quiet }).rows[0]![1]).toBe('−25.9');
  });

  it('leaves colour bar and axis title to words where it is narrow', () => {
    const { data, layout } = spectrogramFigure({ ...options, logMel, compact: true });
    expect(data[0]).toMatchObject({ showscale: false });
    expect(layout.yaxis.title.text).toBe('');
    expect(layout.margin.l).toBeLessThan(40);
    expect(spectrogramCaption([-51.2, 28.8])).toContain('dark −51\u00a0dB to bright 29\u00a0dB');
  });

  it('shares one colour range: the loudest of all, and 80 dB below', () => {
    const other = createMatrix(1, 1, Float32Array.of(-12));
    expect(sharedColourRange([logMel, other])).toEqual([-72, 8]);
    expect(sharedColourRange([])).toEqual([-80, 0]);
  });
});
