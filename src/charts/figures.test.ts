import { describe, expect, it } from 'vitest';
import { allCharts, makeHistory } from '../../test/builders/figures';
import type { EpochRecord } from '../core/run-types';
import type { Figure } from './figure';
import { genreDistributionFigure } from './genre-distribution';
import { genreCurvesFigure, genreCurvesTable, genreLines } from './genre-curves';
import { learningCurvesFigure, learningCurvesTable } from './learning-curves';
import { GENRE_PALETTE, genreColours } from './palette';
import { probabilityTimelineFigure, probabilityTimelineTable } from './probability-timeline';
import { DARK_THEME, LIGHT_THEME } from './theme';

const theme = LIGHT_THEME;

describe.each(allCharts(theme))('$name', ({ name, figure, table }) => {
  it('is plain data', () => {
    expect(structuredClone(figure)).toEqual(figure);
  });
  it('has a title with a unit on every axis of numbers', () => {
    const { xaxis, yaxis, yaxis2 } = figure.layout;
    for (const axis of [xaxis, yaxis, yaxis2]) {
      if (axis && axis.type !== 'category') expect(axis.title.text).toMatch(/\(.+\)$/);
    }
  });
  it('fixes the range of every axis of numbers', () => {
    const { xaxis, yaxis, yaxis2 } = figure.layout;
    for (const axis of [xaxis, yaxis, yaxis2]) {
      if (axis && axis.type !== 'category') expect(axis.range).toHaveLength(2);
    }
  });
  it('takes every colour but the genres’ from the theme', () => {
    const dark = allCharts(DARK_THEME).find((chart) => chart.name === name)!;
    const lightOnly = [theme.text, theme.mutedText, theme.grid, theme.accent, theme.secondary];
    const text = JSON.stringify(dark.figure);
    for (const colour of lightOnly) expect(text).not.toContain(colour);
  });
  it('has the same numbers as a table', () => {
    expect(table.caption).not.toBe('');
    expect(table.rows.length).toBeGreaterThan(0);
    for (const cells of table.rows) expect(cells).toHaveLength(table.columns.length);
  });
});

it('labels that come together are told in shares and counts, a label with itself apart', () => {
  const { figure, table } = allCharts(theme).find(({ name }) => name.startsWith('labels'))!;
  const [trace] = figure.data;
  if (trace?.type !== 'heatmap') throw new Error(trace?.type);
  expect(trace.z.map((row) => [...row])).toEqual([
    [NaN, 25],
    [50, NaN],
  ]);
  expect(trace.text![0]).toEqual([
    'dub: 4 clips',
    '1 of 4 clips with dub have calm too (25.0\u00a0%)',
  ]);
  expect(table.rows[1]).toEqual(['calm', '2', '1 (50.0\u00a0%)', '']);
});

