import { describe, expect, it } from 'vitest';
import type { Dataset, TableColumn } from '../core/dataset-types';
import { makeClip } from '../../test/builders/clips';
import type { ModelFacts } from '../rpc/interfaces';
import {
  asRun,
  attributesOf,
  factsOf,
  matchOf,
  onClips,
  problemOfNames,
  remarks,
  unscored,
  whyNoScore,
  type Match,
} from './imported-run';
import { windowSecondsOf } from './listening';

const MATCH: Match = { features: 'timbre', columnNames: [], places: [], dataset: null };
const FACTS: ModelFacts = {
  rounds: 7,
  numTrees: 14,
  classes: ['loud', 'quiet'],
  classNamesFrom: 'file',
  objective: 'binary:logistic',
  baseMargins: [0],
  columnNames: ['a', 'b'],
  attributes: {},
};
const runOf = (facts: Partial<ModelFacts>, match: Partial<Match> = {}) =>
  asRun({
    facts: { ...FACTS, ...facts },
    match: { ...MATCH, ...match },
    fileName: 'model.json',
    test: [],
  });

const MUSIC: Dataset = {
  version: 1,
  id: 'music',
  title: 'My music',
  synthetic: false,
  clips: [],
  quarantined: [],
  notes: [],
};

function tableOf(extractor: string | null, names: readonly string[]): Dataset {
  const columns = names.map((name): TableColumn => ({ name, role: 'feature', kind: 'number' }));
  const shape = { id: 't', files: [], rows: 0, columns, extractor, subset: null };
  return { ...MUSIC, id: 'table', title: 'A table', table: { ...shape, target: 'genre' } };
}

describe('a model from elsewhere as a run', () => {
  it('answers each label by itself if it asks a question a label', () => {
    expect(runOf({ baseMargins: [0, 0] }).severalLabels).toBe(true);
    expect(runOf({ baseMargins: [0] }).severalLabels).toBe(false);
    expect(runOf({ objective: 'multi:softprob', baseMargins: [0, 0] }).severalLabels).toBe(false);
  });

  it('keeps the length of its stretches through a file, whatever dataset is in use', () => {
    const ofTable = { ...runOf({}, { features: 'kaggle-57' }), imported: undefined };
    const dataset = { ...ofTable.dataset, table: 't' };
    const { imported: _, ...original } = { ...ofTable, dataset };
    for (const run of [original, runOf({}, { features: 'kaggle-57' }), runOf({})]) {
      const attributes = attributesOf(run);
      for (const inUse of [null, MUSIC, tableOf('kaggle-57', ['a', 'b'])]) {
        const match = { features: attributes['earmark_features']!, dataset: inUse };
        expect(windowSecondsOf(runOf({ attributes }, match))).toBe(windowSecondsOf(run));
      }
    }
  });

  it('takes no length that cannot be', () => {
    for (const text of ['', 'long', '0', '-5', '1e9', 'Infinity']) {
      const attributes = { earmark_window_seconds: text };
      expect(runOf({ attributes }, { features: 'kaggle-57' }).windowSeconds).toBeUndefined();
    }
  });

  it('believes the file which of two sets of the same columns it means', () => {
    const measured = ['fma-518', 'fma-518-corrected'].map((features) => ({
      features,
      columnNames: ['a', 'b'],
    }));
    const attributes = { earmark_features: 'fma-518-corrected' };
    const table = tableOf('fma-518', ['a', 'b']);
    expect(matchOf({ ...FACTS, attributes }, measured, table)).toMatchObject({
      features: 'fma-518-corrected',
      dataset: null,
    });
    expect(matchOf({ ...FACTS, attributes }, measured, MUSIC).features).toBe('fma-518-corrected');
    expect(matchOf(FACTS, measured, table)).toMatchObject({ features: 'fma-518', dataset: table });
  });

  it('says of a file without feature names how to give them, and which sets have as many', () => {
    const measured = [{ features: 'kaggle-57', columnNames: ['a', 'b'] }];
    const refusalOf = (columnNames: readonly string[]): unknown => {
      try {
        return matchOf({ columnNames, attributes: {} }, measured, MUSIC);
      } catch (error) {
        return error;
      }
    };
    expect(refusalOf(['f0', 'f1'])).toMatchObject({
      code: 'model-features-unnamed',
      record: { got: '2 columns without feature names; with as many there is kaggle-57' },
    });
    expect(refusalOf(['f0'])).toMatchObject({
      record: {
        got: '1 column without feature names; no set has as many; the sets are kaggle-57 (2)',
      },
    });
    expect(refusalOf(['a', 'c'])).toMatchObject({ code: 'model-features-unknown' });
  });

  it('keeps no setting that the file does not say', () => {
    const { config } = runOf({}, { columnNames: ['a', 'b'] });
    expect(config.params).toEqual({ features: 'timbre', rounds: 7, trees: 14, columns: 2 });
  });

  it('takes names that are all there and all different', () => {
    expect(problemOfNames(['blues', 'jazz '])).toBe('');
    expect(problemOfNames(['blues', ' '])).toBe('Class 1 has no name.');
    expect(problemOfNames(['jazz', 'blues', ' jazz'])).toBe(
      '“jazz” names both class 0 and class 2.',
    );
  });

  it('moves to the clips of another dataset, and finds its columns there', () => {
    const run = unscored(runOf({}, { features: 'table' }));
    const dataset = tableOf(null, ['a', 'b']);
    const match = matchOf(factsOf(run, ['b', 'a']), [], dataset);
    expect(match).toMatchObject({ features: 'table', columnNames: ['a', 'b'], places: [1, 0] });
    const moved = onClips(run, match, [makeClip({ id: 'x' })]);
    expect(moved.dataset).toMatchObject({ id: 'table', table: 't' });
    expect(moved.split).toEqual({ train: [], validation: [], test: ['x'] });
    expect(moved).toMatchObject({ id: run.id, imported: run.imported, classes: run.classes });
    expect(moved.evaluation).toBeNull();
  });

  it('says how it is heard, and why it has no score', () => {
    const facts = { ...FACTS, classNamesFrom: 'counted' } as const;
    const told = remarks(facts, runOf({}, { features: 'kaggle-57' })).join(' ');
    expect(told).toContain('stretches of 30 s');
    expect(told).toContain('numbered');
    expect(remarks(FACTS, runOf({}, { features: 'table' })).join(' ')).toContain(
      'Nothing measures',
    );
    expect(whyNoScore(MATCH, MUSIC)).toContain('My music, the dataset in use, does not have its');
    expect(whyNoScore({ ...MATCH, dataset: MUSIC }, MUSIC)).toContain('no clips of its genres');
    expect(whyNoScore(MATCH, null)).toContain('no dataset is in use');
  });
});
