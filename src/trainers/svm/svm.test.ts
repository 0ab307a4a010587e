import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/svm_probabilities.json';
import { createRandom } from '../../core/random';
import { createMatrix } from '../../core/matrix';
import { coupleProbabilities } from './coupling';
import { fitSigmoid, probabilityOf } from './platt';
import { createKernelTable, createRbfRows } from './rbf-kernel';
import { solveTwoClasses } from './smo';

const breathe = () => Promise.resolve();

describe('pairwise coupling', () => {
  it('gives back the probabilities that the pairs were made of', () => {
    const p = [0.5, 0.2, 0.25, 0.05];
    const pairwise = Float64Array.from({ length: 16 }, (_, cell) => {
      const [i, j] = [Math.floor(cell / 4), cell % 4];
      return i === j ? 0 : p[i]! / (p[i]! + p[j]!);
    });
    coupleProbabilities(pairwise, 4).forEach((value, k) => expect(value).toBeCloseTo(p[k]!, 4));
  });

  it('is the minimum that it should be, where libsvm stops a little before', () => {
    const { classes, cases } = golden.coupling;
    for (const { pairwise, exact, libsvm } of cases) {
      const found = coupleProbabilities(Float64Array.from(pairwise), classes);
      found.forEach((p, k) => {
        expect(p).toBeCloseTo(exact[k]!, 4);
        expect(Math.abs(p - libsvm[k]!)).toBeLessThan(0.005);
      });
    }
  });

  it('stays finite where pairs are certain and contradict each other', () => {
    const [yes, no] = [1 - 1e-7, 1e-7];
    const circle = Float64Array.of(0, yes, no, no, 0, yes, yes, no, 0);
    coupleProbabilities(circle, 3).forEach((value) => expect(value).toBeCloseTo(1 / 3, 3));
  });
});

describe('sigmoid', () => {
  it.each(golden.sigmoids)('is libsvm’s: $name', ({ decisions, signs, ...wanted }) => {
    const found = fitSigmoid(Float64Array.from(decisions), Int8Array.from(signs));
    expect(found.slope).toBeCloseTo(wanted.slope, 6);
    expect(found.offset).toBeCloseTo(wanted.offset, 6);
  });

  it('stays finite for decisions that are all alike, huge, or of one class', () => {
    for (const [decisions, signs] of [
      [
        [1, 1, 1, 1],
        [1, -1, 1, -1],
      ],
      [
        [1e6, -1e6, 1e6],
        [1, -1, -1],
      ],
      [
        [0.1, 0.2, 0.3],
        [1, 1, 1],
      ],
    ] as const) {
      const sigmoid = fitSigmoid(Float64Array.from(decisions), Int8Array.from(signs));
      expect(probabilityOf(decisions[0], sigmoid)).toBeGreaterThanOrEqual(0);
      expect(probabilityOf(decisions[0], sigmoid)).toBeLessThanOrEqual(1);
    }
  });
});

describe('two-class machine', () => {
  it('keeps the weights balanced and within C, and rows off the border at their bounds', async () => {
    const random = createRandom(2);
    const matrix = createMatrix(
      80,
      3,
      Float32Array.from({ length: 240 }, () => random.normal()),
    );
    const signs = Int8Array.from({ length: 80 }, (_, i) =>
      matrix.data[3 * i]! + 0.5 * random.normal() > 0 ? 1 : -1,
    );
    const kernel = createKernelTable(createRbfRows(matrix, 0.5));
    const c = 2;
    const { coefficients, rho } = await solveTwoClasses({ kernel, signs, c }, breathe);
    expect(coefficients.reduce((a, b) => a + b)).toBeCloseTo(0, 9);
    coefficients.forEach((coefficient, i) => {
      const weight = coefficient * signs[i]!;
      expect(weight).toBeGreaterThanOrEqual(0);
      expect(weight).toBeLessThanOrEqual(c);
      const values = kernel.row(i);
      const margin =
        signs[i]! * (coefficients.reduce((sum, a, j) => sum + a * values[j]!, 0) - rho);
      if (weight === 0) expect(margin).toBeGreaterThan(1 - 1e-3);
      else if (weight === c) expect(margin).toBeLessThan(1 + 1e-3);
      else expect(margin).toBeCloseTo(1, 3);
    });
  });

  it('solves the same with a part of a table as with a table of the part', async () => {
    const random = createRandom(3);
    const matrix = createMatrix(
      30,
      2,
      Float32Array.from({ length: 60 }, () => random.normal()),
    );
    const whole = createKernelTable(createRbfRows(matrix, 1));
    const part = whole.part(Int32Array.of(20, 3, 7, 29));
    expect([...part.row(2)]).toEqual([20, 3, 7, 29].map((i) => whole.row(7)[i]));
    const nested = part.part(Int32Array.of(3, 0));
    expect([...nested.row(0)]).toEqual([whole.row(29)[29], whole.row(29)[20]]);
  });
});