describe('learning curves', () => {
  const options = { theme, totalEpochs: 30, numClasses: 10 };
  const at = (epochs: number): Figure =>
    learningCurvesFigure({ ...options, history: makeHistory(epochs), bestEpoch: epochs || null });

  it('keeps its axes from before the first epoch to the last', () => {
    for (const epochs of [1, 15, 30]) {
      expect(at(epochs).layout.xaxis).toEqual(at(0).layout.xaxis);
      expect(at(epochs).layout.yaxis).toEqual(at(0).layout.yaxis);
      expect(at(epochs).layout.yaxis2).toEqual(at(0).layout.yaxis2);
    }
    expect(at(0).layout.xaxis.range).toEqual([0, 30]);
    expect(at(0).layout.yaxis.range![1]).toBeCloseTo(1.25 * Math.log(10), 12);
  });

  it('grows in steps where the total is not known', () => {
    const end = (epochs: number) =>
      learningCurvesFigure({ theme, history: makeHistory(epochs) }).layout.xaxis.range![1];
    expect([0, 1, 10, 11, 45, 9000].map(end)).toEqual([10, 10, 10, 20, 50, 9000]);
  });

  it('says what is counted where clips have several labels', () => {
    const several = { ...options, history: makeHistory(2), severalLabels: true };
    const { yaxis, yaxis2 } = learningCurvesFigure(several).layout;
    expect(yaxis2?.title.text).toBe('All labels right (%)');
    const first = Math.max(several.history[0]!.trainLoss, several.history[0]!.validationLoss ?? 0);
    expect(yaxis.range![1]).toBeCloseTo(1.25 * Math.ceil(first), 12);
    const small = several.history.map((record) => ({
      ...record,
      trainLoss: 0.083,
      validationLoss: 0.02,
    }));
    const rare = learningCurvesFigure({ ...several, history: small }).layout;
    expect(rare.yaxis.range![1]).toBeCloseTo(1.25 * 0.09, 12);
    expect(learningCurvesTable(several).caption).toContain('share of clips whose labels');
  });

  it('leaves validation out where there are no validation clips', () => {
    const trained = { ...options, history: makeHistory(2), hasValidation: false };
    const { data } = learningCurvesFigure(trained);
    expect(data.map((trace) => 'name' in trace && trace.name)).toEqual(['Training', 'Training']);
    const { columns } = learningCurvesTable(trained);
    expect(columns).toEqual(['Epoch', 'Training loss', 'Training accuracy', 'Seconds']);
  });

  it('makes room for a loss above guessing, up to a limit', () => {
    const ceiling = (loss: number) => {
      const history = [{ ...makeHistory(1)[0]!, trainLoss: loss }];
      return learningCurvesFigure({ ...options, history }).layout.yaxis.range![1];
    };
    const start = 1.25 * Math.log(10);
    expect([1, 1.5, 3, 1e9].map((times) => ceiling(times * start) / start)).toEqual([1, 2, 4, 4]);
  });

  it('marks the kept epoch, and shows gaps where nothing was validated', () => {
    expect(at(7).layout.annotations![0]!.text).toContain('Kept epoch: 7');
    expect(at(7).layout.shapes![0]!.x0).toBe(7);
    expect(at(0).layout).not.toHaveProperty('shapes');
    const unvalidated = { ...makeHistory(1)[0]!, validationLoss: null, validationAccuracy: null };
    const { data } = learningCurvesFigure({ ...options, history: [unvalidated] });
    expect(data.map((trace) => trace.type === 'scatter' && trace.y)).toEqual([
      [unvalidated.trainLoss],
      [null],
      [unvalidated.trainAccuracy],
      [null],
    ]);
    expect(learningCurvesTable({ history: [unvalidated], epochName: 'Round' })).toEqual({
      caption: 'Loss (mean cross-entropy, nats, lower is better) and accuracy by round',
      columns: [
        ...['Round', 'Training loss', 'Validation loss'],
        ...['Training accuracy', 'Validation accuracy', 'Seconds'],
      ],
      rows: [[1, '2.000', '–', '0.200', '–', '1.5']],
    });
  });
});

describe('curves by genre', () => {
  const classes = ['rock', 'blues', 'jazz'];
  const at = (epochs: number, picked: string | null = null): Figure => {
    const history = makeHistory(epochs);
    return genreCurvesFigure({ theme, totalEpochs: 30, classes, history, picked });
  };
  const lines = (figure: Figure) => figure.data.filter((trace) => trace.type === 'scatter');

  it('draws one line a genre in the colour that it has everywhere', () => {
    const colours = genreColours(classes);
    expect(lines(at(3)).map(({ name, line }) => [name, line?.color])).toEqual(
      classes.map((genre) => [genre, colours.get(genre)]),
    );
    expect(lines(at(2))[0]!.y).toEqual([1 - 0.9, 1 - 0.45]);
  });
  it('leaves a gap where a genre has no validation clips, or nothing was recorded', () => {
    expect(lines(at(2))[2]!.y).toEqual([null, null]);
    const [{ validationGenres: _, ...old }] = makeHistory(1) as [EpochRecord];
    expect(lines(genreCurvesFigure({ theme, classes, history: [old] }))[0]!.y).toEqual([null]);
    expect(genreCurvesTable({ classes, history: makeHistory(1) }).rows).toEqual([
      [1, '10.0', '50.0', '–'],
    ]);
  });
  it('keeps its axes from before the first epoch to the last', () => {
    for (const epochs of [1, 30]) {
      expect(at(epochs).layout.xaxis).toEqual(at(0).layout.xaxis);
      expect(at(epochs).layout.yaxis).toEqual(at(0).layout.yaxis);
    }
  });
  it('lets the others step back behind the genre that is picked out', () => {
    const [rock, blues] = lines(at(3, 'blues'));
    expect(blues!.line!.width).toBeGreaterThan(rock!.line!.width!);
    expect([rock!.opacity, blues!.opacity]).toEqual([0.25, undefined]);
    expect(lines(at(3, 'polka')).map(({ opacity }) => opacity)).toEqual(
      classes.map(() => undefined),
    );
  });
  it('says in each column of its table what the numbers are', () => {
    expect(genreCurvesTable({ classes, history: makeHistory(1) }).columns).toEqual([
      'Epoch',
      ...classes.map((genre) => `${genre}: validation F1 (%)`),
    ]);
  });
  it('tells genres apart by dashes where colours have nearly the same hue, or come again', () => {
    const many = Array.from({ length: 16 }, (_, i) => `genre ${String(i).padStart(2, '0')}`);
    const dashes = genreLines(many.toReversed()).map(({ dash }) => dash);
    dashes.reverse(); // in the order of the palette's colours
    for (const hue of [
      [0, 4, 7],
      [1, 5, 10],
      [2, 3, 8],
      [9, 11],
      [6, 0],
      ...Array.from({ length: 4 }, (_, i) => [i, i + GENRE_PALETTE.length]),
    ]) {
      expect(new Set(hue.map((place) => dashes[place])).size).toBe(hue.length);
    }
  });
});

