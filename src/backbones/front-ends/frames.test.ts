import { expect, it } from 'vitest';
import { createMatrix } from '../../core/matrix';
import { cropOrPad, cropOrTile, cutPatches, samplesOfFrames, transpose } from './frames';

const FRAMES = createMatrix(3, 2, Float32Array.of(1, 2, 3, 4, 5, 6));

it('crops, and fills up with a value', () => {
  expect([...cropOrPad(FRAMES, 2, 9).data]).toEqual([1, 2, 3, 4]);
  expect([...cropOrPad(FRAMES, 4, 9).data]).toEqual([1, 2, 3, 4, 5, 6, 9, 9]);
  expect([...cropOrPad(createMatrix(0, 2), 1, 9).data]).toEqual([9, 9]);
});

it('crops, and fills up with the frames again', () => {
  expect([...cropOrTile(FRAMES, 2).data]).toEqual([1, 2, 3, 4]);
  expect([...cropOrTile(FRAMES, 5).data]).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4]);
});

it('cuts patches that overlap, and drops what fills none', () => {
  expect([...cutPatches(FRAMES, 2, 1).data]).toEqual([1, 2, 3, 4, 3, 4, 5, 6]);
  expect([...cutPatches(FRAMES, 2, 2).data]).toEqual([1, 2, 3, 4]);
  expect(cutPatches(FRAMES, 4, 1).rows).toBe(0);
});

it('swaps frames and mels', () => {
  expect(transpose(FRAMES)).toEqual(createMatrix(2, 3, Float32Array.of(1, 3, 5, 2, 4, 6)));
});

it('knows how far the first frames see', () => {
  const framing = { nFft: 8, hopLength: 3 };
  const samples = new Float32Array(100);
  expect(samplesOfFrames(samples, 2, { ...framing, padding: 'none' })).toHaveLength(11);
  expect(samplesOfFrames(samples, 2, { ...framing, padding: 'zero' })).toHaveLength(7);
  expect(samplesOfFrames(samples, 50, framing)).toHaveLength(100);
});
