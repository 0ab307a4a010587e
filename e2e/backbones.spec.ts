// Pretrained networks from files and addresses: they join the choice, are asked rightly, and what is wrong with one is said.

import { expect, test, type Locator, type Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { standInOf, tinyNetwork, type TinyNetwork } from '../test/builders/tiny-networks';
import { fillStorage } from './full-storage';
import { importTwoGenres, untilState } from './tiny-cnn';

interface NetworkFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

function onnx(name: string, bytes: TinyNetwork | Buffer): NetworkFile {
  const buffer = typeof bytes === 'string' ? Buffer.from(tinyNetwork(bytes)) : bytes;
  return { name, mimeType: 'application/octet-stream', buffer };
}

const shelfOf = (page: Page): Locator => page.getByTestId('backbones');
const rowOf = (page: Page, id: string): Locator =>
  page.locator(`[data-testid="backbone-row"][data-id="${id}"]`);

async function openTransfer(page: Page): Promise<void> {
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('transfer');
  const shelf = shelfOf(page);
  await expect(shelf).toBeVisible();
  if (!(await shelf.evaluate((element: HTMLDetailsElement) => element.open))) {
    await shelf.getByText('Pretrained networks').click();
  }
}

async function expectProblem(page: Page, code: string): Promise<void> {
  await expect(shelfOf(page).locator(`[data-code="${code}"]`)).toBeVisible({ timeout: 60_000 });
}

/** Rows of a store that the page keeps. */
function countRows(page: Page, store: string): Promise<number> {
  return page.evaluate(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error!);
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains('rows')) return resolve(0);
          const counting = database.transaction('rows').objectStore('rows').count();
          counting.onsuccess = () => resolve(counting.result);
          counting.onerror = () => reject(counting.error!);
          database.close();
        };
      }),
    `earmark-${store}`,
  );
}

test('a network that is dropped with the music joins the choice, hears the clips, and goes again', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await importTwoGenres(page);
  await page.getByTestId('file-input').setInputFiles([onnx('my-network.onnx', 'yamnet')]);
  await openTransfer(page);
  const choice = page.getByTestId('param-backbone');
  await expect(choice).toHaveValue('my-network', { timeout: 60_000 });
  await expect(rowOf(page, 'my-network')).toContainText('64 mel bands at 16 kHz');
  await page.getByTestId('param-epochs').fill('8');
  await page.getByTestId('train-start').click();
  await untilState(page, 'done');
  // Idle, the worker that ran the network ends, and its memory is given back.
  const embedders = (): number =>
    page.workers().filter((worker) => /embedding[^/]*\.js/.test(worker.url())).length;
  await expect.poll(embedders, { timeout: 60_000 }).toBe(0);

  await page.reload();
  await openTransfer(page);
  await expect(choice).toHaveValue('my-network');
  await rowOf(page, 'my-network').getByTestId('backbone-remove').click();
  await rowOf(page, 'my-network').getByTestId('backbone-remove-sure').click();
  await expect(rowOf(page, 'my-network')).toHaveCount(0);
  await expect(choice).toHaveValue('basic-pitch');
  expect(await countRows(page, 'backbone-parts')).toBe(0);
});

