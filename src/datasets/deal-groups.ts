// Deals groups of clips (all clips of an artist) into folds so that each genre is spread evenly: the rule of scikit-learn's
// StratifiedGroupKFold. The groups that differ most between genres come first; each goes where the genres' shares differ
// least afterwards, among equals to the smallest fold.

/** Clips a genre, by genre index; only the genres that the group has. */
export type GenreCounts = ReadonlyMap<number, number>;

export interface Deal {
  /** Fold of every group, from 0. */
  readonly folds: Int32Array;
  /** Clips, [fold][genre]. */
  readonly counts: readonly Float64Array[];
}

/** Two sums of standard deviations of shares that are the same up to rounding. */
const TIE = 1e-9;

/** @param groups in the order that decides between groups equally hard to place */
export function dealGroups(
  groups: readonly GenreCounts[],
  { numGenres, numFolds }: { numGenres: number; numFolds: number },
): Deal {
  const totals = new Float64Array(numGenres);
  for (const group of groups) for (const [genre, n] of group) totals[genre]! += n;
  const counts = Array.from({ length: numFolds }, () => new Float64Array(numGenres));
  const sizes = new Float64Array(numFolds);
  /** Of the counts so far, over the folds. */
  const sums = new Float64Array(numGenres);
  const sumsOfSquares = new Float64Array(numGenres);

  /** How much the spread of the group's genres over the folds grows if it goes to that fold. */
  const growth = (group: GenreCounts, fold: number): number => {
    let change = 0;
    for (const [genre, n] of group) {
      const sum = sums[genre]!;
      const squares = sumsOfSquares[genre]!;
      const squaresAfter = squares + n * (2 * counts[fold]![genre]! + n);
      const before = numFolds * squares - sum ** 2;
      const after = numFolds * squaresAfter - (sum + n) ** 2;
      change += (Math.sqrt(after) - Math.sqrt(before)) / totals[genre]!;
    }
    return change;
  };

  const folds = new Int32Array(groups.length);
  for (const i of hardestFirst(groups, numGenres)) {
    const group = groups[i]!;
    let best = 0;
    let least = Infinity;
    for (let fold = 0; fold < numFolds; fold++) {
      const change = growth(group, fold);
      const isTie = Math.abs(change - least) < TIE;
      if (isTie ? sizes[fold]! >= sizes[best]! : change > least) continue;
      best = fold;
      least = change;
    }
    folds[i] = best;
    for (const [genre, n] of group) {
      sumsOfSquares[genre]! += n * (2 * counts[best]![genre]! + n);
      sums[genre]! += n;
      counts[best]![genre]! += n;
      sizes[best]! += n;
    }
  }
  return { folds, counts };
}

/** Indices of the groups by the variance of their clips over all genres, largest first. */
function hardestFirst(groups: readonly GenreCounts[], numGenres: number): number[] {
  const variances = groups.map((group) => {
    let sum = 0;
    let squares = 0;
    for (const n of group.values()) {
      sum += n;
      squares += n ** 2;
    }
    return numGenres * squares - sum ** 2;
  });
  return groups.map((_, i) => i).sort((a, b) => variances[b]! - variances[a]!);
}
