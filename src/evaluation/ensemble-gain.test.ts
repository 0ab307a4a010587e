import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/ensemble.json';
import { createMatrix } from '../core/matrix';
import type { Evaluation } from '../core/run-types';
import { bootstrapMean, gainOver } from './ensemble-gain';
import { evaluate } from './metrics';

const IDS = Array.from({ length: 40 }, (_, i) => `${i}`);

/** Right on the first `right` of 40 clips. */
function scored(right: number): Evaluation {
  const rows = IDS.flatMap((_, i) => (i < right ? [0.9, 0.1] : [0.1, 0.9]));
  const matrix = createMatrix(40, 2, Float32Array.from(rows));
  return evaluate(new Int32Array(40), matrix, ['a', 'b'], IDS);
}

describe('the gain over the best member', () => {
  it('has the interval that SciPy’s bootstrap gives', () => {
    const { differences, low, high } = golden.bootstrap;
    const interval = bootstrapMean(
      differences.map((difference) => [difference]),
      1,
    );
    // One clip is 1/60; two bootstraps differ by chance in which of such steps a tail ends on.
    expect(Math.abs(interval[0] - low)).toBeLessThanOrEqual(1 / 60 + 1e-9);
    expect(Math.abs(interval[1] - high)).toBeLessThanOrEqual(1 / 60 + 1e-9);
  });

  it('is the difference of the accuracies, and its interval holds no 0 where it is large', () => {
    const clips = IDS.map((id) => ({ id }));
    const gain = gainOver({ ensemble: scored(36), member: scored(20), clips, seed: 1 });
    expect(gain.gain).toBeCloseTo(0.4, 10);
    expect(gain.memberAccuracy).toBeCloseTo(0.5, 10);
    expect(gain.low).toBeGreaterThan(0.2);
    expect(gain.high).toBeLessThan(0.6);
  });

  it('is less sure where clips are of few artists', () => {
    const compared = { ensemble: scored(30), member: scored(20), seed: 1 };
    const alone = gainOver({ ...compared, clips: IDS.map((id) => ({ id })) });
    const byArtist = gainOver({
      ...compared,
      clips: IDS.map((id, i) => ({ id, artist: `artist ${Math.floor(i / 10)}` })),
    });
    expect(byArtist.high - byArtist.low).toBeGreaterThan(1.5 * (alone.high - alone.low));
  });
});
