import { describe, expect, it } from 'vitest';
import {
  lines,
  readWhole,
  songs,
  SONGS_HEADER as HEADER,
  tableFile,
} from '../../../test/builders/table-files';
import { readTable } from './read-table';

const refused = (csv: string | Uint8Array, code: string, got: unknown = expect.anything()) =>
  expect(readWhole(tableFile(csv, 'songs.csv'))).rejects.toMatchObject({ code, got });

describe('a file that is no CSV of features', () => {
  it('is refused by name', async () => {
    await refused('', 'table-empty');
    await refused('\n\n \n', 'table-empty');
    await refused(HEADER, 'table-empty', 'songs.csv with 5 column names and no line below');
    await refused(
      `tempo energy genre\n${lines(5, (i) => `${i} ${i} rock`)}`,
      'table-one-column',
      'songs.csv, whose first line is "tempo energy genre" (comma, semicolon, tab and | were tried)',
    );
    await refused(`a,b\n${lines(9, () => 'x,y')}`, 'table-no-numbers');
    await refused(`a,b,c\n${lines(9, () => 'x,,y')}`, 'table-no-numbers', 'the columns a, b, c');
    await refused(
      `a,b\n${lines(1100, () => 'x,')}y,loud\n`,
      'table-no-numbers',
      'the columns a, b',
    );
    await refused(
      `Once, upon, a time\n${lines(9, () => 'there was, they say')}`,
      'table-no-numbers',
      'songs.csv without one, beginning with "Once, upon, a time"',
    );
    await refused(
      Uint8Array.from({ length: 9000 }, (_, i) => (i * 89 + (i >> 3)) % 256),
      'table-not-text',
    );
    await refused('PNG\0\0\0\r\n\0\0', 'table-not-text');
  });

  it('is refused with the line where it goes wrong', async () => {
    await refused(
      `${HEADER}${songs(20)}${lines(9, () => 'x,1')}`,
      'table-ragged',
      'songs.csv: 9 rows of 29, the first is line 22 with 2 cells instead of 5',
    );
    await refused(
      `${HEADER}${songs(4)}"x.wav,1,2,3,rock\n${songs(4)}`,
      'table-quote-open',
      'songs.csv, line 6',
    );
    await refused(`"file,tempo\n${songs(4)}`, 'table-quote-open');
  });

  it('is refused before it fills the memory', async () => {
    await refused('1,'.repeat(1e6), 'table-too-wide');
    await refused(`${HEADER}${'1,'.repeat(1e6)}`, 'table-ragged');
    const megabyte = new Uint8Array(1 << 20).fill(97);
    const endless = (head: string) => {
      let count = 0;
      const stream = (): ReadableStream<Uint8Array> =>
        new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode(head)),
          pull: (controller) => (count++ < 100 ? controller.enqueue(megabyte) : controller.close()),
        });
      return readTable({ files: [{ name: 'x.csv', size: 1e8, stream }], onBlock: () => undefined });
    };
    await expect(endless('')).rejects.toMatchObject({ code: 'table-row-too-long' });
    await expect(endless(HEADER + songs(4))).rejects.toMatchObject({
      code: 'table-row-too-long',
      got: 'x.csv, line 6: more than 32 MB',
    });
    await expect(endless(`${HEADER}${songs(4)}"`)).rejects.toMatchObject({
      code: 'table-quote-open',
      got: 'x.csv, line 6',
    });
  });

  it('is refused if there are several, or none', async () => {
    const file = (name: string) => tableFile(HEADER + songs(6), name);
    await expect(readWhole(file('a.csv'), file('b.csv'))).rejects.toMatchObject({
      code: 'table-several',
      got: 'a.csv, b.csv',
    });
    await expect(readWhole()).rejects.toMatchObject({ code: 'table-empty' });
  });
});

describe('reading', () => {
  it('stops at once, also where nothing more comes', async () => {
    const stop = new AbortController();
    const stream = (): ReadableStream<Uint8Array> =>
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode(HEADER + songs(4))),
      });
    const file = { name: 'x.csv', size: 1e6, stream, slice: () => new Blob([HEADER + songs(4)]) };
    const reading = readTable({ files: [file], signal: stop.signal, onBlock: () => undefined });
    setTimeout(() => stop.abort(), 20);
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells a file that breaks off', async () => {
    const stream = (): ReadableStream<Uint8Array> =>
      new ReadableStream({ pull: (controller) => controller.error(new Error('moved')) });
    const reading = readTable({
      files: [{ name: 'x.csv', size: 9, stream, slice: () => new Blob([HEADER]) }],
      onBlock: () => undefined,
    });
    await expect(reading).rejects.toMatchObject({ code: 'file-unreadable', got: 'x.csv: moved' });
  });

  it('waits for each block, and says how far it is', async () => {
    const csv = HEADER + songs(40_000);
    const shares: number[] = [];
    let working = 0;
    let blocks = 0;
    await readTable({
      files: [tableFile(csv)],
      onProgress: (share) => shares.push(share),
      onBlock: async () => {
        expect(++working).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 1));
        working--;
        blocks++;
      },
    });
    expect(blocks).toBe(3);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });
});
