// The inner loops of gradient boosting in WebAssembly SIMD. AssemblyScript, not TypeScript: `npm run kernels` compiles it.
// A slot is the pair (sum of gradients, sum of hessians) of one bin as two f64; the caller (`../../trees/node-engine.ts`)
// owns the memory and lays it out.

/** Bytes of a slot. */
const SLOT: usize = 16;
/** Bytes of a row's gradient and hessian, two f32. */
const PAIR: usize = 8;

// A column's entry in the table: address of its bins (u8 a row), its first slot as bytes from the histogram's start, its
// bins, and 1 where a slot for missing values follows them; u32 each.
const ENTRY: usize = 16;
const ENTRY_SLOTS: usize = 4;
const ENTRY_BINS: usize = 8;
const ENTRY_MISSING: usize = 12;

/** Copies the pairs of `count` rows next to each other; returns nothing, leaves their sums as one slot at `sums`. */
export function gatherPairs(
  rows: usize,
  count: i32,
  pairs: usize,
  target: usize,
  sums: usize,
): void {
  let sum = f64x2.splat(0);
  const end = rows + ((<usize>count) << 2);
  for (; rows < end; rows += 4) {
    const pair = v128.load64_zero(pairs + ((<usize>load<u32>(rows)) << 3));
    v128.store64_lane(target, pair, 0);
    sum = f64x2.add(sum, f64x2.promote_low_f32x4(pair));
    target += PAIR;
  }
  v128.store(sums, sum);
}

function addTo(slots: usize, bin: usize, pair: v128): void {
  const at = slots + (bin << 4);
  v128.store(at, f64x2.add(v128.load(at), pair));
}

/**
 * Histograms of `columns` columns, from an entry of the table on, over `count` rows, whose gathered pairs are given in the same
 * order. `histogram` is where the slots of the table's very first column would lie; `histogramBytes` is what these columns take.
 */
export function buildHistogram(
  table: usize,
  columns: i32,
  rows: usize,
  pairs: usize,
  count: i32,
  histogram: usize,
  histogramBytes: usize,
): void {
  memory.fill(histogram + <usize>load<u32>(table, ENTRY_SLOTS), 0, histogramBytes);
  const pairsEnd = pairs + ((<usize>count) << 3);
  const end = table + <usize>columns * ENTRY;
  // Four columns at a time: rows and pairs are read once for them, and no addition waits for the one before.
  for (; table + 4 * ENTRY <= end; table += 4 * ENTRY) {
    const bins0 = <usize>load<u32>(table);
    const bins1 = <usize>load<u32>(table, ENTRY);
    const bins2 = <usize>load<u32>(table, 2 * ENTRY);
    const bins3 = <usize>load<u32>(table, 3 * ENTRY);
    const slots0 = histogram + <usize>load<u32>(table, ENTRY_SLOTS);
    const slots1 = histogram + <usize>load<u32>(table, ENTRY + ENTRY_SLOTS);
    const slots2 = histogram + <usize>load<u32>(table, 2 * ENTRY + ENTRY_SLOTS);
    const slots3 = histogram + <usize>load<u32>(table, 3 * ENTRY + ENTRY_SLOTS);
    let at = rows;
    for (let from = pairs; from < pairsEnd; from += PAIR) {
      const row = <usize>load<u32>(at);
      at += 4;
      const pair = f64x2.promote_low_f32x4(v128.load64_zero(from));
      addTo(slots0, <usize>load<u8>(bins0 + row), pair);
      addTo(slots1, <usize>load<u8>(bins1 + row), pair);
      addTo(slots2, <usize>load<u8>(bins2 + row), pair);
      addTo(slots3, <usize>load<u8>(bins3 + row), pair);
    }
  }
  for (; table < end; table += ENTRY) {
    const bins = <usize>load<u32>(table);
    const slots = histogram + <usize>load<u32>(table, ENTRY_SLOTS);
    let at = rows;
    for (let from = pairs; from < pairsEnd; from += PAIR) {
      const pair = f64x2.promote_low_f32x4(v128.load64_zero(from));
      addTo(slots, <usize>load<u8>(bins + <usize>load<u32>(at)), pair);
      at += 4;
    }
  }
}

