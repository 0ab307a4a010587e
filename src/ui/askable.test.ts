import { expect, it } from 'vitest';
import { questionsAbout } from './askable';

const clip = { clipId: 'a', predictedIndex: 0, trueIndex: 1 };

it('asks of one genre why it was heard, and why the true one was not', () => {
  const probabilities = [0.6, 0.4];
  expect(questionsAbout({ ...clip, probabilities })).toEqual([
    { classIndex: 0, isSaid: true },
    { classIndex: 1, isSaid: false },
  ]);
  expect(questionsAbout({ ...clip, trueIndex: 0, probabilities })).toHaveLength(1);
});

it('asks of several labels why the wrong answers were given, "why not" where the answer was no', () => {
  const asked = (probabilities: number[], trueLabels: number[]) =>
    questionsAbout({ ...clip, probabilities, trueLabels });
  // The likeliest label is not said either: it is less than a half.
  expect(asked([0.34, 0.1, 0.05], [0])).toEqual([{ classIndex: 0, isSaid: false }]);
  expect(asked([0.7, 0.2, 0.9], [1, 2])).toEqual([
    { classIndex: 0, isSaid: true },
    { classIndex: 1, isSaid: false },
  ]);
});
