// Arithmetic with colours, given as #rrggbb or rgb(r, g, b): mixing, and contrast as WCAG 2 counts it.

export const BLACK = '#000000';
export const WHITE = '#ffffff';

/** #rrggbb from `from` (share 0) to `to` (share 1), in gamma-encoded sRGB. */
export function mix(from: string, to: string, share: number): string {
  const target = channels(to);
  const mixed = channels(from).map((value, i) => value + (target[i]! - value) * share);
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** WCAG 2 contrast ratio, 1…21. */
export function contrastRatio(a: string, b: string): number {
  const [darker, lighter] = [relativeLuminance(a), relativeLuminance(b)].sort((x, y) => x - y);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** Black or white, whichever reads better on the background: at least 4.5:1 on any colour. */
export function readableText(background: string): string {
  return contrastRatio(background, BLACK) >= contrastRatio(background, WHITE) ? BLACK : WHITE;
}

/** Red, green, blue, linear light, each 0…1. */
export function linearRgb(colour: string): number[] {
  return channels(colour).map((value) => {
    const v = value / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
}

function relativeLuminance(colour: string): number {
  const [red, green, blue] = linearRgb(colour);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Red, green, blue, each 0…255. */
function channels(colour: string): number[] {
  const decimal = /^rgba?\(([^)]*)\)/.exec(colour)?.[1];
  if (decimal !== undefined)
    return decimal
      .split(/[\s,/]+/)
      .slice(0, 3)
      .map(Number);
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
