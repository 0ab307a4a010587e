import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  lines,
  readWhole,
  rolesOf,
  songs,
  SONGS_HEADER as HEADER,
  tableFile,
} from '../../../test/builders/table-files';
import { row } from '../../core/matrix';
import { kaggle57Extractor } from '../../features/kaggle-57';
import { clipsOfTable } from './clips-of-table';
import { arrangeAsExtractor } from './extractor-columns';
import { readTable } from './read-table';
import { tableKind } from './table-kind';

const read = (csv: string | Uint8Array) => readWhole(tableFile(csv));

describe('a CSV of features', () => {
  it('is read with its roles', async () => {
    const table = await read(HEADER + songs(6));
    expect(rolesOf(table)).toEqual([
      ...['file: id', 'tempo: feature', 'energy: feature', 'brightness: feature', 'genre: label'],
    ]);
    expect(table).toMatchObject({ rows: 6, source: 'csv', problem: null, notes: [], starts: 1 });
    expect(table.names).toEqual(['tempo', 'energy', 'brightness']);
    expect([...row(table.matrix, 1)]).toEqual([137, Math.fround(0.2), 2]);
    expect(table.texts.get('genre')).toEqual(['jazz', 'rock', 'jazz', 'rock', 'jazz', 'rock']);
  });

  it('is known by its content, whatever it is called and wherever chunks are cut', async () => {
    const csv = HEADER + songs(6);
    const { id } = await read(csv);
    expect((await readWhole(tableFile(csv, 'other.csv', [7, 1]))).id).toBe(id);
    expect((await read(csv.replaceAll('\n', '\r\n'))).id).toBe(id);
    expect((await read(csv.replaceAll(',', '\t'))).id).toBe(id);
    expect((await read(csv.replace('0.3', '0.4'))).id).not.toBe(id);
    expect((await read(csv.replace('rock', 'pop'))).id).not.toBe(id);
    expect((await read(csv.replace('tempo', 'speed'))).id).not.toBe(id);
  });

  it('may have a byte order mark, UTF-16, semicolons with decimal commas, or no line end at its end', async () => {
    const csv = HEADER + songs(6);
    const { id } = await read(csv);
    const utf16 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf16le'));
    const swapped = (bytes: Uint8Array): Uint8Array => bytes.map((_, i) => bytes[i ^ 1]!);
    const german = csv.replaceAll(',', ';').replaceAll(/(\d)\.(\d)/g, '$1,$2');
    const variants = ['\uFEFF' + csv, csv.trimEnd(), german];
    const encoded = [utf16('\uFEFF' + csv), swapped(utf16('\uFEFF' + csv)), utf16(csv)];
    for (const variant of [...variants, ...encoded]) {
      expect((await readWhole(tableFile(variant, 'x.csv', [5, 3]))).id).toBe(id);
    }
  });

  it('is read without a header, and with names that are empty or there twice', async () => {
    const bare = await read(songs(6));
    expect(bare.names).toEqual(['column 2', 'column 3', 'column 4']);
    expect(rolesOf(bare)).toContain('column 5: label');
    expect(rolesOf(bare)).toContain('column 1: id');
    const twice = await read(
      `mfcc,mfcc,,genre\n${lines(6, (i) => `${i * 3},${i % 4},0.${i},x${i % 2}`)}`,
    );
    expect(twice.names).toEqual(['mfcc', 'mfcc (2)', 'column 3']);
    expect(twice.notes).toMatchObject([
      { code: 'note-table-names', got: '"mfcc" (column 2) is called "mfcc (2)"' },
    ]);
  });

  it('keeps its first row of values where that lacks a cell and there is no header', async () => {
    const csv = [
      '1.5,,3,rock',
      ...Array.from({ length: 5 }, (_, i) => `${i}.5,${i + 2},${i},jazz`),
    ];
    const { rows, names, matrix } = await read(csv.join('\n') + '\n');
    expect([rows, names]).toEqual([6, ['column 1', 'column 2', 'column 3']]);
    expect([...row(matrix, 0)]).toEqual([1.5, NaN, 3]);
  });

  it('in Windows-1252 has its names, and a note', async () => {
    const csv = `tempo,energy,genre\n${lines(6, (i) => `${i * i},0.${i},Forr\u00f3`)}`;
    const table = await read(Uint8Array.from(Buffer.from(csv, 'latin1')));
    expect(new Set(table.texts.get('genre'))).toEqual(new Set(['Forr\u00f3']));
    const got = 'read as Windows-1252, for example "Forr\u00f3"';
    expect(table.notes).toContainEqual({ code: 'note-table-encoding', got });
    const { notes } = await read(csv);
    expect(notes.map(({ code }) => code)).not.toContain('note-table-encoding');
  });

  it('with commas that could part thousands says how it reads them', async () => {
    const csv = (cell: string): string => `a;b;genre\n${lines(6, (i) => `${i};${cell};x${i % 2}`)}`;
    const codesOf = async (cell: string) => (await read(csv(cell))).notes.map(({ code }) => code);
    const { notes, matrix } = await read(csv('1,100'));
    const got = '"1,100" in column "b" is 1.1';
    expect(notes).toContainEqual({ code: 'note-table-decimal-comma', got });
    expect([...row(matrix, 1)]).toEqual([1, Math.fround(1.1)]);
    expect(await codesOf('1,10')).not.toContain('note-table-decimal-comma');
    expect(await codesOf('0,100')).not.toContain('note-table-decimal-comma');
  });

  it('gives blocks that keep no more room than their values take', async () => {
    const sizes: [number, number][] = [];
    await readTable({
      files: [tableFile(HEADER + songs(6))],
      onBlock: ({ matrix: { data } }) => void sizes.push([data.buffer.byteLength, data.byteLength]),
    });
    expect(sizes).toEqual([[72, 72]]);
  });

  it('counts what is missing, and says where cells are no numbers', async () => {
    const csv = `${HEADER}${songs(10)}b.wav,fast,1e39,NA,rock\nc.wav,?,0.5,,jazz\n`;
    const table = await read(csv);
    expect(table.columns.map(({ missing }) => missing)).toEqual([0, 2, 1, 2, 0]);
    expect(table.notes).toEqual([
      { code: 'note-table-cells', got: '1 cell in column "tempo", line 12 ("fast")' },
      { code: 'note-table-too-large', got: '1 cell in column "energy", line 12 ("1e39")' },
    ]);
    expect([...row(table.matrix, 10)]).toEqual([NaN, NaN, NaN]);
  });

  it('may have its first numbers far below', async () => {
    const csv = `file,x,energy,genre\n${lines(1100, () => 'a,,NA,rock')}${lines(20, (i) => `b,${i * i},0.${i},jazz`)}`;
    const table = await read(csv);
    expect(rolesOf(table)).toEqual(['file: id', 'x: feature', 'energy: feature', 'genre: label']);
    expect(table.columns.map(({ missing }) => missing)).toEqual([0, 1100, 1100, 0]);
    expect([...row(table.matrix, 1102)]).toEqual([4, Math.fround(0.2)]);
    const turned = await read(csv.replaceAll(/,0\.\d+,jazz/g, ',loud,jazz'));
    expect(turned.names).toEqual(['x']);
  });

  it('is read again if a column of numbers turns out to be text', async () => {
    const csv = `${HEADER}${songs(3000)}${lines(3000, () => 'x,fast,0.1,2,rock')}`;
    const table = await read(csv);
    expect(table.starts).toBe(2);
    expect(table.names).toEqual(['energy', 'brightness']);
    expect(table.texts.get('tempo')!.slice(2999, 3001)).toEqual(['113', 'fast']);
    const told: number[] = [];
    const onProgress = (fraction: number): void => void told.push(fraction);
    await readTable({
      files: [tableFile(csv, 'x.csv', [999])],
      onProgress,
      onBlock: () => undefined,
    });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  it('tells columns of one value, of none, and a table of one genre', async () => {
    const csv = `tempo,flat,empty,genre\n${lines(8, (i) => `${i * i},5,,rock`)}`;
    const table = await read(csv);
    expect(rolesOf(table)).toEqual([
      'tempo: feature',
      'flat: feature',
      'empty: ignore',
      'genre: label',
    ]);
    expect(table.notes).toEqual([
      { code: 'note-table-all-missing', got: 'the columns empty' },
      { code: 'note-table-constant', got: 'the columns flat' },
      { code: 'note-table-one-genre', got: '"rock" in every row of column "genre"' },
    ]);
  });

  it('says what it lacks and stays usable if no column tells the genre', async () => {
    const table = await read(`a,b,c\n${lines(6, (i) => `${i * i},0.${i},${i % 3}`)}`);
    expect(table.problem).toEqual({ code: 'table-label-missing', got: 'the columns a, b, c' });
    const columns = table.columns.map((column) =>
      column.name === 'c' ? { ...column, role: 'label' as const } : column,
    );
    const numbers = new Map([['c', Float32Array.of(0, 1, 2, 0, 1, 2)]]);
    const { clips } = clipsOfTable({ ...table, columns, numbers, subset: null });
    expect(clips.map(({ genre }) => genre)).toEqual(['0', '1', '2', '0', '1', '2']);
  });

  it('knows on which line of the file each row is', async () => {
    const csv = `\n${HEADER}${songs(3)}x.wav,1,2\n\n${songs(2)}`.replaceAll('\n', '\r\n');
    const { lines: found } = await read(csv);
    expect(found).toEqual([
      [0, 3],
      [3, 8],
    ]);
    expect((await read(songs(6))).lines).toEqual([[0, 1]]);
  });

  it('leaves out a few rows of another length', async () => {
    const table = await read(`${HEADER}${songs(60)}x.wav,1,2\n${songs(3)}`);
    expect(table.rows).toBe(63);
    expect(table.notes).toEqual([
      {
        code: 'note-table-rows-set-aside',
        got: '1 row of 64, the first is line 62 with 3 cells instead of 5',
      },
    ]);
  });
});

describe('Kaggle’s table of GTZAN', () => {
  const path = new URL('../../../../shared/data/gtzan_features_30_sec.csv', import.meta.url);

  it('needs no question', async (context) => {
    context.skip(!existsSync(path), '../shared/data/gtzan_features_30_sec.csv is not there');
    const bytes = readFileSync(path);
    const table = await readWhole(tableFile(bytes, 'features_30_sec.csv'));
    const features = table.columns.filter(({ role }) => role === 'feature').map(({ name }) => name);
    expect(rolesOf(table).filter((role) => !role.endsWith('feature'))).toEqual([
      ...['filename: id', 'length: ignore', 'label: label'],
    ]);
    expect(features).toEqual(kaggle57Extractor.columns.map(({ name }) => name));
    expect(arrangeAsExtractor(features)?.extractor).toBe('kaggle-57');
    expect(table).toMatchObject({ rows: 1000, problem: null, notes: [], target: 'genre' });
    const cells = bytes.toString().split('\n')[567]!.split(',');
    expect([...row(table.matrix, 566)]).toEqual(
      cells.slice(1, 59).map((x) => Math.fround(Number(x))),
    );
    const { clips, leftOut } = clipsOfTable({ ...table, subset: null });
    expect([clips.length, leftOut, new Set(clips.map(({ genre }) => genre)).size]).toEqual([
      1000,
      [],
      10,
    ]);
    expect(clips[566]).toMatchObject({
      name: 'jazz.00066.wav',
      genre: 'jazz',
      row: 566,
      audio: null,
    });
    expect(tableKind('features_30_sec.csv', bytes.subarray(0, 65536))).toBe('csv');
  });
});
