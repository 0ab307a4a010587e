// Loss and accuracy over the epochs, train against validation, the kept epoch marked. Axes are fixed
// from the start, so that nothing moves but the lines.

import type { EpochRecord } from '../core/run-types';
import { epochAxis, keptEpochMark, type EpochChartOptions } from './epoch-axis';
import { FIGURE_CONFIG, type ChartTable, type Figure, type ScatterTrace } from './figure';
import { baseAxis, baseLayout, PERCENT_TICKS, percentText, type ChartTheme } from './theme';

export interface LearningCurvesOptions extends EpochChartOptions {
  /** There are validation clips: without any their curves are left out. */
  readonly hasValidation?: boolean;
  /** Sets the loss axis: guessing costs ln(numClasses). With several labels a clip, of which most are rare, and without it the axis follows the first losses. */
  readonly numClasses?: number;
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

export function learningCurvesFigure(options: LearningCurvesOptions): Figure {
  const { history, theme, epochName = 'Epoch' } = options;
  return {
    data: curvesOf(options).map((curve) => trace(curve, history, theme, epochName)),
    layout: {
      ...baseLayout(theme, 'learning-curves'),
      xaxis: { ...epochAxis(options), anchor: 'y2' },
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
      ...keptEpochMark(options, { y: 0.5, yanchor: 'middle' }),
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
