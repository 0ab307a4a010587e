// What prediction needs beside the learned numbers, apart from the code that computes with tensors, so that whoever only
// tells it (an export) does not load that.

/** Added to the variance in batch normalisation. */
export const EPSILON = 1e-3;

/** Evenly spaced excerpts that a clip's prediction is the mean of; fewer where the clip is shorter. */
export const CROPS_PER_CLIP = 6;
