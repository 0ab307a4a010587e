// What the page says of the steps before the trees.

import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Condensation } from '../../trainers/pipeline/condensation';
import CondensationView from './CondensationView.svelte';

const condensation: Condensation = {
  columnsIn: 9,
  empty: ['key_strength'],
  constant: ['tempo'],
  correlated: [
    { column: 'mfcc_02_mean', partner: 'mfcc_01_mean', r: -0.981, partnerDropped: false },
    { column: 'mfcc_03_mean', partner: 'mfcc_02_mean', r: 0.96, partnerDropped: true },
  ],
  numComponents: 2,
  explainedVarianceRatio: [0.6, 0.3, 0.06, 0.03, 0.01],
  explained: 0.9,
  strongest: [
    [
      { column: 'mfcc_01_mean', weight: 0.8 },
      { column: 'rms_std', weight: -0.41 },
    ],
    [{ column: 'rms_std', weight: 0.7 }],
  ],
};

test('tells how many measurements were dropped, why, and what is kept of the rest', async () => {
  const screen = await render(CondensationView, {
    ...{ condensation, requested: 60, maxCorrelation: 0.95 },
  });
  const summary = screen.getByTestId('pca-summary');
  await expect.element(summary).toHaveAttribute('data-correlated', '2');
  await expect.element(summary).toHaveAttribute('data-explained', '0.9');
  await expect
    .element(summary)
    .toHaveTextContent('1 had no value at all, 1 never changes, 2 say the same as another: 5 are');
  await expect.element(summary).toHaveTextContent('60 were asked for');

  await screen.getByText('2 measurements that say the same as another').click();
  await expect.element(screen.getByText('MFCC 3, mean')).toBeVisible();
  await expect.element(screen.getByText('−0.981')).toBeVisible();
  await expect.element(screen.getByText('(left out as well)')).toBeVisible();
  const first = screen.getByRole('listitem').first();
  await expect.element(first).toHaveTextContent('Loudness (RMS), spread −0.41');

  const chart = screen.getByTestId('explained-variance');
  await chart.getByRole('button', { name: 'Show as table' }).click();
  const cells = chart.getByRole('cell').elements();
  expect(cells.slice(4, 8).map((cell) => cell.textContent)).toEqual(['2', '30.00', '90.0', 'yes']);
});
