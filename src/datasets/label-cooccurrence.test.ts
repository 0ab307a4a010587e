import { expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { labelCooccurrence } from './label-cooccurrence';

const clips = [['dub', 'calm'], ['dub', 'calm', 'folk'], ['dub'], ['folk', 'folk']].map(
  (labels, i) => makeClip({ id: `${i}`, genre: labels[0]!, labels }),
);

it('counts clips that have two labels, the commonest label first', () => {
  const { labels, counts, leftOut } = labelCooccurrence(clips, 5);
  expect(labels).toEqual(['dub', 'calm', 'folk']);
  expect(counts.map((row) => [...row])).toEqual([
    [3, 2, 1],
    [2, 2, 1],
    [1, 1, 2],
  ]);
  expect(leftOut).toBe(0);
});

it('leaves out the rarest where there are too many', () => {
  const { labels, leftOut } = labelCooccurrence([...clips, makeClip({ id: 'x' })], 2);
  expect([labels, leftOut]).toEqual([['dub', 'calm'], 2]);
});
