import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { readTable } from './src/datasets/tables/read-table';
import { fmaFeatures, fmaTracks } from './test/builders/fma-files';
const file='/tmp/h1features.csv';
await writeFile(file, Readable.fromWeb(fmaFeatures({ rows: 10657 }).stream() as never));
const blob = await openAsBlob(file);
const f = new File([blob], 'features.csv');
const t = async (name: string, fn: () => Promise<unknown>) => { const s = performance.now(); const c = process.cpuUsage(); const r = await fn(); const d = process.cpuUsage(c); console.log(name, (performance.now() - s).toFixed(0), 'ms, cpu', ((d.user + d.system) / 1000).toFixed(0), r); };
for (let i = 0; i < 4; i++) {
await t('stream', async () => { let n = 0, k = 0; for await (const c of f.stream() as never as AsyncIterable<Uint8Array>) { n += c.length; k++; } return [n, k]; });
await t('stream raw blob', async () => { let n = 0, k = 0; for await (const c of blob.stream() as never as AsyncIterable<Uint8Array>) { n += c.length; k++; } return [n, k]; });
await t('tracks gen', async () => { let n = 0; for await (const c of fmaTracks({ rows: 10657, bioBytes: 3 }).stream() as never as AsyncIterable<Uint8Array>) n += c.length; return n; });
await t('features gen', async () => { let n = 0; for await (const c of fmaFeatures({ rows: 10657 }).stream() as never as AsyncIterable<Uint8Array>) n += c.length; return n; });
await t('read file', () => readTable({ files: [f, fmaTracks({ rows: 10657, bioBytes: 3 })], onBlock() {} }).then(() => 0));
const bytes = new Uint8Array(await blob.arrayBuffer());
const mem = new File([bytes], 'features.csv');
await t('read mem', () => readTable({ files: [mem, fmaTracks({ rows: 10657, bioBytes: 3 })], onBlock() {} }).then(() => 0));
await t('read gen', () => readTable({ files: [fmaFeatures({ rows: 10657 }), fmaTracks({ rows: 10657, bioBytes: 3 })], onBlock() {} }).then(() => 0));
}
