// The score of a run with several labels a clip: its numbers, and the way from a label to the clips it was wrong on.

import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { createMatrix } from '../../core/matrix';
import type { Run } from '../../core/run-types';
import { evaluateMultiLabel } from '../../evaluation/multi-label';
import MultiLabelDetail from './MultiLabelDetail.svelte';

const classes = ['dub', 'folk', 'ska'];
const truth = {
  classes,
  indices: Int32Array.of(0, 1, 0),
  memberships: Uint8Array.of(1, 0, 1, 0, 1, 0, 1, 0, 0),
};
const probabilities = createMatrix(
  3,
  3,
  Float32Array.of(0.75, 0.25, 0.625, 0.5, 0.25, 0.75, 0.25, 0, 0),
);
const evaluation = evaluateMultiLabel(truth, probabilities, ['right', 'upside down', 'missed']);
const run: Run = {
  version: 1,
  id: 'a',
  config: {
    version: 1,
    approach: 'quick-baseline',
    seed: 1,
    params: {},
    split: { strategy: 'random', testFraction: 0.2, validationFraction: 0.1 },
  },
  createdAt: '2026-01-01T00:00:00Z',
  dataset: { id: 'd', title: 'Mine', synthetic: false, fingerprint: 'f', clips: 9 },
  classes,
  split: { train: [], validation: [], test: ['right', 'upside down', 'missed'] },
  status: 'done',
  history: [],
  bestEpoch: 1,
  evaluation,
  timings: null,
  environment: null,
  peakGpuBytes: null,
  error: null,
};

const show = () =>
  render(MultiLabelDetail, { run, evaluation, multiLabel: evaluation.multiLabel! });

test('says the overall numbers and what they stand on', async () => {
  const screen = await show();
  const score = screen.getByTestId('multi-label-score');
  await expect.element(score).toHaveAttribute('data-hamming', `${4 / 9}`);
  await expect.element(score).toHaveTextContent('9 yes–no answers');
  await expect.element(screen.getByText('on 3 held-out clips, random split').first()).toBeVisible();
});

test('says from which probability on labels count as said', async () => {
  const screen = await show();
  await expect.element(screen.getByText(/from a probability of 50.%/)).toBeVisible();
  const tuned = evaluateMultiLabel({ ...truth, thresholds: [0.4, 0.2, 0.7] }, probabilities, [
    ...['right', 'upside down', 'missed'],
  ]);
  const split = { train: ['x'], validation: ['y', 'z'], test: run.split.test };
  await screen.rerender({
    run: { ...run, split },
    evaluation: tuned,
    multiLabel: tuned.multiLabel!,
  });
  await expect
    .element(screen.getByText(/its F1 on the 2 validation clips is highest/))
    .toBeVisible();
  const folk = screen.getByTestId('label-row').filter({ hasText: 'folk' });
  await expect.element(folk).toHaveAttribute('data-threshold', '0.2');
  await expect.element(folk).toHaveTextContent('20 %');
});

test('lists the clips that were wrong, the worst first, or those wrong on one label', async () => {
  const screen = await show();
  const clips = (): (string | undefined)[] =>
    screen
      .getByTestId('label-clip')
      .elements()
      .map((item) => (item as HTMLElement).dataset.clip);
  expect(clips()).toEqual(['upside down', 'missed']);
  const worst = screen.getByTestId('label-clip').first();
  await expect.element(worst).toHaveAttribute('data-wrong', '3');
  await expect.element(worst).toHaveTextContent('Said, not true dub 50 %, ska 75 %');
  await expect.element(worst).toHaveTextContent('True, not said folk 25 %');

  await screen.getByRole('button', { name: 'Clips wrong on folk' }).click();
  await expect.element(screen.getByText('1 clip is wrong on folk')).toBeVisible();
  expect(clips()).toEqual(['upside down']);
  await screen.getByRole('button', { name: 'All labels' }).click();
  expect(clips()).toHaveLength(2);
});
