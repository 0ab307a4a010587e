// The rows that `npm run bench` keeps.

export interface BenchRow {
  readonly metric: string;
  readonly unit: string;
  readonly ours: number;
  /** With `peerName` and `ratio`, null where there is no peer. */
  readonly peer: number | null;
  readonly peerName: string | null;
  /** Above 1 where Earmark is better, whichever way the unit runs. */
  readonly ratio: number | null;
}

export interface Comparison {
  readonly metric: string;
  readonly unit: string;
  readonly better: 'more' | 'less';
  readonly ours: number;
  readonly peer: number | null;
  readonly peerName: string;
}

export function benchRow({ metric, unit, better, ours, peer, peerName }: Comparison): BenchRow {
  if (peer === null) return { metric, unit, ours, peer, peerName: null, ratio: null };
  const ratio = better === 'more' ? ours / peer : peer / ours;
  return { metric, unit, ours, peer, peerName, ratio };
}