test('what is wrong with a file is said, and nothing of it stays', async ({ page }, {
  outputDir,
}) => {
  test.setTimeout(240_000);
  await importTwoGenres(page, 2);
  await openTransfer(page);
  const input = page.getByTestId('backbone-input');
  const whole = Buffer.from(tinyNetwork('yamnet'));
  const wrongHash = {
    name: 'manifest.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(manifestFor(whole, '0'.repeat(64)))),
  };
  const cases: readonly (readonly [string, readonly NetworkFile[]])[] = [
    ['backbone-unreadable', [onnx('truncated.onnx', whole.subarray(0, whole.length / 2))]],
    ['backbone-unreadable', [onnx('text.onnx', Buffer.from('<!doctype html><title>No</title>'))]],
    ['backbone-unreadable', [onnx('empty.onnx', Buffer.alloc(0))]],
    ['backbone-hash-mismatch', [onnx('promised.onnx', 'yamnet'), wrongHash]],
    [
      'backbone-manifest-invalid',
      [onnx('promised.onnx', 'yamnet'), { ...wrongHash, buffer: Buffer.from('{"version": 7}') }],
    ],
  ];
  for (const [code, files] of cases) {
    await input.setInputFiles([...files]);
    await expectProblem(page, code);
    await expect(shelfOf(page)).toHaveAttribute('data-state', 'failed');
  }
  const huge = `${outputDir}/huge.onnx`;
  await writeSparse(huge, 500e6);
  await input.setInputFiles(huge);
  await expectProblem(page, 'backbone-too-large');

  // Networks that can be read, and are of no use: the visitor is asked, and may give up.
  for (const [code, name] of [
    ['backbone-constant', 'constant'],
    ['backbone-not-finite', 'not-a-number'],
  ] as const) {
    await input.setInputFiles([onnx(`${name}.onnx`, name)]);
    await expectProblem(page, code);
    await page.getByTestId('contract-form').getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByTestId('contract-form')).toHaveCount(0);
  }
  await expect(page.getByTestId('backbone-row')).toHaveCount(1); // the one that comes with the page
  expect(await countRows(page, 'backbone-parts')).toBe(0);

  await input.setInputFiles([
    onnx('promised.onnx', 'yamnet'),
    { ...wrongHash, buffer: Buffer.from(JSON.stringify(manifestFor(whole, hashOf(whole)))) },
  ]);
  await expect(rowOf(page, 'promised')).toContainText('A network of the test');
});

test('a network that does not say enough is asked about, and a wrong answer is no harm', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await importTwoGenres(page, 2);
  await openTransfer(page);
  await page.getByTestId('backbone-input').setInputFiles([onnx('silent.onnx', 'open-output')]);
  const form = page.getByTestId('contract-form');
  await expect(form).toBeVisible({ timeout: 60_000 });
  await expectProblem(page, 'backbone-contract-unknown');
  await form.getByTestId('contract-frontEnd').selectOption('musicnn');
  await form.getByTestId('contract-embeddingSize').fill('12');
  await form.getByTestId('contract-save').click();
  await expectProblem(page, 'backbone-contract-mismatch');
  await form.getByTestId('contract-frontEnd').selectOption('yamnet');
  await form.getByTestId('contract-save').click();
  await expect(rowOf(page, 'silent')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('param-backbone')).toHaveValue('silent');
  await rowOf(page, 'silent').getByTestId('backbone-correct').click();
  await expect(form.getByTestId('contract-frontEnd')).toHaveValue('yamnet');
  await form.getByRole('button', { name: 'Cancel' }).click();
});

test('an address that gives no network is named; a download that breaks goes on where it was', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const host = await startHost();
  try {
    await importTwoGenres(page, 2);
    await openTransfer(page);
    await page.getByText('Fetch a network').click();
    const fetchFrom = async (path: string): Promise<void> => {
      await page.getByTestId('backbone-url').fill(`${host.origin}${path}`);
      await page.getByTestId('backbone-fetch-url').click();
    };
    for (const [path, code] of [
      ['/missing.onnx', 'download-refused'],
      ['/page.onnx', 'download-not-a-network'],
      ['/closed.onnx', 'download-unreachable'],
      ['/torn.onnx', 'download-cut-short'],
    ] as const) {
      await fetchFrom(path);
      await expectProblem(page, code);
    }
    await expect(shelfOf(page)).toContainText(/torn: .* came, the rest did not/);
    await fetchFrom('/torn.onnx');
    await expect(rowOf(page, 'torn')).toBeVisible({ timeout: 60_000 });
    expect(host.ranges).toEqual([`bytes=${host.tornAt}-`]);
    await expect(page.getByTestId('param-backbone')).toHaveValue('torn');
  } finally {
    host.close();
  }
});

