// The colours of a chart that are not data, for light and dark pages. They come in as an argument:
// nothing here looks at the page.

import type { Axis, Layout } from './figure';

/** Colours as #rrggbb or rgb(r, g, b). */
export interface ChartTheme {
  readonly text: string;
  readonly mutedText: string;
  readonly grid: string;
  /** What the chart stands on; also the colour for "none" in sequential scales. */
  readonly surface: string;
  /** First of two lines, and "all" in sequential scales. */
  readonly accent: string;
  /** Second of two lines. */
  readonly secondary: string;
  readonly fontFamily: string;
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export const LIGHT_THEME: ChartTheme = {
  text: '#1b1d22',
  mutedText: '#5a606b',
  grid: '#dcdfe4',
  surface: '#ffffff',
  accent: '#00666a',
  secondary: '#b0500f',
  fontFamily: FONT,
};

export const DARK_THEME: ChartTheme = {
  text: '#eceef2',
  mutedText: '#a3a9b5',
  grid: '#343841',
  surface: '#141718',
  accent: '#66cfc8',
  secondary: '#ffab70',
  fontFamily: FONT,
};

export const TRANSPARENT = 'rgba(0,0,0,0)';

/** Ticks of an axis of shares, 0…1; the space before the sign does not break. */
export const PERCENT_TICKS = {
  tickvals: [0, 0.25, 0.5, 0.75, 1],
  ticktext: [0, 25, 50, 75, 100].map((value) => `${value}\u00a0%`),
};

/** A share 0…1 as it shows when pointed at: "83.4 %"; empty for a gap. */
export function percentText(share: number | null): string {
  return share === null ? '' : `${(100 * share).toFixed(1)}\u00a0%`;
}

/** What every chart has in common; `revision` names the picture whose zoom is kept over updates. */
export function baseLayout(
  theme: ChartTheme,
  revision: string,
): Pick<Layout, 'font' | 'paper_bgcolor' | 'plot_bgcolor' | 'margin' | 'uirevision'> {
  return {
    font: { family: theme.fontFamily, size: 13, color: theme.text },
    paper_bgcolor: TRANSPARENT,
    plot_bgcolor: TRANSPARENT,
    margin: { l: 68, r: 16, t: 24, b: 48 },
    uirevision: revision,
  };
}

/** An axis with its title (unit in it); drag does not zoom, so that touch scrolls the page. */
export function baseAxis(theme: ChartTheme, title: string): Axis {
  return {
    title: { text: title, font: { size: 13 } },
    gridcolor: theme.grid,
    linecolor: theme.grid,
    tickcolor: theme.grid,
    zeroline: false,
    automargin: true,
    fixedrange: true,
  };
}
