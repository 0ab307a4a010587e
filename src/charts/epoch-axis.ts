// What all charts over epochs share: the axis they run along, fixed from the start, and the mark at the kept epoch.

import type { EpochRecord } from '../core/run-types';
import type { Annotation, Axis, Layout, Shape } from './figure';
import { baseAxis, type ChartTheme } from './theme';

export interface EpochChartOptions {
  readonly history: readonly EpochRecord[];
  readonly theme: ChartTheme;
  /** Epoch whose model is kept; null while there is none. */
  readonly bestEpoch?: number | null;
  /** Epochs (or boosting rounds) the run will have at most. Without it the axis grows in steps. */
  readonly totalEpochs?: number;
  /** What is counted, for example "Round". */
  readonly epochName?: string;
  /** Under the axis, in place of "Round (number)". */
  readonly axisTitle?: string;
  /** At the kept epoch, in place of "Kept round: 12". */
  readonly keptText?: string;
}

const EPOCH_STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** From 0, so that the first epoch's point does not sit on the frame. */
export function epochAxis(options: EpochChartOptions): Axis {
  const { history, theme, totalEpochs, axisTitle, epochName = 'Epoch' } = options;
  const end = lastEpoch(history, totalEpochs);
  return {
    ...baseAxis(theme, axisTitle ?? `${epochName} (number)`),
    range: [0, end],
    ...(end <= 10 && { dtick: 1 }), // there are no half epochs
  };
}

/**
 * A dotted line at the kept epoch, and its name; nothing while there is none.
 * @param at height of the name, as a share of the picture from below
 */
export function keptEpochMark(
  options: EpochChartOptions,
  at: Pick<Annotation, 'y' | 'yanchor'>,
): Pick<Layout, 'shapes' | 'annotations'> {
  const { history, theme, totalEpochs, bestEpoch = null, epochName = 'Epoch' } = options;
  if (bestEpoch === null) return {};
  const text = options.keptText ?? `Kept ${epochName.toLowerCase()}: ${bestEpoch}`;
  const isLate = bestEpoch > lastEpoch(history, totalEpochs) / 2;
  return {
    shapes: [verticalLine(bestEpoch, theme)],
    annotations: [
      {
        text: ` ${text} `,
        xref: 'x',
        yref: 'paper',
        x: bestEpoch,
        ...at,
        xanchor: isLate ? 'right' : 'left',
        showarrow: false,
        font: { color: theme.text },
      },
    ],
  };
}

function lastEpoch(history: readonly EpochRecord[], totalEpochs: number | undefined): number {
  const reached = history.at(-1)?.epoch ?? 0;
  if (totalEpochs !== undefined) return Math.max(totalEpochs, reached, 2);
  return EPOCH_STEPS.find((step) => step >= reached) ?? reached;
}

function verticalLine(epoch: number, theme: ChartTheme): Shape {
  const line = { color: theme.mutedText, width: 1, dash: 'dot' } as const;
  return { type: 'line', xref: 'x', yref: 'paper', x0: epoch, x1: epoch, y0: 0, y1: 1, line };
}
