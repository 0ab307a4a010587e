import { expect, it } from 'vitest';
import { formatBytes } from './format';

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1500, '1.5 kB'],
  [999_999, '1.0 MB'],
  [47_300_000, '47.3 MB'],
  [12e9, '12.0 GB'],
])('%d → %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
