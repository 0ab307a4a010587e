import { describe, expect, it } from 'vitest';
import { epochsOf, stoppedWords } from './epoch-words';

describe('epochsOf', () => {
  it('says of an approach without words of its own which epoch is best', () => {
    const { kept, ...words } = epochsOf('quick-baseline', { rounds: 1200 });
    expect(words).toEqual({
      total: 1200,
      name: 'Round',
      many: 'rounds',
      axis: 'Round (number)',
      note: '',
      isKeptWithin: false,
    });
    expect(`${kept.label}: ${kept.value(1100)}`).toBe('Kept round: 1,100');
    expect(epochsOf('gone', {})).toMatchObject({ total: 0, name: 'Epoch' });
  });

  it('says which C a support vector machine keeps', () => {
    const { kept, many } = epochsOf('svm', { C: 10, tries: 3 });
    expect([1, 2, 3].map((epoch) => kept.value(epoch))).toEqual(['10', '2.5', '0.625']);
    expect([kept.label, many]).toEqual(['C chosen', 'tries']);
  });

  it('says that a neighbour is a neighbour', () => {
    const { kept, note } = epochsOf('k-nearest-neighbours', { n_neighbors: 15 });
    expect(`${kept.label}: ${kept.value(15)}`).toBe('Neighbours that vote (k): 15');
    expect(note).toContain('own vote');
  });
});

describe('stoppedWords', () => {
  it('says of a network that the epoch it was stopped in is kept', () => {
    const epochs = epochsOf('cnn', { epochs: 6 });
    expect(stoppedWords(epochs, 5)).toBe(
      'Stopped in epoch 6 of 6: 5 epochs are finished, and what it has learned in this one is kept. Resume goes on from that very step.',
    );
    expect(stoppedWords(epochs, 1)).toContain('1 epoch is finished, and');
    expect(stoppedWords(epochs, 0)).toContain('before the first epoch');
    expect(stoppedWords(epochs, 6)).toContain('after 6 epochs');
  });

  it('counts what is finished where nothing else is kept', () => {
    expect(stoppedWords(epochsOf('quick-baseline', { rounds: 9 }), 2)).toBe(
      'Stopped after 2 rounds. Resume goes on exactly where it was.',
    );
  });
});
