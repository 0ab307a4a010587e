// Every chart once, with made-up numbers, for tests that ask the same of all charts.

import {
  explainedVarianceFigure,
  explainedVarianceTable,
} from '../../src/charts/explained-variance';
import {
  featureImportanceFigure,
  featureImportanceTable,
} from '../../src/charts/feature-importance';
import {
  genreDistributionFigure,
  genreDistributionTable,
} from '../../src/charts/genre-distribution';
import { genreCurvesFigure, genreCurvesTable } from '../../src/charts/genre-curves';
import type { ChartTable, Figure } from '../../src/charts/figure';
import {
  labelCooccurrenceFigure,
  labelCooccurrenceTable,
} from '../../src/charts/label-cooccurrence';
import { learningCurvesFigure, learningCurvesTable } from '../../src/charts/learning-curves';
import {
  parallelCoordinatesFigure,
  parallelCoordinatesTable,
} from '../../src/charts/parallel-coordinates';
import {
  probabilityTimelineFigure,
  probabilityTimelineTable,
} from '../../src/charts/probability-timeline';
import { spectrogramFigure, spectrogramTable } from '../../src/charts/spectrogram';
import type { ChartTheme } from '../../src/charts/theme';
import { waterfallFigure, waterfallTable } from '../../src/charts/waterfall';
import { createMatrix } from '../../src/core/matrix';
import type { EpochRecord } from '../../src/core/run-types';

export function makeHistory(epochs: number): EpochRecord[] {
  return Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    trainLoss: 2 / (i + 1),
    trainAccuracy: 1 - 0.8 / (i + 1),
    validationLoss: 2.2 / (i + 1),
    validationAccuracy: 1 - 0.9 / (i + 1),
    validationGenres: { recall: [1, 0.5, null], f1: [1 - 0.9 / (i + 1), 0.5, null] },
    seconds: 1.5,
  }));
}

export interface NamedChart {
  readonly name: string;
  readonly figure: Figure;
  readonly table: ChartTable;
}

export function allCharts(theme: ChartTheme): NamedChart[] {
  const history = makeHistory(12);
  const curves = { history, totalEpochs: 30, numClasses: 3, bestEpoch: 9, theme };
  const genres = [
    { genre: 'rock', clips: 30, minutes: 15, artists: 7 },
    { genre: 'jazz', clips: 12, minutes: 6, artists: 1 },
    { genre: 'blues', clips: 10, minutes: 5, artists: 0 },
  ];
  const classes = ['blues', 'jazz', 'rock'];
  const windows = [
    { startSeconds: 0, endSeconds: 10, probabilities: [0.2, 0.3, 0.5] },
    { startSeconds: 5, endSeconds: 15, probabilities: [0.1, 0.1, 0.8] },
  ];
  const numMels = 16;
  const levels = Float32Array.from({ length: 40 * numMels }, (_, i) => -((i * 7) % 80));
  const spectrogram = {
    logMel: createMatrix(40, numMels, levels),
    frameSeconds: 0.1,
    bandHz: Array.from({ length: numMels }, (_, band) => 60 * 1.35 ** band),
    colourRange: [-80, 0] as const,
    theme,
  };
  const variance = { ratios: [0.5, 0.25, 0.15, 0.1], numComponents: 2 };
  const importances = {
    caption: 'Mean push of each measurement',
    axisTitle: 'Mean push (nats)',
    bars: [named('Tempo', 0.4, 'Rhythm'), named('MFCC 1, mean', -0.1, 'Sound colour')],
    theme,
  };
  const step = named('Tempo', 0.5, '92 BPM');
  const waterfall = {
    caption: 'How the score of blues came about',
    axisTitle: 'Score (nats)',
    start: named('On average', -0.2),
    steps: [step, { ...step, value: -0.1 }],
    end: named('This clip', 0.2),
    theme,
  };
  const coordinates = {
    caption: 'Settings that were tried',
    lineName: 'Try',
    axes: [
      {
        title: 'Learning rate',
        scale: 'log',
        range: [0.01, 1],
        ticks: [{ value: 0.1, text: '0.1' }],
      },
      { title: 'Accuracy', scale: 'linear', range: [0, 1], ticks: [{ value: 1, text: '100 %' }] },
    ] as const,
    lines: [
      { name: 'Try 1', values: [0.1, 0.8], texts: ['0.1', '80 %'], score: 0.8, best: true },
      { name: 'Try 2', values: [0.02, 0.6], texts: ['0.02', '60 %'], score: 0.6, best: false },
      { name: 'Try 3', values: [0.5, null], texts: ['0.5', ''], score: null, best: false },
    ],
    theme,
  };
  const cooccurrence = {
    labels: ['dub', 'calm'],
    counts: [Uint32Array.of(4, 1), Uint32Array.of(1, 2)],
    leftOut: 0,
  };
  return [
    {
      name: 'labels that come together',
      figure: labelCooccurrenceFigure({ cooccurrence, theme }),
      table: labelCooccurrenceTable({ cooccurrence }),
    },
    {
      name: 'learning curves',
      figure: learningCurvesFigure(curves),
      table: learningCurvesTable(curves),
    },
    {
      name: 'curves by genre',
      figure: genreCurvesFigure({ ...curves, classes, picked: 'jazz' }),
      table: genreCurvesTable({ history, classes }),
    },
    {
      name: 'genre distribution',
      figure: genreDistributionFigure({ genres, theme }),
      table: genreDistributionTable({ genres }),
    },
    {
      name: 'probability timeline',
      figure: probabilityTimelineFigure({ classes, windows, theme }),
      table: probabilityTimelineTable({ classes, windows }),
    },
    {
      name: 'spectrogram',
      figure: spectrogramFigure(spectrogram),
      table: spectrogramTable(spectrogram),
    },
    {
      name: 'explained variance',
      figure: explainedVarianceFigure({ ...variance, theme }),
      table: explainedVarianceTable(variance),
    },
    {
      name: 'feature importance',
      figure: featureImportanceFigure(importances),
      table: featureImportanceTable(importances),
    },
    {
      name: 'parallel coordinates',
      figure: parallelCoordinatesFigure(coordinates),
      table: parallelCoordinatesTable(coordinates),
    },
    {
      name: 'waterfall',
      figure: waterfallFigure(waterfall),
      table: waterfallTable(waterfall),
    },
  ];
}

function named(name: string, value: number, detail = '') {
  const text = String(value).replace('-', '−');
  return { name, value, text, detail, exact: { text, detail } };
}
