// The colour of a confusion matrix cell: from the page's own surface (none) to the accent (all).

import { mix, readableText } from './colour';
import type { ChartTheme } from './theme';

export interface CellColour {
  /** #rrggbb */
  readonly background: string;
  /** #rrggbb, readable on the background. */
  readonly text: string;
}

/** @param share of the true genre's clips that fall into the cell, 0…1 */
export function confusionColour(share: number, theme: ChartTheme): CellColour {
  const clamped = Number.isFinite(share) ? Math.max(0, Math.min(1, share)) : 0;
  // The square root spreads the small shares, which are most cells and all the interesting ones.
  const background = mix(theme.surface, theme.accent, Math.sqrt(clamped));
  return { background, text: readableText(background) };
}
