// The page's colours as charts need them: read from the tokens, again whenever light turns to dark.

import { LIGHT_THEME, type ChartTheme } from '../charts/theme';

class PageTheme {
  current: ChartTheme = $state.raw(readTheme());
  /** The same with the colour of mistakes in place of the accent. */
  readonly mistakes: ChartTheme = $derived({ ...this.current, accent: readColour('--error') });

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.current = readTheme();
    });
  }
}

function readTheme(): ChartTheme {
  return {
    text: readColour('--ink'),
    mutedText: readColour('--ink-muted'),
    grid: readColour('--line'),
    surface: readColour('--surface'),
    accent: readColour('--accent'),
    secondary: readColour('--second'),
    fontFamily: getComputedStyle(document.body).fontFamily || LIGHT_THEME.fontFamily,
  };
}

/** A token's colour as it is now, #rrggbb. */
function readColour(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const channels = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
  probe.remove();
  const hex = (channel: string): string =>
    Math.round(Number(channel)).toString(16).padStart(2, '0');
  return `#${channels.slice(0, 3).map(hex).join('')}`;
}

/** Alive as long as the page. */
export const pageTheme = new PageTheme();
