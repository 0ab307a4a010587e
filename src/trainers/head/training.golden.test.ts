// Whole training steps of the head against PyTorch (`test/golden/make_head.py`).

import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/head.json';
import { chooseBackend } from '../../compute/choose-backend';
import type { BatchArrays } from './batches';
import { HeadDevice } from './device';
import type { HeadConfig } from './layout';
import { scoreStep } from './score-steps';

const { settings, batchSize, cases } = golden;
const { numClasses } = golden.config;
type GoldenCase = (typeof cases)[number];

function configOf({ head, link }: GoldenCase): HeadConfig {
  const { numColumns, hiddenUnits } = golden.config;
  return {
    ...{ numColumns, numClasses, hiddenUnits: head === 'mlp' ? hiddenUnits : 0 },
    head: head as HeadConfig['head'],
    link: link as HeadConfig['link'],
  };
}

/** The batch with its weights scaled to sum 1, as training makes it. */
function batchOf(
  { link, positive }: GoldenCase,
  batch: GoldenCase['batches'][number],
): BatchArrays {
  const { x, answers, rowWeights } = batch;
  const yes = answers.map((share, cell) => {
    const weight =
      link === 'softmax'
        ? rowWeights[Math.floor(cell / numClasses)]!
        : positive[cell % numClasses]!;
    return weight * share;
  });
  const weights = link === 'softmax' ? rowWeights : yes.map((value, i) => value + 1 - answers[i]!);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return {
    rows: Int32Array.from({ length: batchSize }, (_, i) => i),
    x: Float32Array.from(x),
    targets: Float32Array.from(yes, (value) => value / sum),
    weights: Float32Array.from(weights, (value) => value / sum),
    dropoutSeed: 1,
  };
}

describe.each(['cpu', 'wasm'] as const)('against PyTorch on %s', (backend) => {
  it.each(cases)('learns the same, $head, $link', async (known) => {
    await chooseBackend(backend);
    const weights = Float32Array.from(known.start);
    const device = new HeadDevice(configOf(known), {
      ...{ weights, momentum: weights.map(() => 0), velocity: weights.map(() => 0) },
      statistics: new Float32Array(known.statistics.length),
    });
    for (const [i, each] of known.batches.entries()) {
      const batch = batchOf(known, each);
      const { logits } = await device.step(batch, { ...settings, dropout: 0, step: i + 1 });
      const labels = {
        indices: batch.rows,
        classes: Array.from({ length: numClasses }, String),
        ...(known.link === 'sigmoid' && { memberships: Uint8Array.from(each.answers) }),
      };
      const { loss } = scoreStep(await logits, batch, labels);
      expect(loss).toBeCloseTo(known.losses[i]!, 5);
    }
    const learned = await device.read();
    device.dispose();
    for (const key of ['weights', 'statistics'] as const) {
      known[key].forEach((value, i) =>
        expect(Math.abs(learned[key][i]! - value)).toBeLessThan(1e-4),
      );
    }
  });
});
