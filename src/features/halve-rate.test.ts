import { expect, it } from 'vitest';
import { halveRate } from './halve-rate';

/** A sine of `frequency` cycles a sample. */
const sine = (frequency: number) =>
  Float32Array.from({ length: 4000 }, (_, n) => Math.sin(2 * Math.PI * frequency * n));

const peak = (samples: Float32Array) =>
  samples.slice(50, -50).reduce((max, x) => Math.max(max, Math.abs(x)), 0);

it('keeps the lower band in place and in level', () => {
  const halved = halveRate(sine(0.01));
  expect(halved.length).toBe(2000);
  for (let i = 50; i < 1950; i++) {
    expect(Math.abs(halved[i]! - Math.sin(2 * Math.PI * 0.02 * i))).toBeLessThan(0.007);
  }
  for (const frequency of [0.03, 0.07, 0.11, 0.151]) {
    expect(Math.abs(peak(halveRate(sine(frequency))) - 1)).toBeLessThan(0.007);
  }
});

it('leaves nothing in the lower band of what lay above it', () => {
  for (const frequency of [0.345, 0.39, 0.44, 0.49]) {
    expect(peak(halveRate(sine(frequency)))).toBeLessThan(0.0035);
  }
});

it('halves any length', () => {
  expect([0, 1, 2, 3, 15].map((length) => halveRate(new Float32Array(length)).length)).toEqual([
    0, 0, 1, 1, 7,
  ]);
});
