import { expect, test } from 'vitest';
import { listNameOf } from './list-name';

test.each([
  ['train_filtered.txt', 'filtered'],
  ['lists/valid_filtered.txt', 'filtered'],
  ['test-stratified.txt', 'stratified'],
  ['gtzan_train_fold_1.txt', 'gtzan fold 1'],
  ['train.txt', ''],
  ['my folder\\Validation.TXT', ''],
  ['artists.csv', 'artists'],
])('%s is of the list "%s"', (path, name) => {
  expect(listNameOf(path)).toBe(name);
});
