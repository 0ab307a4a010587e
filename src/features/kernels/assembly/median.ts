// The running median in WebAssembly SIMD. AssemblyScript, not TypeScript: `npm run kernels` compiles it.
// Four lines go through every step together, a line a lane; the caller (`../../median-filter.ts`) owns the memory.

/** One f32 of each line. */
const LANES: usize = 16;

/**
 * Medians of `width` (odd) values, `count` a line: `input` holds count + width − 1 values a line, `sorted` is scratch for
 * `width`, `out` takes `count`. The window's values stay sorted: the oldest leaves, the next one joins, and where it lies
 * between its neighbours is settled by minima and maxima, without a branch.
 */
export function runningMedian(
  input: usize,
  count: i32,
  width: i32,
  sorted: usize,
  out: usize,
): void {
  const windowBytes = <usize>width * LANES;
  const last = sorted + windowBytes - LANES;
  const middle = sorted + <usize>(width >> 1) * LANES;
  const firstFull = input + windowBytes - LANES;
  const end = firstFull + <usize>count * LANES;
  const infinity = f32x4.splat(Infinity);
  for (let slot = sorted; slot <= last; slot += LANES) v128.store(slot, infinity);
  for (let at = input; at < end; at += LANES) {
    const value = v128.load(at);
    const oldest = at > firstFull ? v128.load(at - windowBytes) : infinity;
    let below = f32x4.splat(-Infinity);
    let here = v128.load(sorted);
    for (let slot = sorted; slot < last; slot += LANES) {
      const above = v128.load(slot, LANES);
      const kept = v128.bitselect(here, above, f32x4.lt(here, oldest));
      v128.store(slot, f32x4.pmax(below, f32x4.pmin(kept, value)));
      below = kept;
      here = above;
    }
    v128.store(last, f32x4.pmax(below, value));
    if (at >= firstFull) {
      v128.store(out, v128.load(middle));
      out += LANES;
    }
  }
}
