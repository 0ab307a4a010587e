import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { tableFile } from '../../../test/builders/table-files';
import { ByteWindow } from './byte-window';
import { readCsvRows, type CsvBlock, type CsvRowsRead } from './csv-rows';
import { NUMBER, TEXT, type CsvLayout, type OddCell } from './csv-scanner';
import { lineOfRow, placeOfRow, RowLineLog, type RowLines } from './row-lines';
import { utf8Chunks } from './utf8-chunks';

interface Read {
  readonly blocks: CsvBlock[];
  readonly odd: OddCell[];
  readonly ragged: number;
  readonly firstRagged: CsvRowsRead['firstRagged'];
  readonly lines: RowLines;
}

async function read(
  csv: string,
  layout: Pick<CsvLayout, 'reads'> & Partial<CsvLayout>,
  chunkSizes?: readonly number[],
): Promise<Read> {
  const blocks: CsvBlock[] = [];
  const odd: OddCell[] = [];
  const places = Int32Array.from(layout.reads, (_, i) => i);
  const log = new RowLineLog();
  const { ragged, firstRagged } = await readCsvRows({
    name: 'table.csv',
    window: new ByteWindow(utf8Chunks(tableFile(csv, 'table.csv', chunkSizes))),
    begin: 0,
    layout: { delimiter: 44, decimalComma: false, places, width: layout.reads.length, ...layout },
    log,
    onBlock: (block) => void blocks.push(block),
    onOdd: (cell) => void odd.push(cell),
  });
  return { blocks, odd, ragged, firstRagged, lines: log.lines };
}

async function readNumbers(cells: readonly string[]): Promise<number[]> {
  const { blocks } = await read(cells.map((cell) => `${cell},0`).join('\n'), {
    reads: Uint8Array.of(NUMBER, NUMBER),
  });
  return blocks.flatMap(({ numbers }) => [...numbers].filter((_, i) => i % 2 === 0));
}

/** Bits, for −0 is not 0. */
const bits = (values: readonly number[]): number[] => [
  ...new Int32Array(Float32Array.from(values).buffer),
];

describe('numbers of a CSV', () => {
  it('are the nearest float32 of what is written, as Number gives it', async () => {
    const spelled = fc
      .tuple(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.integer({ min: 0, max: 16 }))
      .chain(([value, digits]) =>
        fc.constantFrom(
          String(value),
          value.toExponential(digits),
          value.toPrecision(digits + 1),
          String(Math.fround(value)),
          Math.fround(value).toExponential(16),
          (value % 1000).toFixed(digits),
        ),
      )
      .filter((cell) => Number.isFinite(Math.fround(Number(cell))));
    await fc.assert(
      fc.asyncProperty(fc.array(spelled, { minLength: 1, maxLength: 40 }), async (cells) => {
        expect(bits(await readNumbers(cells))).toEqual(bits(cells.map(Number)));
      }),
      { numRuns: 200 },
    );
  });

  it('are exact where a float32 is about to round the other way', async () => {
    const near = Array.from({ length: 400 }, (_, i) => {
      const low = Math.fround(1.5 + i * 0.37);
      const high = new Float32Array(Int32Array.of(bits([low])[0]! + 1).buffer)[0]!;
      const middle = (low + high) / 2;
      return [middle, middle * (1 + 2 ** -52), middle * (1 - 2 ** -52)].map((value) =>
        i % 2 === 0 ? String(value) : value.toExponential(17),
      );
    }).flat();
    expect(bits(await readNumbers(near))).toEqual(bits(near.map(Number)));
  });

  it('may be written in every usual way', async () => {
    const cells = [
      '1',
      '-0',
      '+2.5',
      '.5',
      '5.',
      '1E3',
      '1e-7',
      '"3"',
      ' 4 ',
      '-7.1806e+00',
      '0e0',
    ];
    expect(bits(await readNumbers(cells))).toEqual(
      bits([1, -0, 2.5, 0.5, 5, 1000, 1e-7, 3, 4, -7.1806, 0]),
    );
    const tiny = [
      '1e-40',
      '1e-50',
      '123456789012345678901234567890',
      '0.00000000000000000000000000012',
    ];
    expect(bits(await readNumbers(tiny))).toEqual(bits(tiny.map(Number)));
  });

  it('are missing where nothing or another thing is written, which is told', async () => {
    const cells = ['', 'NA', 'NaN', 'null', 'x', '1e39', '-inf', '1.2.3', '0x10', '1e', '-', '1\0'];
    const csv = cells.map((cell) => `${cell},0`).join('\n');
    const { blocks, odd } = await read(csv, { reads: Uint8Array.of(NUMBER, NUMBER) });
    const { numbers } = blocks[0]!;
    expect(cells.every((_, i) => Number.isNaN(numbers[2 * i]))).toBe(true);
    expect(odd.map(({ line, text, isTooLarge }) => [line, text, isTooLarge])).toEqual([
      [5, 'x', false],
      [6, '1e39', true],
      [7, '-inf', true],
      [8, '1.2.3', false],
      [9, '0x10', false],
      [10, '1e', false],
      [12, '1\0', false],
    ]);
  });

  it('may have a decimal comma where another character stands between cells', async () => {
    const { blocks } = await read('1,5;2.5\n-3,25e2;4\n', {
      reads: Uint8Array.of(NUMBER, NUMBER),
      delimiter: 59,
      decimalComma: true,
    });
    expect([...blocks[0]!.numbers]).toEqual([1.5, 2.5, -325, 4]);
  });
});

