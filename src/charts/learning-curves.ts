// Loss and accuracy over the epochs, train against validation, the kept epoch marked. Axes are fixed
// from the start, so that nothing moves but the lines.

import type { EpochRecord } from '../core/run-types';
import {
  FIGURE_CONFIG,
  type Annotation,
  type ChartTable,
  type Figure,
  type ScatterTrace,
  type Shape,
} from './figure';
import { baseAxis, baseLayout, PERCENT_TICKS, percentText, type ChartTheme } from './theme';

export interface LearningCurvesOptions {
  readonly history: readonly EpochRecord[];
  readonly theme: ChartTheme;
  /** Epoch whose model is kept; null while there is none. */
  readonly bestEpoch?: number | null;
  /** Epochs (or boosting rounds) the run will have at most. Without it the axis grows in steps. */
  readonly totalEpochs?: number;
  /** There are validation clips: without any their curves are left out. */
  readonly hasValidation?: boolean;
  /** Sets the loss axis: guessing costs ln(numClasses). With several labels a clip, of which most are rare, and without it the axis follows the first losses. */
  readonly numClasses?: number;
  /** What is counted, for example "Round". */
  readonly epochName?: string;
  /** Under the axis, in place of "Round (number)". */
  readonly axisTitle?: string;
  /** At the kept epoch, in place of "Kept round: 12". */
  readonly keptText?: string;
  /** Each clip has several labels: accuracy is the share of clips whose labels are all right. */
  readonly severalLabels?: boolean;
}

interface Curve {
  readonly panel: 'loss' | 'accuracy';
  readonly side: 'Training' | 'Validation';
  of(record: EpochRecord): number | null;
}

const CURVES: readonly Curve[] = [
  { panel: 'loss', side: 'Training', of: (record) => record.trainLoss },
  { panel: 'loss', side: 'Validation', of: (record) => record.validationLoss },
  { panel: 'accuracy', side: 'Training', of: (record) => record.trainAccuracy },
  { panel: 'accuracy', side: 'Validation', of: (record) => record.validationAccuracy },
];

const LOSS_DOMAIN = [0.55, 1] as const;
const ACCURACY_DOMAIN = [0, 0.45] as const;
const EPOCH_STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

export function learningCurvesFigure(options: LearningCurvesOptions): Figure {
  const { history, theme, bestEpoch = null, epochName = 'Epoch' } = options;
  const end = lastEpoch(history, options.totalEpochs);
  return {
    data: curvesOf(options).map((curve) => trace(curve, history, theme, epochName)),
    layout: {
      ...baseLayout(theme, 'learning-curves'),
      // From 0, so that the first epoch's point does not sit on the frame.
      xaxis: {
        ...baseAxis(theme, options.axisTitle ?? `${epochName} (number)`),
        range: [0, end],
        anchor: 'y2',
        ...(end <= 10 && { dtick: 1 }), // there are no half epochs
      },
      yaxis: {
        ...baseAxis(theme, 'Loss (lower is better)'),
        range: [0, lossCeiling(history, options.severalLabels ? undefined : options.numClasses)],
        domain: LOSS_DOMAIN,
      },
      yaxis2: {
        ...baseAxis(theme, options.severalLabels ? 'All labels right (%)' : 'Accuracy (%)'),
        range: [0, 1.02],
        domain: ACCURACY_DOMAIN,
        ...PERCENT_TICKS,
        anchor: 'x',
      },
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      ...(bestEpoch !== null && {
        shapes: [bestEpochLine(bestEpoch, theme)],
        annotations: [
          keptEpochText(
            bestEpoch,
            end,
            options.keptText ?? `Kept ${epochName.toLowerCase()}: ${bestEpoch}`,
            theme,
          ),
        ],
      }),
      hovermode: 'x unified',
    },
    config: FIGURE_CONFIG,
  };
}

