// What an epoch of the CNN costs with some settings next to others, so that the time of one run tells that of another. No
// seconds: those hang on the machine.

import type { ParamValues } from '../core/run-types';
import { LOG_MEL } from '../features/log-mel-settings';
import { framesOf } from './cnn/crops';
import { blockChannels, convStride, isPooled, NUM_BLOCKS } from './cnn/layout';
import { cnnParams } from './cnn-params';
import { savedValue } from './params';

/** Of the 3×3 kernels. */
const KERNEL_AREA = 9;
const FRAME_SECONDS = LOG_MEL.hopLength / LOG_MEL.sampleRate;

/** Multiply-adds of the convolutions for one clip: the way back costs about twice as many, whatever the shape. */
export function cnnWork(params: ParamValues): number {
  const valueOf = (name: string): number =>
    Number(
      savedValue(
        cnnParams.find((spec) => spec.name === name)!,
        params,
      ),
    );
  const numFrames = framesOf(valueOf('cropSeconds'), FRAME_SECONDS);
  const config = { width: valueOf('width'), numFrames, numMels: LOG_MEL.nMels, numClasses: 1 };
  let [rows, columns]: [number, number] = [numFrames, LOG_MEL.nMels];
  let inChannels = 1;
  let multiplyAdds = 0;
  for (let block = 0; block < NUM_BLOCKS; block++) {
    const outChannels = blockChannels(config, block);
    const stride = convStride(block);
    [rows, columns] = [Math.ceil(rows / stride), Math.ceil(columns / stride)];
    multiplyAdds += rows * columns * KERNEL_AREA * inChannels * outChannels;
    if (isPooled(block)) [rows, columns] = [Math.ceil(rows / 2), Math.ceil(columns / 2)];
    inChannels = outChannels;
  }
  return valueOf('cropsPerEpoch') * multiplyAdds;
}
