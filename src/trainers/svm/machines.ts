// One machine for each two classes (one-vs-one, as libsvm), and their training: support vectors from all rows of the two,
// the sigmoid from decision values of rows that were held out in turn.

import type { Random } from '../../core/random';
import { fitSigmoid, type Sigmoid } from './platt';
import type { KernelTable } from './rbf-kernel';
import { solveTwoClasses } from './smo';

export interface Machine {
  /** Class indices; a positive decision is for the first. */
  readonly first: number;
  readonly second: number;
  /** Rows that count, and weight × sign of each. */
  readonly rows: Int32Array;
  readonly coefficients: Float32Array;
  readonly rho: number;
  readonly sigmoid: Sigmoid;
}

/** Parts that are held out in turn (libsvm's number). */
const FOLDS = 5;

/** Kernel rows between two looks at the clock. */
const ROWS_PER_PAUSE = 16;

export interface MachineOptions {
  readonly kernel: KernelTable;
  readonly labels: Int32Array;
  readonly c: number;
  /** Awaited often, with the finished share of this machine's training. */
  readonly breathe: (share: number) => Promise<void>;
}

export async function trainMachine(
  [first, second]: readonly [number, number],
  random: Random,
  { kernel, labels, c, breathe }: MachineOptions,
): Promise<Machine> {
  const rows = rowsOf(labels, first, second);
  const signs = Int8Array.from(rows, (row) => (labels[row] === first ? 1 : -1));
  const own = kernel.part(rows);
  const decisions = await heldOutDecisions(own, signs, { random, c, breathe });
  const { coefficients, rho } = await solveTwoClasses({ kernel: own, signs, c }, (share) =>
    breathe((FOLDS + share) / (FOLDS + 1)),
  );
  const counting = rows.map((_, i) => i).filter((i) => coefficients[i] !== 0);
  return {
    first,
    second,
    rows: counting.map((i) => rows[i]!),
    coefficients: Float32Array.from(counting, (i) => coefficients[i]!),
    rho,
    sigmoid: fitSigmoid(decisions, signs),
  };
}

/** Decision values of all rows, each by a machine that did not learn from it. */
async function heldOutDecisions(
  kernel: KernelTable,
  signs: Int8Array,
  { random, c, breathe }: { random: Random } & Pick<MachineOptions, 'c' | 'breathe'>,
): Promise<Float64Array> {
  const decisions = new Float64Array(signs.length);
  const folds = dealFolds(signs, random);
  for (let fold = 0; fold < FOLDS; fold++) {
    const all = folds.map((_, i) => i);
    const learned = all.filter((i) => folds[i] !== fold);
    const heldOut = all.filter((i) => folds[i] === fold);
    const learnedSigns = Int8Array.from(learned, (i) => signs[i]!);
    if (!learnedSigns.includes(1) || !learnedSigns.includes(-1)) {
      // Nothing to tell apart: what there is wins.
      for (const i of heldOut) decisions[i] = learnedSigns[0] ?? 0;
      continue;
    }
    const problem = { kernel: kernel.part(learned), signs: learnedSigns, c };
    const { coefficients, rho } = await solveTwoClasses(problem, (share) =>
      breathe((fold + share) / (FOLDS + 1)),
    );
    for (const i of heldOut) decisions[i] = -rho;
    // By support vectors, whose kernel rows are known already where there was room for them.
    for (const [k, coefficient] of coefficients.entries()) {
      if (k % ROWS_PER_PAUSE === 0) await breathe((fold + 1) / (FOLDS + 1));
      if (coefficient === 0) continue;
      const values = kernel.row(learned[k]!);
      for (const i of heldOut) decisions[i]! += coefficient * values[i]!;
    }
  }
  return decisions;
}

/** The fold of each row; both classes are spread evenly. */
function dealFolds(signs: Int8Array, random: Random): Int32Array {
  const folds = new Int32Array(signs.length);
  for (const sign of [1, -1]) {
    const own = Array.from(signs.keys()).filter((row) => signs[row] === sign);
    random.shuffle(own).forEach((row, place) => (folds[row] = place % FOLDS));
  }
  return folds;
}

function rowsOf(labels: Int32Array, first: number, second: number): Int32Array {
  return Int32Array.from(labels.keys()).filter(
    (row) => labels[row] === first || labels[row] === second,
  );
}
