// How a score came about, step by step: from what it is on average to what it is here.

import type { ChartTable, Figure } from './figure';
import { namedBarsFigure, signColour, type NamedValue } from './named-bars';
import type { ChartTheme } from './theme';

export interface WaterfallOptions {
  readonly caption: string;
  /** With the unit in brackets. */
  readonly axisTitle: string;
  /** Where it begins, and where it comes to: `value` is the whole score. */
  readonly start: NamedValue;
  readonly end: NamedValue;
  /** `value` is what each adds, `detail` what was measured. */
  readonly steps: readonly NamedValue[];
  readonly theme: ChartTheme;
}

/** Room for the numbers beside the bars, as a share of the width. */
const ROOM = 0.15;

export function waterfallFigure(options: WaterfallOptions): Figure {
  const { axisTitle, start, end, steps, theme } = options;
  let sum = start.value;
  const bases = steps.map(({ value }) => (sum += value) - value);
  const edges = [0, start.value, ...bases, sum, end.value];
  const [lowest, highest] = [Math.min(...edges), Math.max(...edges)];
  const room = ROOM * (highest - lowest) || 1;
  const whole = (step: NamedValue) => ({ ...step, color: theme.mutedText });
  return namedBarsFigure({
    key: `waterfall ${axisTitle}`,
    axisTitle,
    range: [lowest - room, highest + room],
    bars: [
      whole(start),
      ...steps.map((step) => ({ ...step, color: signColour(step.value, theme) })),
      whole(end),
    ],
    bases: [0, ...bases, 0],
    theme,
  });
}

export function waterfallTable({
  caption,
  axisTitle,
  start,
  end,
  steps,
}: Omit<WaterfallOptions, 'theme'>): ChartTable {
  return {
    caption,
    columns: ['What', axisTitle, 'Value'],
    rows: [start, ...steps, end].map(({ name, exact }) => [name, exact.text, exact.detail]),
  };
}
