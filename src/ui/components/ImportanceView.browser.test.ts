// What the page says of importances and of one clip's explanation.

import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { ClipExplanation } from '../../evaluation/importance/explain';
import type { FeatureImportance } from '../../evaluation/importance/importance';
import ImportanceView from './ImportanceView.svelte';
import WhyPanel from './WhyPanel.svelte';

const columns = ['tempo', 'mfcc_01_mean', 'mfcc_02_mean'];
const described = new Map([
  ['tempo', { name: 'tempo', unit: 'BPM', help: 'How fast the music goes.' }],
]);
const subject = {
  columns,
  families: [
    { name: 'Rhythm', columns: [0] },
    { name: 'Sound colour (MFCC)', columns: [1, 2] },
  ],
};

const learned = { split: 'artist split', trained: 60 };

const importance: FeatureImportance = {
  ...{ part: 'validation', clips: 15, clipsInPart: 15, repeats: 5, classes: ['blues', 'jazz'] },
  baseline: { accuracy: 0.8, loss: 0.5 },
  savedTime: null,
  measures: [
    {
      ...{ measure: 'shap', subject, spread: null },
      overall: { columns: [0.3, 0.1, 0], families: [0.3, 0.1] },
      byClass: [
        { columns: [0.2, 0, 0], families: [0.2, 0] },
        { columns: [0.4, 0.6, 0], families: [0.4, 0.6] },
      ],
    },
    {
      ...{ measure: 'permutation', subject, byClass: null },
      overall: { columns: [0.12, -0.01, 0], families: [0.12, 0.05] },
      spread: { columns: [0.02, 0.01, 0], families: [0.02, 0.03] },
    },
  ],
};

test('shows the strongest measurements by the chosen measure, and says what that stands on', async () => {
  const screen = await render(ImportanceView, {
    ...{ importance, described, learned },
  });
  const chart = screen.getByTestId('importance-chart');
  await expect.element(chart).toHaveAttribute('data-measure', 'shap');
  await expect.element(chart).toHaveAttribute('data-top', 'tempo');
  await expect
    .element(screen.getByText(/Asked on 15 validation clips, artist split/))
    .toBeVisible();
  await expect.element(screen.getByText(/2 of 3 measurements matter/)).toBeVisible();

  await expect
    .element(screen.getByTestId('importance-shown'))
    .toHaveTextContent('the 2 strongest of 3 measurements');

  await screen.getByTestId('importance-class').selectOptions('jazz');
  await expect.element(chart).toHaveAttribute('data-top', 'mfcc_01_mean');

  await screen.getByTestId('importance-measure').selectOptions('permutation');
  await expect.element(chart).toHaveAttribute('data-top', 'tempo');
  await expect.element(screen.getByText(/5 shuffles each/)).toBeVisible();
  await expect.element(screen.getByTestId('importance-class')).not.toBeInTheDocument();
  await chart.getByRole('button', { name: 'Show as table' }).click();
  const cells = chart.getByRole('cell').elements();
  expect(cells.map((cell) => cell.textContent)).toEqual([
    ...['Tempo', '12', '12 ± 2; How fast the music goes.'],
    ...['MFCC 1, mean', '−1', '−1 ± 1; Sound colour (MFCC)'],
  ]);
  await expect.element(screen.getByTestId('importance-families')).toBeVisible();
});

test('says what was left out where the approach answers slowly', async () => {
  const [, permutation] = importance.measures;
  const familiesOnly: FeatureImportance = {
    ...importance,
    savedTime: { seconds: 3600, isByFewerClips: false, isByFamilies: true },
    measures: [
      {
        ...permutation!,
        overall: { columns: [], families: [0.12, 0.05] },
        spread: { columns: [], families: [0.02, 0.03] },
      },
    ],
  };
  const screen = await render(ImportanceView, {
    ...{ importance: familiesOnly, described, learned },
  });
  await expect
    .element(screen.getByText(/would have taken about 1 h here.*only about whole families/))
    .toBeVisible();
  await expect.element(screen.getByTestId('importance-families')).toBeVisible();
  await expect.element(screen.getByTestId('importance-chart')).not.toBeInTheDocument();
});

const explanation: ClipExplanation = {
  clipId: 'a',
  classes: ['blues', 'jazz'],
  objective: 'multi:softprob',
  columns,
  values: [92, NaN, 3],
  byClass: [
    { expected: 0.5, contributions: [0.41, -0.2, 0], margin: 0.71, probability: 0.6 },
    { expected: 0.4, contributions: [-0.1, 0, 0], margin: 0.3, probability: 0.4 },
  ],
  typical: {
    clips: [30, 30],
    quartiles: [
      [{ lower: 78, median: 90, upper: 110 }, null, null],
      [null, null, null],
    ],
  },
};

test('tells in words what pulls towards a genre and away from it, and that it adds up', async () => {
  const screen = await render(WhyPanel, { explanation, described, index: 0 });
  const panel = screen.getByTestId('why-panel');
  await expect.element(panel).toHaveAttribute('data-margin', '0.71');
  const sum = Number(panel.element().getAttribute('data-sum'));
  expect(sum).toBeCloseTo(0.71, 10);
  const items = panel.getByRole('listitem').elements();
  expect(items.map((item) => item.textContent.trim().replace(/\s+/g, ' '))).toEqual([
    'Tempo: 92 BPM, pulls towards blues (+0.410) half of the 30 blues clips learned from: 78 to 110 BPM',
    'MFCC 1, mean: not measured, pulls away from blues (−0.200)',
  ]);
  await expect.element(panel.getByText(/60\s%/)).toBeVisible();
  await panel.getByRole('button', { name: 'Show as table' }).click();
  const cells = panel.getByRole('cell').elements();
  expect(cells.map((cell) => cell.textContent)).toEqual([
    ...['On average', '0.500000', ''],
    ...['Tempo', '+0.410000', '92 BPM'],
    ...['MFCC 1, mean', '−0.200000', 'not measured'],
    ...['This clip', '0.710000', ''],
  ]);
  await screen.getByTestId('why-genre').selectOptions('not jazz?');
  await expect.element(panel).toHaveAttribute('data-genre', 'jazz');
  await expect.element(panel.getByRole('listitem')).toHaveTextContent('pulls away from jazz');
});
