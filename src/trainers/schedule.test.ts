import { describe, expect, it } from 'vitest';
import { FIRST_PLATEAU, learningRateAt, watchPlateau } from './schedule';

const totalSteps = 100;

it('raises the learning rate at first, then lowers it along a cosine to 1 %', () => {
  const settings = { learningRate: 1, schedule: 'cosine' } as const;
  const rates = Array.from({ length: totalSteps }, (_, i) =>
    learningRateAt(settings, { step: i + 1, totalSteps, plateau: FIRST_PLATEAU }),
  );
  expect(rates.slice(0, 3)).toEqual([0.5, 1, expect.closeTo(1, 2)]);
  expect(rates[50]).toBeCloseTo(0.505, 1);
  expect(rates[99]).toBeCloseTo(0.01, 6);
});

describe('lowering the rate when learning stalls', () => {
  it('does as PyTorch’s ReduceLROnPlateau', () => {
    // torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2), one loss an epoch from rate 1.
    const losses = [1, 0.9, 0.9, 0.95, 0.91, 0.89995, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8];
    const expected = [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.125, 0.125];
    let plateau = FIRST_PLATEAU;
    const factors = losses.map((loss) => (plateau = watchPlateau(plateau, loss)).factor);
    expect(factors).toEqual(expected);
    const settings = { learningRate: 0.4, schedule: 'plateau' } as const;
    expect(learningRateAt(settings, { step: 50, totalSteps, plateau })).toBeCloseTo(0.05);
  });

  it('leaves a constant rate alone', () => {
    const settings = { learningRate: 0.4, schedule: 'constant' } as const;
    const plateau = { ...FIRST_PLATEAU, factor: 0.25 };
    expect(learningRateAt(settings, { step: 50, totalSteps, plateau })).toBe(0.4);
  });
});
