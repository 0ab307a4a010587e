import { expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Clip } from '../core/dataset-types';
import { datasetFingerprint } from './fingerprint';
import { hasSeveralLabels, labelsOfClip, learnableLabels } from './label-sets';

const clips = (count: number, labels: readonly string[]): Clip[] =>
  Array.from({ length: count }, (_, i) => makeClip({ id: `${labels.join()}${i}`, labels }));

it('knows datasets about several labels from those about one genre a clip', () => {
  expect(hasSeveralLabels([makeClip({ id: 'a' })])).toBe(false);
  expect(hasSeveralLabels([makeClip({ id: 'a' }), ...clips(1, ['x'])])).toBe(true);
  expect(labelsOfClip(makeClip({ id: 'a', genre: 'folk' }))).toEqual(['folk']);
  expect(labelsOfClip({ genre: 'folk', labels: ['ska', 'folk'] })).toEqual(['ska', 'folk']);
});

it('learns labels that enough clips have, and names the others', () => {
  const train = [
    ...clips(4, ['rock', 'punk']),
    ...clips(3, ['jazz', 'rock']),
    ...clips(1, ['ska']),
  ];
  expect(learnableLabels(train, clips(9, ['polka', 'rock']))).toEqual({
    labels: ['punk', 'rock'],
    rare: [
      { label: 'jazz', clips: 3 },
      { label: 'ska', clips: 1 },
      { label: 'polka', clips: 0 },
    ],
  });
});

it('counts a label once a clip', () => {
  expect(learnableLabels(clips(2, ['rock', 'rock'])).rare).toEqual([{ label: 'rock', clips: 2 }]);
});

it('tells datasets apart by their labels, in whatever order these come', () => {
  const print = (labels?: readonly string[]): string =>
    datasetFingerprint([makeClip({ id: 'a', labels })]);
  expect(print(['x', 'y'])).toBe(print(['y', 'x']));
  expect(new Set([print(), print(['x']), print(['x', 'y'])]).size).toBe(3);
});
