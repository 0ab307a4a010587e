// The training device of the backend that was started, for one job: one that plans and measures on WebGPU, a plain one elsewhere.

import type { DeviceReadings, TrainingDevice } from '../../core/training-device';
import type { ComputeInfo } from '../../rpc/interfaces';
import { ownedDevice } from '../own-device';
import { PlainTrainingDevice } from './plain-device';
import { WebGpuTrainingDevice } from './webgpu-device';

/** What whoever started the job needs of it besides. */
export interface OwnTrainingDevice extends TrainingDevice {
  /** To be called after each step. */
  read(): DeviceReadings;
  dispose(): void;
}

export interface TrainingDeviceOptions {
  /** How often the device was lost since the page was opened. */
  readonly losses?: number;
}

export function createTrainingDevice(
  { backend }: Pick<ComputeInfo, 'backend'>,
  { losses = 0 }: TrainingDeviceOptions = {},
): OwnTrainingDevice {
  const owned = ownedDevice();
  if (backend === 'webgpu' && owned) return new WebGpuTrainingDevice(owned, losses);
  // WebGL's kernels are under way when their calls return; on the processor they are done.
  return new PlainTrainingDevice({ isProcessor: backend !== 'webgl' });
}
