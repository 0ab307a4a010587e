import { parquetMetadata } from 'hyparquet';
import { expect, it } from 'vitest';
import golden from '../../../test/golden/parquet_table.json';
import { arrowDurations } from './arrow-durations';

const file = Uint8Array.from(Buffer.from(golden.nested, 'base64'));
const [note] = parquetMetadata(file.buffer).key_value_metadata!;
const durationsOf = (bytes: Uint8Array) => {
  const value = Buffer.from(bytes).toString('base64');
  return [...arrowDurations({ key_value_metadata: [{ key: note!.key, value }] })];
};
const schema = Uint8Array.from(Buffer.from(note!.value!, 'base64'));
const KNOWN = [
  ['s', 1],
  ['ms', 1e3],
  ['us', 1e6],
  ['ns', 1e9],
];

it('tells the units of durations', () => {
  expect(durationsOf(schema)).toEqual(KNOWN);
});

it('leaves out a column whose unit it does not know, whatever byte of the schema is wrong', () => {
  const leftOut = new Set<string>();
  for (let at = 0; at < schema.length; at++) {
    const damaged = schema.slice();
    damaged[at] = 9;
    const found = durationsOf(damaged);
    expect(found.filter(([, perSecond]) => Number.isNaN(perSecond))).toEqual([]);
    const missing = KNOWN.filter(([name]) => !found.some(([other]) => other === name));
    if (found.length === 3 && missing.length === 1) leftOut.add(String(missing[0]![0]));
  }
  expect([...leftOut]).toContain('ns');
});
