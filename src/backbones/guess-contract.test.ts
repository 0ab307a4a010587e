import { expect, it } from 'vitest';
import type { TensorFacts } from '../core/tensor-data';
import { guessContract } from './guess-contract';

const tensor = (name: string, dims: TensorFacts['dims'], type = 'float32'): TensorFacts => ({
  ...{ name, dims, type },
});

it.each([
  ['efficientat', tensor('mel', [null, 1, 128, null])],
  ['musicnn', tensor('mel', [null, null, 96])],
  ['musicnn', tensor('x', [null, 187, 96])],
  ['yamnet', tensor('mel', [null, 96, 64])],
  ['clap', tensor('input_features', [1, 1, 1001, 64])],
  ['maest-30s', tensor('melspectrogram', [1, 1876, 96])],
  ['ast', tensor('input_values', [1, 1024, 128])],
  ['openjmla', tensor('spectrogram', [null, 3, 80, 2992])],
  ['waveform-16000', tensor('audio', [1, null])],
] as const)('takes it for %s', (frontEnd, input) => {
  const outputs = [tensor('logits', [null, 527]), tensor('embedding', [null, 384])];
  const guess = guessContract([input], outputs);
  expect(guess).toMatchObject({ frontEnd, input: input.name, outputs: ['embedding'] });
  expect(guess?.embeddingSize).toBe(384);
});

it('reads class scores where there is nothing better', () => {
  const guess = guessContract([tensor('mel', [null, 96, 64])], [tensor('scores', [null, 521])]);
  expect(guess?.outputs).toEqual(['scores']);
});

it.each([
  ['no input', [], [tensor('embedding', [null, 8])]],
  ['two inputs', [tensor('a', [1, 96, 64]), tensor('b', [1])], [tensor('embedding', [null, 8])]],
  ['an input of words', [tensor('ids', [1, null], 'int64')], [tensor('embedding', [null, 8])]],
  ['a picture', [tensor('image', [1, 3, 224, 224])], [tensor('embedding', [null, 8])]],
  ['sizes that say nothing', [tensor('x', [null, null, null])], [tensor('embedding', [null, 8])]],
  ['no usable output', [tensor('mel', [null, 96, 64])], [tensor('y', [null, null])]],
])('does not guess from %s', (_, inputs, outputs) => {
  expect(guessContract(inputs, outputs)).toBeNull();
});
