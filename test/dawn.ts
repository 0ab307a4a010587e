// WebGPU in Node, through Dawn (the package `webgpu`), so that kernels are tested and measured on the adapters a browser
// does not offer: lavapipe, or a graphics card of a machine without a screen. Tests of this kind are `*.dawn.test.ts`.

import process from 'node:process';
import { chooseBackend } from '../src/compute/choose-backend';
import { isSoftwareAdapter } from '../src/compute/own-device';

export interface DawnDevice {
  /** As the driver names it. */
  readonly name: string;
  /** Whether the processor imitates it. */
  readonly isSoftware: boolean;
}

let adapterOnce: Promise<DawnDevice | null> | undefined;

/**
 * Gives this process `navigator.gpu` and says what it found; null, with the reason on the console, where there is no
 * adapter. To be called before anything imports tfjs's WebGPU backend, which looks for `navigator.gpu` once.
 */
export function installDawn(): Promise<DawnDevice | null> {
  adapterOnce ??= findAdapter();
  return adapterOnce;
}

/** The same, and makes Earmark's WebGPU backend, with its kernels, tfjs's current one. */
export async function startDawn(): Promise<DawnDevice | null> {
  const device = await installDawn();
  if (device) await chooseBackend('webgpu');
  return device;
}

async function findAdapter(): Promise<DawnDevice | null> {
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    // Kept in `navigator` for good: garbage-collected, it would take the process with it.
    const gpu = create([]);
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return none('Dawn found no graphics adapter');
    Object.defineProperty(globalThis.navigator ?? defineNavigator(), 'gpu', {
      value: gpu,
      configurable: true,
    });
    const { vendor, architecture, device, description } = adapter.info;
    const name = [vendor, architecture, description || device].filter(Boolean).join(' ');
    return { name, isSoftware: isSoftwareAdapter(name) };
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error));
  }
}

/** Node 20 has no `navigator` of its own. */
function defineNavigator(): object {
  const navigator = {};
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  return navigator;
}

function none(reason: string): null {
  console.log(`No WebGPU in Node ${process.version}: ${reason}.`);
  return null;
}
