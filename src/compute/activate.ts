// Makes a registered tfjs backend the current one, or throws: tfjs itself only says false.

import * as tf from '@tensorflow/tfjs-core';
import { EarmarkError } from '../core/errors';

export async function activate(name: string): Promise<void> {
  const isActive = await tf.setBackend(name);
  if (!isActive) throw new EarmarkError('compute-failed', `${name}, which did not start`);
}
