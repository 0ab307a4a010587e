// The one short-time Fourier transform: frames through the wasm kernel, a block at a time, so that memory does not grow with
// the clip. Equal to the plain version in `stft-reference.ts` up to rounding.

import { copyPadded } from '../audio/padding';
import type { FilterBank } from './filter-bank';
import { SpectraKernel, type KernelLayout, type LogTerms } from './kernels/spectra-kernel';
import { frameLayout, hannWindow, type StftOptions } from './framing';

/** Frames transformed from one copy of samples. */
const BLOCK_FRAMES = 32;

/**
 * Yields |STFT|² of every frame, shape [nFft / 2 + 1].
 * The array yielded is reused: read it before asking for the next one.
 */
export function* powerSpectra(
  samples: Float32Array,
  options: StftOptions,
): Generator<Float64Array> {
  const bins = options.nFft / 2 + 1;
  for (const { kernel, frames } of transformed(samples, options)) {
    const power = kernel.power();
    for (let frame = 0; frame < frames; frame++) {
      yield power.subarray(frame * bins, (frame + 1) * bins);
    }
  }
}

export interface BankedOptions extends StftOptions {
  readonly banks: readonly FilterBank[];
}

/** One frame; all its arrays are reused for the next one. */
export interface BankedFrame {
  /** |STFT|², shape [nFft / 2 + 1]. */
  readonly power: Float64Array;
  /** The power under each bank, shape [banks][numFilters]. */
  readonly filtered: readonly Float64Array[];
}

/** Yields every frame with what the filter banks make of it: far quicker here than filter by filter in JavaScript. */
export function* bankedSpectra(
  samples: Float32Array,
  options: BankedOptions,
): Generator<BankedFrame> {
  const { banks } = options;
  for (const { kernel, frames } of transformed(samples, options, banks)) {
    const power = halves(kernel.power());
    const filtered = banks.map((_, index) => halves(kernel.filtered(index)));
    for (let frame = 0; frame < frames; frame++) {
      yield { power: power[frame]!, filtered: filtered.map((pair) => pair[frame]!) };
    }
  }
}

const halves = (pair: Float64Array): readonly Float64Array[] => [
  pair.subarray(0, pair.length / 2),
  pair.subarray(pair.length / 2),
];

export interface FilteredOptions extends StftOptions {
  readonly bank: FilterBank;
  /** Filters see |X|, not |X|². */
  readonly magnitude?: boolean;
  readonly log?: LogTerms;
}

/** Spectra under a filter bank, after the logarithm if one is given; shape [numFrames, numFilters]. */
export function filteredSpectra(samples: Float32Array, options: FilteredOptions): Float32Array {
  const { bank, magnitude = false, log = null } = options;
  const { numFrames } = frameLayout(samples.length, options);
  const out = new Float32Array(numFrames * bank.numFilters);
  let written = 0;
  for (const { kernel, frames } of transformed(samples, options, [bank])) {
    if (magnitude) kernel.squareRoot();
    const filtered = kernel.filteredLog(0, log);
    const length = frames * bank.numFilters;
    out.set(length < filtered.length ? filtered.subarray(0, length) : filtered, written);
    written += length;
  }
  return out;
}

interface TransformedPair {
  readonly kernel: SpectraKernel;
  /** 2, or 1 when the last pair has only its first frame. */
  readonly frames: number;
}

function* transformed(
  samples: Float32Array,
  options: StftOptions,
  banks: readonly FilterBank[] = [],
): Generator<TransformedPair> {
  const { nFft, hopLength, window = hannWindow(nFft), padding = 'zero' } = options;
  const { removeMean = false, preEmphasis = 0 } = options;
  const { numFrames, firstStart } = frameLayout(samples.length, options);
  const winLength = 2 * Math.ceil(window.length / 2);
  const layout = { nFft, winLength, blockSamples: (BLOCK_FRAMES - 1) * hopLength + winLength };
  const kernel = takeKernel(layout);
  try {
    kernel.setWindow(window);
    kernel.setFilterBanks(banks);
    for (let block = 0; block < numFrames; block += BLOCK_FRAMES) {
      copyPadded(kernel.samples, samples, firstStart + block * hopLength, padding);
      const end = Math.min(BLOCK_FRAMES, numFrames - block);
      for (let frame = 0; frame < end; frame += 2) {
        const frames = Math.min(2, end - frame);
        // A last frame without a partner is its own.
        const partner = frame + frames - 1;
        kernel.transform(frame * hopLength, partner * hopLength, { removeMean, preEmphasis });
        yield { kernel, frames };
      }
    }
  } finally {
    giveBack(layout, kernel);
  }
}

/** Idle kernels, the one used last at the end. Few framings are ever in use; others are left to the garbage collector. */
const idle: { readonly key: string; readonly kernel: SpectraKernel }[] = [];
const MAX_IDLE = 6;

/** A kernel that nobody else uses: two clips may be transformed in turns. */
function takeKernel(layout: KernelLayout): SpectraKernel {
  const key = JSON.stringify(layout);
  const at = idle.findLastIndex((entry) => entry.key === key);
  return at < 0 ? new SpectraKernel(layout) : idle.splice(at, 1)[0]!.kernel;
}

function giveBack(layout: KernelLayout, kernel: SpectraKernel): void {
  idle.push({ key: JSON.stringify(layout), kernel });
  if (idle.length > MAX_IDLE) idle.shift();
}
