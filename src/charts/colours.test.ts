import { describe, expect, it } from 'vitest';
import { contrastRatio, linearRgb, mix, readableText } from './colour';
import { confusionColour } from './confusion-colour';
import { GENRE_PALETTE, genreColour, genreColours } from './palette';
import { DARK_THEME, LIGHT_THEME } from './theme';

/** What eyes without one kind of cone make of linear RGB (Machado, Oliveira & Fernandes 2009, severity 1). */
const EYES = {
  typical: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
};

function times(matrix: readonly number[], vector: readonly number[]): number[] {
  return [0, 3, 6].map((r) => vector.reduce((sum, value, c) => sum + matrix[r + c]! * value, 0));
}

/** Oklab (Ottosson 2020) of linear RGB: distances in it are about those people see. */
function oklab(rgb: readonly number[]): number[] {
  const lms = times(
    [
      0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566,
      0.0883024619, 0.2817188376, 0.6299787005,
    ],
    rgb.map((value) => Math.max(0, Math.min(1, value))),
  );
  return times(
    [
      0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099,
      0.0259040371, 0.7827717662, -0.808675766,
    ],
    lms.map(Math.cbrt),
  );
}

describe('genre palette', () => {
  it.each(Object.entries(EYES))('keeps every two genres apart for %s eyes', (_, matrix) => {
    const seen = GENRE_PALETTE.map((colour) => oklab(times(matrix, linearRgb(colour))));
    const distances = seen.flatMap((a, i) =>
      seen.slice(i + 1).map((b) => Math.hypot(...a.map((value, k) => value - b[k]!))),
    );
    // Okabe and Ito's own colours come to 0.076 at worst, Matplotlib's ten default colours to 0.007.
    expect(Math.min(...distances)).toBeGreaterThan(0.07);
  });

  it('stands out from light and dark pages', () => {
    for (const colour of GENRE_PALETTE) {
      expect(contrastRatio(colour, LIGHT_THEME.surface)).toBeGreaterThan(1.6);
      expect(contrastRatio(colour, DARK_THEME.surface)).toBeGreaterThan(1.8);
    }
  });

  it('depends on the set of genres only', () => {
    const genres = ['rock', 'blues', 'jazz'];
    expect(genreColour('jazz', genres)).toBe(genreColour('jazz', [...genres, 'jazz'].reverse()));
    expect(genreColours(genres).get('blues')).toBe(GENRE_PALETTE[0]);
    expect(genreColour('polka', genres)).toBe('#808080');
  });

  it('has a colour of its own for each of 24 genres', () => {
    const genres = Array.from({ length: 24 }, (_, i) => `genre ${i}`);
    expect(new Set(genreColours(genres).values()).size).toBe(24);
  });
});

describe('confusion colours', () => {
  it.each([
    ['light', LIGHT_THEME],
    ['dark', DARK_THEME],
  ])('grow with the share and stay readable (%s)', (_, theme) => {
    let previous = 0;
    for (let share = 0; share <= 1; share += 0.01) {
      const { background, text } = confusionColour(share, theme);
      expect(contrastRatio(background, text)).toBeGreaterThanOrEqual(4.5);
      const distance = contrastRatio(background, theme.surface);
      expect(distance).toBeGreaterThanOrEqual(previous);
      previous = distance;
    }
    expect(confusionColour(0, theme).background).toBe(theme.surface);
    expect(confusionColour(1, theme).background).toBe(theme.accent);
    expect(confusionColour(NaN, theme).background).toBe(theme.surface);
  });
});

describe('colour arithmetic', () => {
  it('counts contrast as WCAG does', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 10);
    // The example of WCAG's own understanding documents: the lightest grey that passes on white.
    expect(contrastRatio('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });
  it('reads both ways to write a colour', () => {
    expect(mix('#ff0000', 'rgb(0, 0, 255)', 0.5)).toBe('#800080');
    expect(readableText('rgb(255 255 0 / 1)')).toBe('#000000');
    expect(readableText('#0b3d0b')).toBe('#ffffff');
  });
});