describe('genre distribution', () => {
  it('gives each genre the colour it has everywhere', () => {
    const genres = ['rock', 'blues'].map((genre) => ({ genre, clips: 3, minutes: 1, artists: 0 }));
    const [bars] = genreDistributionFigure({ genres, theme }).data;
    const colours = genreColours(['blues', 'rock']);
    expect(bars?.type === 'bar' && bars.marker.color).toEqual([
      colours.get('rock'),
      colours.get('blues'),
    ]);
  });
  it('copes with no genres', () => {
    expect(genreDistributionFigure({ genres: [], theme }).layout.xaxis.range).toEqual([0, 1.1]);
  });
});

describe('probability timeline', () => {
  it('lets each window last until the next, the last until its end', () => {
    const windows = [
      { startSeconds: 0, endSeconds: 10, probabilities: [0.4, 0.6] },
      { startSeconds: 5, endSeconds: 15, probabilities: [0.9, 0.1] },
    ];
    const figure = probabilityTimelineFigure({ classes: ['a', 'b'], windows, theme });
    expect(figure.layout.xaxis.range).toEqual([0, 15]);
    expect(figure.data[0]).toMatchObject({ name: 'a', x: [0, 5, 15], y: [0.4, 0.9, 0.9] });
  });
  it('tells the times of a long recording in minutes and seconds', () => {
    const windows = [0, 600, 1205].map((startSeconds) => {
      return { startSeconds, endSeconds: startSeconds + 5, probabilities: [1] };
    });
    const { layout } = probabilityTimelineFigure({ classes: ['a'], windows, theme });
    expect(layout.xaxis).toMatchObject({
      title: { text: 'Time (min:s)' },
      tickvals: [0, 300, 600, 900, 1200],
      ticktext: ['0:00', '5:00', '10:00', '15:00', '20:00'],
    });
    const { columns, rows } = probabilityTimelineTable({ classes: ['a'], windows });
    expect([columns[0], rows[1]![0]]).toEqual(['Time (min:s)', '10:00–10:05']);
  });
  it('draws a line each where there are several labels, the likeliest ones', () => {
    const classes = Array.from({ length: 12 }, (_, i) => `label ${i}`);
    const probabilities = classes.map((_, i) => i / 12);
    const windows = [{ startSeconds: 0, endSeconds: 10, probabilities }];
    const { data } = probabilityTimelineFigure({ classes, windows, theme, severalLabels: true });
    expect(data.map((trace) => trace.type === 'scatter' && trace.name)).toEqual(
      classes.slice(4).reverse(),
    );
    expect(data[0]).toMatchObject({ y: [11 / 12, 11 / 12] });
    expect(data[0]).not.toHaveProperty('stackgroup');
  });

  it('keeps the lines apart where there are more labels than colours', () => {
    const classes = Array.from({ length: 100 }, (_, i) => `label ${i}`);
    const windows = [
      { startSeconds: 0, endSeconds: 10, probabilities: classes.map((_, i) => i / 100) },
    ];
    const { data } = probabilityTimelineFigure({ classes, windows, theme, severalLabels: true });
    const colours = data.map((trace) => trace.type === 'scatter' && trace.line?.color);
    expect(new Set(colours)).toEqual(new Set(GENRE_PALETTE.slice(0, 8)));
  });

  it('copes with no windows', () => {
    const figure = probabilityTimelineFigure({ classes: ['a'], windows: [], theme });
    expect(figure.data[0]).toMatchObject({ x: [], y: [] });
  });
});
