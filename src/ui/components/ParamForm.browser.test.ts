// The settings form: drawn from specs alone, and what is typed comes back as values.

import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { ParamSpec } from '../../core/run-types';
import ParamForm from './ParamForm.svelte';

const specs: readonly ParamSpec[] = [
  {
    kind: 'number',
    name: 'epochs',
    label: 'Epochs',
    help: 'How often all clips are seen.',
    default: 30,
    min: 1,
    max: 500,
    step: 1,
    integer: true,
  },
  {
    kind: 'choice',
    name: 'mode',
    label: 'Mode',
    help: 'How to go about it.',
    default: 'fast',
    options: [
      { value: 'fast', label: 'Fast' },
      { value: 'careful', label: 'Careful' },
    ],
  },
  {
    kind: 'number',
    name: 'decay',
    label: 'Decay',
    help: 'Rarely touched.',
    default: 0.01,
    min: 0,
    max: 1,
    step: 0.01,
    advanced: true,
  },
];

async function show({ disabled = false, epochs = 30 } = {}) {
  const change = vi.fn();
  const changeSeed = vi.fn();
  const values = { epochs, mode: 'fast', decay: 0.01 };
  const screen = await render(ParamForm, { specs, values, seed: 7, disabled, change, changeSeed });
  return { screen, change, changeSeed };
}

test('draws an input a setting, with its help as description', async () => {
  const { screen } = await show();
  const epochs = screen.getByLabelText('Epochs');
  await expect.element(epochs).toHaveAttribute('data-testid', 'param-epochs');
  await expect.element(epochs).toHaveValue(30);
  await expect
    .element(epochs)
    .toHaveAccessibleDescription('How often all clips are seen. 1 to 500, normally 30.');
  await expect.element(screen.getByTestId('param-seed')).toHaveValue(7);
});

test('reports numbers and choices as they are made', async () => {
  const { screen, change, changeSeed } = await show();
  await screen.getByTestId('param-epochs').fill('12');
  expect(change).toHaveBeenLastCalledWith('epochs', 12);
  await screen.getByTestId('param-mode').selectOptions('careful');
  expect(change).toHaveBeenLastCalledWith('mode', 'careful');
  await screen.getByTestId('param-seed').fill('42');
  expect(changeSeed).toHaveBeenLastCalledWith(42);
});

test('reports an emptied number as not a number, so that the start can be refused', async () => {
  const { screen, change } = await show();
  await screen.getByTestId('param-epochs').fill('');
  expect(change).toHaveBeenLastCalledWith('epochs', NaN);
});

test.each([0, 501, 1.5, NaN])('says beside the field why %s will not do', async (epochs) => {
  const { screen } = await show({ epochs });
  const field = screen.getByTestId('param-epochs');
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  await expect.element(field).toHaveAccessibleDescription('Enter a whole number from 1 to 500.');
  await expect.element(screen.getByTestId('param-seed')).toHaveAttribute('aria-invalid', 'false');
});

test('folds rarely needed settings away', async () => {
  const { screen } = await show();
  await expect.element(screen.getByTestId('param-decay')).not.toBeVisible();
  await screen.getByText('More settings').click();
  await expect.element(screen.getByTestId('param-decay')).toBeVisible();
});

test('can be locked while a run trains', async () => {
  const { screen } = await show({ disabled: true });
  await expect.element(screen.getByTestId('param-epochs')).toBeDisabled();
  await expect.element(screen.getByTestId('param-seed')).toBeDisabled();
});
