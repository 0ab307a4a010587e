import { expect, it } from 'vitest';
import { createRandom } from '../core/random';
import { scoreTexts } from './score-texts';

const read = (text: string): number => Number(text.replace('−', '-'));

it('rounds every part, the start and the end, and adds up by the part of all others', () => {
  const random = createRandom(4);
  for (const scale of [3, 0.3, 0.004]) {
    const contributions = Array.from({ length: 12 }, () => scale * random.normal());
    const margin = contributions.reduce((sum, value) => sum + value, 0.333) + 1e-6;
    const steps = [3, 1, 7];
    const { short, long } = scoreTexts({ expected: 0.333, contributions, margin }, steps);
    for (const { start, steps: parts, others, end } of [short, long]) {
      const digits = [start, ...parts, others, end].map((text) => text.split('.')[1]!.length);
      expect(new Set(digits).size).toBe(1);
      const rounded = (value: number): number => Number(value.toFixed(digits[0]));
      expect(read(start)).toBe(rounded(0.333));
      expect(read(end)).toBe(rounded(margin));
      expect(parts.map(read)).toEqual(steps.map((column) => rounded(contributions[column]!)));
      const sum = [...parts, others].reduce((total, text) => total + read(text), read(start));
      expect(sum).toBeCloseTo(read(end), 9);
    }
  }
});

it('tells three digits after the point, a table six, and more of small parts', () => {
  const score = { expected: -0.0001, contributions: [0.2959, 0.1557], margin: 0.4515 };
  expect(scoreTexts(score, [0, 1])).toEqual({
    short: { start: '0.000', steps: ['+0.296', '+0.156'], others: '0.000', end: '0.452' },
    long: {
      ...{ start: '−0.000100', steps: ['+0.295900', '+0.155700'] },
      ...{ others: '0.000000', end: '0.451500' },
    },
  });
  const small = { expected: 0, contributions: [0.00042], margin: 0.00042 };
  expect(scoreTexts(small, [0]).short.steps).toEqual(['+0.00042']);
});
