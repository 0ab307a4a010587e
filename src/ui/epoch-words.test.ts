import { describe, expect, it } from 'vitest';
import { epochsOf } from './epoch-words';

describe('epochsOf', () => {
  it('says of an approach without words of its own which epoch is best', () => {
    const { kept, ...words } = epochsOf('quick-baseline', { rounds: 1200 });
    expect(words).toEqual({
      total: 1200,
      name: 'Round',
      many: 'rounds',
      axis: 'Round (number)',
      note: '',
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