describe('texts of a CSV', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.stringMatching(/^[a-c ",;\n\r|]{0,8}$/),
    fc.double().map(String),
  );
  const table = fc.integer({ min: 2, max: 5 }).chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
      minLength: 1,
      maxLength: 12,
    }),
  );

  it('are what papaparse reads, wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (rows, newline, chunkSizes, quotes) => {
          const csv = Papa.unparse(rows, { newline, quotes });
          const expected = Papa.parse<string[]>(csv, { delimiter: ',', newline }).data;
          const columns = rows[0]!.length;
          const reads = new Uint8Array(columns).fill(TEXT);
          const { blocks, ragged } = await read(csv, { reads, width: 0 }, chunkSizes);
          const found = blocks.flatMap((block) =>
            Array.from({ length: block.rows }, (_, i) => block.texts.map((cells) => cells[i])),
          );
          expect(ragged).toBe(0);
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('leave out empty lines and tell rows of another length', async () => {
    const { blocks, ragged } = await read('a,b\n\n  \nc\nd,e,f\ng,h', {
      reads: Uint8Array.of(TEXT, TEXT),
      width: 0,
    });
    expect(blocks[0]!.texts).toEqual([
      ['a', 'g'],
      ['b', 'h'],
    ]);
    expect(ragged).toBe(2);
  });

  it('that is not UTF-8 are read as Windows-1252', async () => {
    const bytes = Uint8Array.of(0xe9, 44, 0x62, 10);
    const blocks: CsvBlock[] = [];
    await readCsvRows({
      name: 'x',
      window: new ByteWindow(utf8Chunks(tableFile(bytes))),
      layout: {
        ...{ delimiter: 44, decimalComma: false, width: 0 },
        ...{ reads: Uint8Array.of(TEXT, TEXT), places: Int32Array.of(0, 1) },
      },
      begin: 0,
      log: new RowLineLog(),
      onBlock: (block) => void blocks.push(block),
      onOdd: () => undefined,
    });
    expect(blocks[0]!.texts).toEqual([['é'], ['b']]);
  });
});

describe('lines', () => {
  const CSV = 'a,1\n\nb,2\n"c\n\nd",3\ne\nf,x\n , \n"g\nh",5\ni,6';

  it.each([
    ['\n', [100]],
    ['\r\n', [1]],
    ['\r\n', [2, 3]],
    ['\r', [100]],
  ])('are those of the file, with line ends %j in chunks of %j', async (lineEnd, chunkSizes) => {
    const layout = { reads: Uint8Array.of(TEXT, NUMBER), places: Int32Array.of(0, 0), width: 1 };
    const file = await read(CSV.replaceAll('\n', lineEnd), layout, chunkSizes);
    const { blocks, lines, odd, firstRagged } = file;
    const rows = blocks.flatMap(({ texts }) => texts[0]!);
    expect(rows.map((cell, row) => `${cell[0]} ${placeOfRow(lines, row)}`)).toEqual([
      ...['a line 1', 'b line 3', 'c line 4', 'f line 8', '  line 9', 'g line 10', 'i line 12'],
    ]);
    expect(lines).toHaveLength(4);
    expect(odd.map(({ line }) => line)).toEqual([8]);
    expect(firstRagged).toBe('line 7 with 1 cell');
  });

  it('go on with the header above them, and there are none where a file has no lines', () => {
    const log = new RowLineLog();
    for (const line of [4, 5, 6, 9, 10]) log.add(line);
    expect(log.lines).toEqual([
      [0, 4],
      [3, 9],
    ]);
    expect([0, 2, 3, 4].map((row) => lineOfRow(log.lines, row))).toEqual([4, 6, 9, 10]);
    expect(lineOfRow([], 3)).toBe(null);
    expect(placeOfRow([], 1233)).toBe('row 1,234');
  });
});
