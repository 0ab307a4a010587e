import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/kaggle57.json';
import { GOLDEN_SIGNALS, goldenWaveform } from '../../test/golden/logmel-timbre-signals';
import { decodeReal, gtzanPath, NO_REAL_MUSIC, realDataPath } from '../../test/builders/real-music';
import type { Waveform } from '../core/audio-types';
import { kaggle57Extractor } from './kaggle-57';

const MAX_RELATIVE_ERROR = 2e-4;

const namesOf = () => kaggle57Extractor.columns.map(({ name }) => name);

async function expectColumns(waveform: Waveform, expected: Readonly<Record<string, number>>) {
  const ours = await kaggle57Extractor.extract(waveform);
  expect(namesOf().sort()).toEqual(Object.keys(expected).sort());
  kaggle57Extractor.columns.forEach(({ name }, i) => {
    const error = Math.abs(ours[i]! - expected[name]!) / Math.abs(expected[name]!);
    expect(error, `${name}: ${ours[i]} for ${expected[name]}`).toBeLessThan(MAX_RELATIVE_ERROR);
  });
}

describe('kaggle-57', () => {
  it.each(GOLDEN_SIGNALS)('equals librosa in every column: %s', async (name) => {
    await expectColumns(goldenWaveform(name), golden.synthetic[name].columns);
  });

  it('equals librosa in every column on real clips', async (context) => {
    for (const [name, { columns }] of Object.entries(golden.real)) {
      const file = gtzanPath(name);
      context.skip(file === null, NO_REAL_MUSIC);
      await expectColumns(await decodeReal(file!), columns);
    }
  });

  it('has the columns of the file, in its order', (context) => {
    const table = realDataPath('gtzan_features_30_sec.csv');
    context.skip(table === null, NO_REAL_MUSIC);
    const header = readFileSync(table!, 'utf8').split(/\r?\n/, 1)[0]!.split(',');
    expect(namesOf()).toEqual(header.slice(2, -1));
  });
});
