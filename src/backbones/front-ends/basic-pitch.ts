// Basic Pitch's front end (spotify/basic-pitch, constants.py and inference.py). Shape [numPatches, 43844, 1]: patches of
// samples that overlap by 30 frames of 256 samples, half of them ahead of the first sample; silence fills the last one.

import type { FrontEnd } from './front-end';

const SAMPLE_RATE = 22050;
const FRAME_SAMPLES = 256;
const PATCH_SAMPLES = 2 * SAMPLE_RATE - FRAME_SAMPLES;
/** Of two patches, in frames; each gives up half of it. */
const OVERLAP_FRAMES = 30;
const OVERLAP_SAMPLES = OVERLAP_FRAMES * FRAME_SAMPLES;
const PATCH_HOP = PATCH_SAMPLES - OVERLAP_SAMPLES;

export const basicPitch: FrontEnd = {
  id: 'basic-pitch',
  title: 'Basic Pitch',
  sampleRate: SAMPLE_RATE,
  maxSeconds: Infinity,
  compute({ samples }) {
    const lead = OVERLAP_SAMPLES / 2;
    const numPatches = Math.max(1, Math.ceil((lead + samples.length) / PATCH_HOP));
    const padded = new Float32Array((numPatches - 1) * PATCH_HOP + PATCH_SAMPLES);
    padded.set(samples, lead);
    const data = new Float32Array(numPatches * PATCH_SAMPLES);
    for (let patch = 0; patch < numPatches; patch++) {
      const start = patch * PATCH_HOP;
      data.set(padded.subarray(start, start + PATCH_SAMPLES), patch * PATCH_SAMPLES);
    }
    return { data, dims: [numPatches, PATCH_SAMPLES, 1] };
  },
};
