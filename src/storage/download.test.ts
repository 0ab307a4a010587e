import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { download, type DownloadOptions, type DownloadTarget } from './download';

const FILE = Uint8Array.from({ length: 100_000 }, (_, i) => 8 + ((i * 7) % 200));

class Kept implements DownloadTarget {
  bytes = new Uint8Array(0);
  get received(): number {
    return this.bytes.length;
  }
  append(piece: Uint8Array): Promise<void> {
    this.bytes = Uint8Array.from([...this.bytes, ...piece]);
    return Promise.resolve();
  }
  restart(): Promise<void> {
    this.bytes = new Uint8Array(0);
    return Promise.resolve();
  }
}

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/network.onnx`;
}

const whole: RequestListener = (request, response) => {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= FILE.length) return void response.writeHead(416).end();
  const rest = FILE.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': rest.length }).end(rest);
};

function fetchTo(target: DownloadTarget, url: string, options: Partial<DownloadOptions> = {}) {
  const signal = new AbortController().signal;
  return download({ url, target, maxBytes: 1e6, signal, ...options });
}

describe('download', () => {
  it('keeps the file and tells how far it is', async () => {
    const kept = new Kept();
    const seen: number[] = [];
    await fetchTo(kept, await serve(whole), { onProgress: (fraction) => seen.push(fraction) });
    expect(kept.bytes).toEqual(FILE);
    expect(seen.at(-1)).toBe(1);
  });

  it('goes on where a broken one was', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      if (++requests > 1) return whole(request, response);
      response.writeHead(200, { 'content-length': FILE.length });
      response.write(FILE.subarray(0, 40_000), () =>
        setTimeout(() => request.socket.destroy(), 50),
      );
    });
    const kept = new Kept();
    await expect(fetchTo(kept, url)).rejects.toMatchObject({ code: 'download-cut-short' });
    expect(kept.received).toBe(40_000);
    await fetchTo(kept, url);
    expect(kept.bytes).toEqual(FILE);
    await fetchTo(kept, url); // all is there: nothing to do
    expect(kept.bytes).toEqual(FILE);
  });

  it('begins again where the host knows no ranges', async () => {
    const url = await serve((_, response) => void response.writeHead(200).end(FILE));
    const kept = new Kept();
    await kept.append(FILE.subarray(5, 500));
    await fetchTo(kept, url);
    expect(kept.bytes).toEqual(FILE);
  });

  it.each([
    ['a file that is not there', 404, {}, 'nothing', 'download-refused'],
    [
      'a web page',
      200,
      { 'content-type': 'text/html; charset=utf-8' },
      '<p>',
      'download-not-a-network',
    ],
    ['a page that says nothing of it', 200, {}, '<!DOCTYPE html><p>', 'download-not-a-network'],
    [
      'a pointer of Git LFS',
      200,
      {},
      'version https://git-lfs.github.com/spec/v1',
      'download-not-a-network',
    ],
    ['too large a file', 200, { 'content-length': '2000000' }, '', 'backbone-too-large'],
  ])('refuses %s', async (_, status, headers, body, code) => {
    const url = await serve((__, response) => void response.writeHead(status, headers).end(body));
    const kept = new Kept();
    await expect(fetchTo(kept, url)).rejects.toMatchObject({ code });
    expect(kept.received).toBe(0);
  });

  it('refuses a file that turns out too large', async () => {
    const url = await serve((_, response) => void response.writeHead(200).end(FILE));
    const refusal = fetchTo(new Kept(), url, { maxBytes: 50_000 });
    await expect(refusal).rejects.toMatchObject({ code: 'backbone-too-large' });
  });

  it('gives up a download that stands still, and keeps what came', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': FILE.length }).write(FILE.subarray(0, 1000));
    });
    const kept = new Kept();
    const stalled = fetchTo(kept, url, { stallSeconds: 0.3 });
    await expect(stalled).rejects.toMatchObject({ code: 'download-stalled' });
    expect(kept.received).toBe(1000);
  });

  it('names a host that cannot be reached', async () => {
    const gone = fetchTo(new Kept(), 'http://127.0.0.1:9/network.onnx');
    await expect(gone).rejects.toMatchObject({ code: 'download-unreachable' });
  });

  it('stops', async () => {
    const controller = new AbortController();
    const url = await serve((_, response) => {
      response.writeHead(200).write(FILE.subarray(0, 1000));
      setTimeout(() => controller.abort(), 50);
    });
    const stopped = fetchTo(new Kept(), url, { signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });
});
