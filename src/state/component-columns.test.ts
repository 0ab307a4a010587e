import { expect, it } from 'vitest';
import { describeComponents } from './component-columns';

it('tells what a component is mostly made of, with the sign of each part', () => {
  const strongest = [
    [
      { column: 'mfcc_01_mean', weight: -0.412 },
      { column: 'tempo', weight: 0.2 },
    ],
    [{ column: 'tempo', weight: 0.9 }],
  ];
  expect(describeComponents(strongest)).toEqual([
    { name: 'component_01', unit: '', help: 'Mostly MFCC 1, mean (−0.41); Tempo (+0.20).' },
    { name: 'component_02', unit: '', help: 'Mostly Tempo (+0.90).' },
  ]);
});
