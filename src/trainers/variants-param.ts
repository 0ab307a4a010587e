// The setting for augmentation on the waveform. It belongs to approaches, not to trainers: they are given more examples.

import type { ParamSpec, ParamValues } from '../core/run-types';
import { savedValue } from './params';

export const variantsParam: ParamSpec = {
  kind: 'number',
  name: 'variants',
  label: 'Extra versions of each training clip',
  help: 'Learns from each training clip again, up to 10 % faster or slower, up to 2 semitones higher or lower and with faint noise (audio augmentation: time stretch, pitch shift, noise), so that few clips go further; clips held out for validation and test stay as they are, and each version costs about as much time as importing the clip once more. Try 1 or 2 when clips are few.',
  default: 0,
  min: 0,
  max: 4,
  step: 1,
  integer: true,
};

/** 0 for a run from before there was the setting. */
export function variantCountOf(params: ParamValues): number {
  const count = savedValue(variantsParam, params);
  return typeof count === 'number' ? count : 0;
}
