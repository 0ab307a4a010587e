// The one GPU device of this worker, asked for anew at each start with everything the adapter has to give: tfjs's own start
// takes the defaults of some limits, keeps no hold on the device, and would go on using one that was lost.

import { watchDevice } from './device-problems';

/** Limits that decide what fits and how it is worked on; of all others the defaults are enough. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** Asked for where the adapter has them. */
const FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16'];

const SOFTWARE_ADAPTERS = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

/** Whether an adapter of that name is one that the processor imitates. */
export function isSoftwareAdapter(name: string): boolean {
  return SOFTWARE_ADAPTERS.test(name);
}

export interface OwnedDevice {
  readonly device: GPUDevice;
  /** What the browser tells of the adapter; undefined where it tells nothing. */
  readonly adapterInfo: GPUAdapterInfo | undefined;
  /** As people read it, or "". */
  readonly name: string;
  /** The processor imitates it. */
  readonly isSoftware: boolean;
}

let owned: OwnedDevice | null = null;

/** The device in use; null before `requestDevice` and after `releaseDevice`. */
export function ownedDevice(): OwnedDevice | null {
  return owned;
}

/** A fresh device of a fresh adapter; an earlier one is given back. */
export async function requestDevice(): Promise<OwnedDevice> {
  releaseDevice();
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new TypeError('no graphics adapter');
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  watchDevice(device);
  const adapterInfo = await infoOf(adapter);
  const name = adapterName(adapterInfo);
  owned = { device, adapterInfo, name, isSoftware: isSoftwareAdapter(name) };
  return owned;
}

/** Gives the device back, with all its memory. */
export function releaseDevice(): void {
  watchDevice(null);
  owned?.device.destroy();
  owned = null;
}

/** What the browser tells of the graphics processor, or "". */
export function adapterName(adapterInfo: Partial<GPUAdapterInfo> | undefined): string {
  const { vendor, architecture, description } = adapterInfo ?? {};
  return [vendor, architecture, description].filter(Boolean).join(' ');
}

/** An attribute in today's browsers, a method in those before Chrome 127. */
async function infoOf(
  adapter: GPUAdapter & { readonly info?: GPUAdapterInfo },
): Promise<GPUAdapterInfo | undefined> {
  if (adapter.info) return adapter.info;
  return 'requestAdapterInfo' in adapter ? adapter.requestAdapterInfo() : undefined;
}