export function learningCurvesTable(
  options: Pick<LearningCurvesOptions, 'history' | 'epochName' | 'severalLabels' | 'hasValidation'>,
): ChartTable {
  const { history, epochName = 'Epoch', severalLabels = false } = options;
  const curves = curvesOf(options);
  const accuracy = severalLabels ? 'share of clips whose labels are all right' : 'accuracy';
  return {
    caption: `Loss (mean cross-entropy, nats, lower is better) and ${accuracy} by ${epochName.toLowerCase()}`,
    columns: [epochName, ...curves.map((curve) => `${curve.side} ${curve.panel}`), 'Seconds'],
    rows: history.map((record) => [
      record.epoch,
      ...curves.map((curve) => curve.of(record)?.toFixed(3) ?? '–'),
      record.seconds.toFixed(1),
    ]),
  };
}

function curvesOf({
  hasValidation = true,
}: Pick<LearningCurvesOptions, 'hasValidation'>): readonly Curve[] {
  return hasValidation ? CURVES : CURVES.filter(({ side }) => side === 'Training');
}

function trace(
  { panel, side, of }: Curve,
  history: readonly EpochRecord[],
  theme: ChartTheme,
  epochName: string,
): ScatterTrace {
  // Dashes tell the two apart without colour.
  const color = side === 'Training' ? theme.accent : theme.secondary;
  const value = panel === 'loss' ? '%{y:.3f}' : '%{text}';
  return {
    type: 'scatter',
    // A single point draws no line.
    mode: history.length < 2 ? 'markers' : 'lines',
    name: side,
    legendgroup: side,
    showlegend: panel === 'loss',
    x: history.map((record) => record.epoch),
    y: history.map(of),
    ...(panel === 'accuracy' && { text: history.map((record) => percentText(of(record))) }),
    yaxis: panel === 'loss' ? 'y' : 'y2',
    line: { color, width: 2, dash: side === 'Training' ? 'solid' : 'dash' },
    marker: { color, size: 6 },
    hovertemplate: `${side} ${panel}, ${epochName.toLowerCase()} %{x}: ${value}<extra></extra>`,
  };
}

function lastEpoch(history: readonly EpochRecord[], totalEpochs: number | undefined): number {
  const reached = history.at(-1)?.epoch ?? 0;
  if (totalEpochs !== undefined) return Math.max(totalEpochs, reached, 2);
  return EPOCH_STEPS.find((step) => step >= reached) ?? reached;
}

/** Starts above the loss of guessing; doubles, at most twice, if a loss is higher. */
function lossCeiling(history: readonly EpochRecord[], numClasses: number | undefined): number {
  const first = history[0];
  const guessing =
    numClasses === undefined
      ? roundedUp(Math.max(first?.trainLoss ?? 0, first?.validationLoss ?? 0))
      : Math.log(Math.max(2, numClasses));
  const start = 1.25 * guessing;
  const highest = history.reduce(
    (most, { trainLoss, validationLoss }) => Math.max(most, trainLoss, validationLoss ?? 0),
    0,
  );
  if (highest <= start) return start;
  return highest <= 2 * start ? 2 * start : 4 * start;
}

/** Up to the next digit in front: 0.083 → 0.09, 2.2 → 3; 1 for 0. */
function roundedUp(value: number): number {
  if (value <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}

function bestEpochLine(epoch: number, theme: ChartTheme): Shape {
  const line = { color: theme.mutedText, width: 1, dash: 'dot' } as const;
  return { type: 'line', xref: 'x', yref: 'paper', x0: epoch, x1: epoch, y0: 0, y1: 1, line };
}

function keptEpochText(epoch: number, end: number, text: string, theme: ChartTheme): Annotation {
  return {
    text: ` ${text} `,
    xref: 'x',
    yref: 'paper',
    x: epoch,
    y: 0.5,
    xanchor: epoch > end / 2 ? 'right' : 'left',
    yanchor: 'middle',
    showarrow: false,
    font: { color: theme.text },
  };
}
