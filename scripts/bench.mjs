// `npm run bench -- NAME` runs bench/NAME.bench.ts and keeps what it measured in bench/results/NAME.json. A bench is an
// async default export that measures Earmark and a peer in turn, in one run, and returns `{ rows }`, with `problems` (one
// text each) where what it measured is not good enough: then the command fails, after the rows are kept; `device` where
// the machine's own description does not name what computed, `variant` to keep the result in NAME.VARIANT.json instead.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

const BENCH_FOLDER = path.resolve(import.meta.dirname, '../bench');
const ENDING = '.bench.ts';

function describeMachine() {
  const cpus = os.cpus();
  const gibibytes = Math.round(os.totalmem() / 2 ** 30);
  const cpu = cpus[0]?.model.trim() ?? os.arch();
  return `${cpu}, ${cpus.length} cores, ${gibibytes} GiB, ${os.platform()}, Node ${process.version}`;
}

/** As `BenchRow` in bench/row.ts. */
function isRow(row) {
  const texts = [row.metric, row.unit].every((value) => typeof value === 'string');
  const peer = [row.peer, row.peerName, row.ratio];
  const noPeer = peer.every((value) => value === null);
  const wholePeer =
    typeof row.peerName === 'string' && Number.isFinite(row.peer) && Number.isFinite(row.ratio);
  return texts && Number.isFinite(row.ours) && (noPeer || wholePeer);
}

const shown = (value) => (value === null ? '–' : Number(value.toPrecision(4)));

const names = readdirSync(BENCH_FOLDER)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
  .sort();
const [name] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  if (name !== undefined) console.error(`There is no bench "${name}".`);
  console.log('Usage: npm run bench -- NAME\nBenches:');
  console.log(names.length > 0 ? names.map((known) => `  ${known}`).join('\n') : '  (none yet)');
  process.exit(name === undefined ? 0 : 2);
}

register();
const bench = await import(pathToFileURL(path.join(BENCH_FOLDER, name + ENDING)).href);
const { rows: measured, problems = [], device, variant } = await bench.default();
const rows = measured.filter(isRow);
const faults = [
  ...problems,
  ...measured
    .filter((row) => !isRow(row))
    .map((row) => `Not a row as bench/row.ts makes them: ${JSON.stringify(row)}`),
  ...(measured.length === 0 ? ['The bench returned no rows.'] : []),
];
const machine = [describeMachine(), device].filter(Boolean).join(', ');
const result = { name, date: new Date().toISOString(), machine, rows };

const resultFile = path.join(
  BENCH_FOLDER,
  'results',
  `${[name, variant].filter(Boolean).join('.')}.json`,
);
mkdirSync(path.dirname(resultFile), { recursive: true });
writeFileSync(resultFile, `${JSON.stringify(result, null, 2)}\n`);

console.log(`\n${name} on ${result.machine}`);
console.table(
  rows.map(({ metric, unit, ours, peer, peerName, ratio }) => ({
    metric,
    unit,
    ours: shown(ours),
    peer: shown(peer),
    peerName: peerName ?? '–',
    ratio: shown(ratio),
  })),
);
console.log(
  `Written to ${path.relative(process.cwd(), resultFile)} (a ratio above 1: Earmark is better)`,
);
for (const fault of faults) console.error(fault);
// Not only the exit code: a GPU's threads would keep the process.
process.exit(faults.length > 0 ? 1 : 0);