/** Turns a parent's histogram into that of the other child: parent −= child. */
export function subtractHistogram(parent: usize, child: usize, bytes: usize): void {
  const end = parent + bytes;
  for (; parent < end; parent += SLOT) {
    v128.store(parent, f64x2.sub(v128.load(parent), v128.load(child)));
    child += SLOT;
  }
}

function shrink(gradients: v128, alpha: v128): v128 {
  // Soft threshold of the L1 penalty, on both sides of a split at once.
  const size = f64x2.max(f64x2.sub(f64x2.abs(gradients), alpha), f64x2.splat(0));
  return v128.bitselect(gradients, size, f64x2.splat(-0.0));
}

/** Twice the loss that a node saves by its best weight. */
export function nodeScore(gradient: f64, hessian: f64, lambda: f64, alpha: f64): f64 {
  if (hessian <= 0) return 0;
  const size = max(abs(gradient) - alpha, 0);
  return (size * size) / (hessian + lambda);
}

/** What two sides, as slots, score together; −∞ where one of them is too light. */
function scoreOf(left: v128, right: v128, minWeights: v128, lambdas: v128, alphas: v128): f64 {
  const weights = v128.shuffle<f64>(left, right, 1, 3);
  if (i64x2.bitmask(f64x2.ge(weights, minWeights)) != 3) return -Infinity;
  const gradients = shrink(v128.shuffle<f64>(left, right, 0, 2), alphas);
  const scores = f64x2.div(f64x2.mul(gradients, gradients), f64x2.add(weights, lambdas));
  return f64x2.extract_lane(scores, 0) + f64x2.extract_lane(scores, 1);
}

/** What both sides must score together to gain more than `gain`, less what rounding may take from that. */
function leastScore(own: f64, gain: f32): f64 {
  return (own + <f64>gain) * (1 - 1e-12);
}

/**
 * The best split of a node: writes {gain, left gradient, left hessian} as f64 and {entry, bin, 1 if missing values go left}
 * as i32 to `best`, entries counted from `table`. Only a gain above `smallestGain` counts; else the entry is −1. Rows of the
 * bin or a lower one go left. A side with less than a billionth of the node's hessian is empty but for rounding.
 * Known values are summed upwards with the missing ones on the right, then downwards with them on the left; the first of
 * equal gains wins, as in XGBoost.
 */
