import { expect, it } from 'vitest';
import type { EpochRecord, FoldScore } from '../core/run-types';
import { TrainingReporter, type TrainingReport } from './training-reporter';

const record = (epoch: number): EpochRecord => ({
  epoch,
  trainLoss: 1,
  trainAccuracy: 0.5,
  validationLoss: null,
  validationAccuracy: null,
  seconds: 0.01,
});

it('loses no epoch and keeps their order, however fast they come', async () => {
  const reports: TrainingReport[] = [];
  const reporter = new TrainingReporter(async (report) => {
    await new Promise((resolve) => setTimeout(resolve, 5)); // a busy page
    reports.push(report);
  });
  for (let epoch = 1; epoch <= 300; epoch++) {
    reporter.addEpoch(record(epoch));
    reporter.setFraction(epoch / 300);
    if (epoch % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await reporter.flush();
  const epochs = reports.flatMap((report) => report.epochs.map(({ epoch }) => epoch));
  expect(epochs).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  expect(reports.at(-1)?.fraction).toBe(1);
  expect(reports.length).toBeLessThan(10);
});

it('loses no fold, and tells of the epochs after the last one only', async () => {
  const reports: TrainingReport[] = [];
  const reporter = new TrainingReporter(async (report) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    reports.push(report);
  });
  for (let fold = 1; fold <= 5; fold++) {
    reporter.addEpoch(record(fold));
    reporter.addFold({ fold } as FoldScore);
  }
  reporter.addEpoch(record(6));
  await reporter.flush();
  expect(reports.flatMap(({ folds }) => folds.map(({ fold }) => fold))).toEqual([1, 2, 3, 4, 5]);
  expect(reports.at(-1)?.epochs.map(({ epoch }) => epoch)).toEqual([6]);
});

it('waits for the page before it sends again, and settles when the page is gone', async () => {
  let open = 0;
  let most = 0;
  const reporter = new TrainingReporter(async () => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 150));
    open--;
    throw new Error('gone');
  });
  for (let i = 0; i < 5; i++) {
    reporter.setFraction(i / 5);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await reporter.flush();
  expect(most).toBe(1);
});
