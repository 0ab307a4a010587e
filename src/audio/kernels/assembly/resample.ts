// The resampler's inner loop in WebAssembly SIMD. AssemblyScript, not TypeScript: `npm run kernels` compiles it.

const F32: usize = 4;
const QUAD: usize = 16;

/**
 * out[i · outStep] = Σ taps[k] · x[i · xStep + k] for i in 0…count−1; all f32, `numTaps` and `count` multiples of 4.
 * Four outputs at a time share the loads of the taps.
 */
export function filterRow(
  x: usize,
  xStep: usize,
  taps: usize,
  numTaps: usize,
  out: usize,
  outStep: usize,
  count: usize,
): void {
  const step = xStep * F32;
  const tapsEnd = taps + numTaps * F32;
  const xEnd = x + count * step;
  for (; x < xEnd; x += 4 * step) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    let at = x;
    for (let tap = taps; tap < tapsEnd; tap += QUAD) {
      const h = v128.load(tap);
      sum0 = f32x4.add(sum0, f32x4.mul(h, v128.load(at)));
      sum1 = f32x4.add(sum1, f32x4.mul(h, v128.load(at + step)));
      sum2 = f32x4.add(sum2, f32x4.mul(h, v128.load(at + 2 * step)));
      sum3 = f32x4.add(sum3, f32x4.mul(h, v128.load(at + 3 * step)));
      at += QUAD;
    }
    // Transposed, the four sums of lanes are one sum of vectors.
    const low01 = v128.shuffle<f32>(sum0, sum1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(sum0, sum1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(sum2, sum3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(sum2, sum3, 2, 6, 3, 7);
    const a = f32x4.add(low01, high01);
    const b = f32x4.add(low23, high23);
    const sums = f32x4.add(
      v128.shuffle<f32>(a, b, 0, 1, 4, 5),
      v128.shuffle<f32>(a, b, 2, 3, 6, 7),
    );
    v128.store32_lane(out, sums, 0);
    v128.store32_lane(out + outStep * F32, sums, 1);
    v128.store32_lane(out + 2 * outStep * F32, sums, 2);
    v128.store32_lane(out + 3 * outStep * F32, sums, 3);
    out += 4 * outStep * F32;
  }
}