export function findBestSplit(
  table: usize,
  columns: i32,
  histogram: usize,
  gradient: f64,
  hessian: f64,
  minChildWeight: f64,
  lambda: f64,
  alpha: f64,
  smallestGain: f64,
  best: usize,
): void {
  const own = nodeScore(gradient, hessian, lambda, alpha);
  const node = f64x2.replace_lane(f64x2.splat(gradient), 1, hessian);
  const minWeights = f64x2.splat(max(minChildWeight, 1e-9 * hessian));
  const lambdas = f64x2.splat(lambda);
  const alphas = f64x2.splat(alpha);
  const hasAlpha = alpha > 0;
  const gradients = f64x2.splat(gradient);
  const hessians = f64x2.splat(hessian);
  const nothing = f64x2.splat(0);
  // Single precision makes equal splits equal, whatever order their sums were taken in.
  let bestGain = <f32>smallestGain;
  let promising = leastScore(own, bestGain);
  let bestEntry = -1;
  let bestBin = 0;
  let bestMissingLeft = 0;
  let bestLeft = f64x2.splat(0);

  for (let entry = 0; entry < columns; entry++) {
    const first = histogram + <usize>load<u32>(table, ENTRY_SLOTS);
    const bins = <i32>load<u32>(table, ENTRY_BINS);
    const hasMissing = load<u32>(table, ENTRY_MISSING) != 0;
    table += ENTRY;
    // The last bin is a place to split only where missing values are left for the right side.
    const lastUp = hasMissing ? bins : bins - 1;
    let left = f64x2.splat(0);
    // Two bins at a time: few can beat the best so far, and to find out which takes no division.
    for (let bin = 0; bin < lastUp; bin += 2) {
      const at = first + ((<usize>bin) << 4);
      const slot = v128.load(at);
      // After the last bin there is nothing to add: the same split twice, and the first of equals wins.
      const next = bin + 1 < lastUp ? v128.load(at, SLOT) : nothing;
      const left0 = f64x2.add(left, slot);
      left = f64x2.add(left0, next);
      const leftWeights = v128.shuffle<f64>(left0, left, 1, 3);
      const rightWeights = f64x2.sub(hessians, leftWeights);
      let lefts = v128.shuffle<f64>(left0, left, 0, 2);
      let rights = f64x2.sub(gradients, lefts);
      if (hasAlpha) {
        lefts = shrink(lefts, alphas);
        rights = shrink(rights, alphas);
      }
      const leftSizes = f64x2.add(leftWeights, lambdas);
      const rightSizes = f64x2.add(rightWeights, lambdas);
      const scores = f64x2.add(
        f64x2.mul(f64x2.mul(lefts, lefts), rightSizes),
        f64x2.mul(f64x2.mul(rights, rights), leftSizes),
      );
      const enough = f64x2.gt(
        scores,
        f64x2.mul(f64x2.splat(promising), f64x2.mul(leftSizes, rightSizes)),
      );
      const heavy = f64x2.ge(f64x2.pmin(leftWeights, rightWeights), minWeights);
      if (!v128.any_true(v128.and(enough, heavy))) continue;
      for (let i = 0; i < 2; i++) {
        const side = i == 0 ? left0 : left;
        const gain = <f32>(scoreOf(side, f64x2.sub(node, side), minWeights, lambdas, alphas) - own);
        if (gain > bestGain) {
          bestGain = gain;
          promising = leastScore(own, gain);
          bestEntry = entry;
          bestBin = bin + i;
          bestMissingLeft = 0;
          bestLeft = side;
        }
      }
    }
    if (!hasMissing) continue;
    let right = f64x2.splat(0);
    for (let bin = bins - 1; bin > 0; bin--) {
      const slot = v128.load(first + ((<usize>bin) << 4));
      if (!v128.any_true(slot)) continue;
      right = f64x2.add(right, slot);
      const rest = f64x2.sub(node, right);
      const gain = <f32>(scoreOf(rest, right, minWeights, lambdas, alphas) - own);
      if (gain > bestGain) {
        bestGain = gain;
        promising = leastScore(own, gain);
        bestEntry = entry;
        bestBin = bin - 1;
        bestMissingLeft = 1;
        bestLeft = rest;
      }
    }
  }
  store<f64>(best, <f64>bestGain);
  v128.store(best, bestLeft, 8);
  store<i32>(best, bestEntry, 24);
  store<i32>(best, bestBin, 28);
  store<i32>(best, bestMissingLeft, 32);
}

/**
 * Reorders `count` rows so that those going left come first, each side in its old order; returns how many do. Rows of the
 * bin `missing` go left where `missingLeft` is 1; `spare` has room for all rows.
 */
export function partitionRows(
  rows: usize,
  count: i32,
  bins: usize,
  bin: i32,
  missing: i32,
  missingLeft: i32,
  spare: usize,
): i32 {
  let left = rows;
  let held = spare;
  const end = rows + ((<usize>count) << 2);
  for (let at = rows; at < end; at += 4) {
    const row = load<u32>(at);
    const own = <i32>load<u8>(bins + <usize>row);
    const goesLeft = own == missing ? missingLeft : i32(own <= bin);
    // Both are written, one of them stays: a branch here would be guessed wrong every other time.
    store<u32>(left, row);
    store<u32>(held, row);
    left += (<usize>goesLeft) << 2;
    held += (<usize>(1 - goesLeft)) << 2;
  }
  memory.copy(left, spare, held - spare);
  return <i32>((left - rows) >> 2);
}

/** answers[row] = value for `count` rows. */
export function answerRows(rows: usize, count: i32, answers: usize, value: f32): void {
  const end = rows + ((<usize>count) << 2);
  for (; rows < end; rows += 4) store<f32>(answers + ((<usize>load<u32>(rows)) << 2), value);
}

/** 0, 1, … count − 1. */
export function allRows(rows: usize, count: i32): void {
  for (let row = 0; row < count; row++) store<u32>(rows + ((<usize>row) << 2), row);
}
