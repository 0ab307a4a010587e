// Named numbers as bars, in the order given: what a model listens to.

import type { ChartTable, Figure } from './figure';
import { namedBarsFigure, signColour, type NamedValue } from './named-bars';
import type { ChartTheme } from './theme';

export interface FeatureImportanceOptions {
  readonly caption: string;
  /** With the unit in brackets. */
  readonly axisTitle: string;
  readonly bars: readonly NamedValue[];
  readonly theme: ChartTheme;
}

/** Room for the numbers beside the bars, as a share of the longest. */
const ROOM = 0.32;

export function featureImportanceFigure({
  axisTitle,
  bars,
  theme,
}: FeatureImportanceOptions): Figure {
  const values = bars.map(({ value }) => value);
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  const room = ROOM * (highest - lowest) || 1;
  return namedBarsFigure({
    key: `feature-importance ${axisTitle}`,
    axisTitle,
    range: [lowest < 0 ? lowest - room : 0, highest + room],
    bars: bars.map((bar) => ({ ...bar, color: signColour(bar.value, theme) })),
    theme,
  });
}

export function featureImportanceTable({
  caption,
  axisTitle,
  bars,
}: Omit<FeatureImportanceOptions, 'theme'>): ChartTable {
  return {
    caption,
    columns: ['What', axisTitle, 'Details'],
    rows: bars.map(({ name, exact }) => [name, exact.text, exact.detail]),
  };
}
