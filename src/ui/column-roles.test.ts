import { describe, expect, it } from 'vitest';
import { labelCandidates, yesNoColumns, type JudgedColumn } from './column-roles';

const column = (name: string, more: Partial<JudgedColumn>): JudgedColumn => ({
  ...{ name, role: 'ignore', kind: 'text', distinct: 3, examples: [] },
  ...more,
});
const namesOf = (...columns: JudgedColumn[]): string[] =>
  labelCandidates(columns).map(({ name }) => name);

describe('columns that may hold the genre', () => {
  it('are unused ones of a few values that repeat, those with a fitting name first', () => {
    expect(
      namesOf(
        column('country', { distinct: 5 }),
        column('mood', { distinct: 9 }),
        column('genre_id', { kind: 'number', distinct: null }),
        column('title', { distinct: 900 }),
        column('comment', { distinct: null }),
        column('flat', { distinct: 1 }),
        column('tempo', { kind: 'number', distinct: null }),
        column('label', { role: 'feature', kind: 'number' }),
      ),
    ).toEqual(['genre_id', 'mood', 'country']);
  });

  it('may be several, of 0 and 1', () => {
    const number = { role: 'feature', kind: 'number', distinct: null } as const;
    const columns = [
      column('calm', { ...number, examples: ['0', '1'] }),
      column('happy', { ...number, examples: ['1', '0'] }),
      column('never', { ...number, examples: ['0'] }),
      column('tempo', { ...number, examples: ['0', '1', '2'] }),
      column('notes', { examples: ['0', '1'] }),
    ];
    expect(yesNoColumns(columns).map(({ name }) => name)).toEqual(['calm', 'happy']);
  });

  it('are few', () => {
    expect(namesOf(...Array.from({ length: 9 }, (_, i) => column(`c${i}`, {})))).toHaveLength(4);
  });
});
