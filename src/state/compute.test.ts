import { beforeEach, expect, it, vi } from 'vitest';
import type { ComputeInfo } from '../rpc/interfaces';

const rows = new Map<string, string>();
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => rows.get(key) ?? null,
  setItem: (key: string, value: string) => rows.set(key, value),
});

const on = (backend: ComputeInfo['backend']): ComputeInfo => ({
  backend,
  reason: 'WebGPU found no graphics processor: using that.',
  device: '',
  fallbacks: [],
});

/** The page after a reload: nothing but the tab's own storage is left. */
async function openPage() {
  vi.resetModules();
  const { ComputeState } = await import('./compute.svelte');
  return new ComputeState();
}

beforeEach(() => rows.clear());

it('says after a reload that a device that had crashed is only blocked', async () => {
  const before = await openPage();
  before.report(on('webgpu'));
  before.countLoss();
  const after = await openPage();
  after.report(on('wasm'));
  expect(after.info).toMatchObject({ backend: 'wasm', isBlocked: true });
  expect(after.info!.reason).toMatch(
    /blocked the graphics processor after crashes: .* on the proc/,
  );
  expect(after.info!.reason).toMatch(/Restart the browser, or wait about two minutes and reload/);
});

it('says nothing of that where there is a device again, or never was one', async () => {
  const page = await openPage();
  page.report(on('wasm'));
  page.countLoss(); // a worker that died
  page.report(on('wasm'));
  expect(page.info).toEqual(on('wasm'));
  page.report(on('webgpu'));
  page.countLoss();
  page.report(on('webgpu'));
  expect(page.info).toEqual(on('webgpu'));
});

it('takes damaged storage for none', async () => {
  rows.set('earmark-gpu-losses', 'many');
  const page = await openPage();
  page.report(on('wasm'));
  expect(page.info).toEqual(on('wasm'));
});
