// The few numbers of many that say most.

export interface Strongest {
  /** Indices, the largest size first; zeros are none of them. */
  readonly indices: readonly number[];
  /** How many others are not zero, and what they come to. */
  readonly numOthers: number;
  readonly sumOfOthers: number;
}

export function strongest(values: readonly number[], limit: number): Strongest {
  const ranked = values
    .map((_, i) => i)
    .filter((i) => values[i] !== 0)
    .sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || a - b);
  const others = ranked.slice(limit);
  return {
    indices: ranked.slice(0, limit),
    numOthers: others.length,
    sumOfOthers: others.reduce((sum, i) => sum + values[i]!, 0),
  };
}