test('a network that is known by its address is fetched, and kept as the one it is', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.route('https://huggingface.co/**', (route) =>
    route.fulfill({
      body: Buffer.from(standInOf('clap-htsat')),
      headers: { 'access-control-allow-origin': '*' },
    }),
  );
  await importTwoGenres(page, 2);
  await openTransfer(page);
  await page.getByText('Fetch a network').click();
  const preset = page.locator('[data-testid="backbone-preset"][data-id="clap-htsat"]');
  await expect(preset).toContainText('Apache-2.0');
  await preset.getByTestId('backbone-fetch').click();
  await expect(rowOf(page, 'clap-htsat')).toContainText('512 numbers a clip', { timeout: 60_000 });
  await expect(preset).toHaveCount(0);
  await expect(page.getByTestId('param-backbone')).toHaveValue('clap-htsat');
});

test('storage without room for a network says so, and keeps nothing of it', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  const keeper = await context.newPage(); // the limit ends with the page that asked for it
  await keeper.goto('./icon.svg');
  const session = await context.newCDPSession(keeper);
  const { origin } = new URL(keeper.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3e6 });
  await importTwoGenres(page, 2);
  await openTransfer(page);
  await fillStorage(page);
  await page.getByTestId('backbone-input').setInputFiles([onnx('my-network.onnx', largeNetwork())]);
  await expectProblem(page, 'storage-full');
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  expect(await countRows(page, 'backbone-parts')).toBe(0);
  await page.getByTestId('backbone-input').setInputFiles([onnx('my-network.onnx', largeNetwork())]);
  await expect(rowOf(page, 'my-network')).toBeVisible({ timeout: 60_000 });
});

/** Of 2 MB, nearly all of it in its description (field 6 of a ModelProto). */
function largeNetwork(): Buffer {
  const LENGTH = [0x80, 0x80, 0x7a]; // 122 × 2¹⁴ as a varint
  const description = Buffer.alloc(122 * 2 ** 14, 'x');
  return Buffer.concat([tinyNetwork('yamnet'), Buffer.from([0x32, ...LENGTH]), description]);
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function manifestFor(bytes: Buffer, sha256: string): object {
  return {
    version: 1,
    id: 'promised',
    title: 'A network of the test',
    summary: 'Averages.',
    runtime: 'onnx',
    licence: { name: 'MIT' },
    source: null,
    weights: [{ name: 'promised.onnx', url: null, bytes: bytes.length, sha256 }],
    cost: { parameters: null, gigaMacsPerMinute: null },
    contract: {
      frontEnd: 'yamnet',
      input: 'mel',
      outputs: ['embedding'],
      readout: 'average',
      embeddingSize: 12,
      windowSeconds: 10,
    },
  };
}

async function writeSparse(path: string, bytes: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
  await truncate(path, bytes);
}

interface Host {
  readonly origin: string;
  /** What was asked for in parts. */
  readonly ranges: string[];
  /** Bytes after which the connection breaks for the first time. */
  readonly tornAt: number;
  close(): void;
}

/** A host of files, most of them not what they should be. */
async function startHost(): Promise<Host> {
  const network = Buffer.from(tinyNetwork('yamnet'));
  const tornAt = Math.round(network.length / 2);
  const ranges: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { url = '', headers } = request;
    if (url !== '/closed.onnx') response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'range');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (url === '/missing.onnx') return void response.writeHead(404).end('Not found');
    if (url === '/page.onnx') {
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    }
    if (url !== '/torn.onnx' || headers.range) {
      const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
      if (headers.range) ranges.push(headers.range);
      return void response
        .writeHead(headers.range ? 206 : 200, { 'content-length': network.length - from })
        .end(network.subarray(from));
    }
    response.writeHead(200, { 'content-length': network.length });
    response.write(network.subarray(0, tornAt), () => setTimeout(() => response.destroy(), 300));
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => void server.close();
  return { origin: `http://127.0.0.1:${port}`, ranges, tornAt, close };
}
