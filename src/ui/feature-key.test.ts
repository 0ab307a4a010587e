import { expect, it } from 'vitest';
import { musicalKey } from './feature-key';

const columns = ['tempo', 'key_fifths_cos', 'key_fifths_sin', 'key_is_minor', 'key_strength'].map(
  (name) => ({ name, unit: '', help: '' }),
);

/** Of a keynote so many fifths above C. */
function keyAt(fifths: number, isMinor: 0 | 1, strength = 0.8) {
  const angle = (2 * Math.PI * fifths) / 12;
  const values = [120, Math.cos(angle), Math.sin(angle), isMinor, strength].map(Math.fround);
  return musicalKey(columns, (column) => values[column]!);
}

it.each([
  [0, 0, 'C major'],
  [3, 1, 'A minor'],
  [6, 0, 'F♯ major'],
  [-3, 0, 'E♭ major'],
  [7, 0, 'D♭ major'],
  [7, 1, 'C♯ minor'],
  [-1, 0, 'F major'],
] as const)('%d fifths from C, minor %d, is %s', (fifths, isMinor, name) => {
  expect(keyAt(fifths, isMinor)).toEqual({ name, strength: Math.fround(0.8) });
});

it('is silent where there is no key', () => {
  expect(musicalKey(columns.slice(0, 2), () => 1)).toBeNull();
  expect(musicalKey(columns, () => NaN)).toBeNull();
  expect(keyAt(0, 0, 0)).toBeNull();
  expect(musicalKey(columns.slice(0, 4), (column) => [120, 1, 0, 0][column]!)).toEqual({
    name: 'C major',
    strength: null,
  });
});
