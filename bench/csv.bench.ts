// Reading FMA's features.csv (518 columns, made up at a tenth of its length) from disk, beside papaparse and pandas.

import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import Papa from 'papaparse';
import { readTable } from '../src/datasets/tables/read-table';
import { fmaFeatures, fmaTracks } from '../test/builders/fma-files';
import { runPython } from './python-peer';
import { benchRow } from './row';

const ROWS = 10_657;
const TURNS = 3;
/** What a reader must reach on one core. */
const MIN_MEGABYTES_PER_SECOND = 30;

export default async function csv() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'earmark-csv-'));
  try {
    const features = path.join(folder, 'features.csv');
    const tracks = path.join(folder, 'tracks.csv');
    await writeFile(features, Readable.fromWeb(fmaFeatures({ rows: ROWS }).stream() as never));
    await writeFile(tracks, Readable.fromWeb(fmaTracks({ rows: ROWS }).stream() as never));
    return await measure(features, tracks);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(features: string, tracks: string) {
  const blob = await openAsBlob(features);
  const files = [
    new File([blob], 'features.csv'),
    new File([await openAsBlob(tracks)], 'tracks.csv'),
  ];
  const megabytes = blob.size / 1e6;
  const ours: number[] = [];
  const papaparse: number[] = [];
  const pandas: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    ours.push(await secondsOf(() => readWithEarmark(files)));
    papaparse.push(await secondsOf(async () => readWithPapaparse(await blob.text())));
    const printed = runPython({ needs: ['pandas'], script: 'pandas_csv.py', args: [features] });
    if (printed !== null) pandas.push(Number(printed));
  }
  const speed = (seconds: readonly number[]): number => megabytes / Math.min(...seconds);
  const common = {
    metric: `FMA's features.csv, ${Math.round(megabytes)} MB, ${ROWS} × 518`,
    unit: 'MB/s',
    better: 'more',
    ours: speed(ours),
  } as const;
  const problems =
    common.ours < MIN_MEGABYTES_PER_SECOND
      ? [`${common.ours.toFixed(0)} MB/s is less than ${MIN_MEGABYTES_PER_SECOND} MB/s.`]
      : [];
  const rows = [
    benchRow({
      ...common,
      peer: speed(papaparse),
      peerName: 'papaparse, cells turned into numbers',
    }),
    benchRow({
      ...common,
      peer: pandas.length > 0 ? speed(pandas) : null,
      peerName: 'pandas.read_csv',
    }),
  ];
  return { rows, problems };
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** With tracks.csv, of which the peers do not read anything. */
async function readWithEarmark(files: readonly File[]): Promise<void> {
  let rows = 0;
  await readTable({ files, onBlock: ({ matrix }) => void (rows += matrix.rows) });
  check(rows);
}

/** Its fastest way: a row at a time, nothing kept but the numbers. */
function readWithPapaparse(text: string): void {
  const values = new Float32Array(ROWS * 518);
  let row = -4;
  Papa.parse<string[]>(text, {
    delimiter: ',',
    newline: '\n',
    skipEmptyLines: true,
    step({ data }) {
      if (row >= 0) for (let i = 0; i < 518; i++) values[row * 518 + i] = Number(data[i + 1]);
      row++;
    },
  });
  check(row);
}

function check(rows: number): void {
  if (rows !== ROWS) throw new Error(`${rows} of ${ROWS} rows were read`);
}
