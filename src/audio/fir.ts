// The two inner loops of the resampler. Both add Σ taps[k] · x[…] to several outputs at a time and differ in what they
// load only once: neighbours share samples, strided outputs share taps. 64-bit arrays, which V8 need not convert.

/**
 * output[o] += Σ taps[tapsStart + k] · x[xStart + o + k] for o in 0…count−1.
 * `numTaps` and `count` are multiples of 4.
 */
export function filterNeighbours(
  x: Float64Array,
  xStart: number,
  taps: Float64Array,
  tapsStart: number,
  numTaps: number,
  output: Float64Array,
  count: number,
): void {
  for (let o = 0; o < count; o += 4) {
    const first = xStart + o;
    let y0 = 0;
    let y1 = 0;
    let y2 = 0;
    let y3 = 0;
    let x0 = x[first]!;
    let x1 = x[first + 1]!;
    let x2 = x[first + 2]!;
    for (let k = 0; k < numTaps; k += 4) {
      const h0 = taps[tapsStart + k]!;
      const h1 = taps[tapsStart + k + 1]!;
      const h2 = taps[tapsStart + k + 2]!;
      const h3 = taps[tapsStart + k + 3]!;
      const x3 = x[first + k + 3]!;
      const x4 = x[first + k + 4]!;
      const x5 = x[first + k + 5]!;
      const x6 = x[first + k + 6]!;
      y0 += h0 * x0 + h1 * x1 + h2 * x2 + h3 * x3;
      y1 += h0 * x1 + h1 * x2 + h2 * x3 + h3 * x4;
      y2 += h0 * x2 + h1 * x3 + h2 * x4 + h3 * x5;
      y3 += h0 * x3 + h1 * x4 + h2 * x5 + h3 * x6;
      x0 = x4;
      x1 = x5;
      x2 = x6;
    }
    output[o]! += y0;
    output[o + 1]! += y1;
    output[o + 2]! += y2;
    output[o + 3]! += y3;
  }
}

/** output[o] += Σ taps[tapsStart + k] · x[xStart + o · stride + k] for o in 0…7. */
export function filterStrided(
  x: Float64Array,
  xStart: number,
  stride: number,
  taps: Float64Array,
  tapsStart: number,
  numTaps: number,
  output: Float64Array,
): void {
  let y0 = 0;
  let y1 = 0;
  let y2 = 0;
  let y3 = 0;
  let y4 = 0;
  let y5 = 0;
  let y6 = 0;
  let y7 = 0;
  for (let k = 0; k < numTaps; k++) {
    const h = taps[tapsStart + k]!;
    let i = xStart + k;
    y0 += h * x[i]!;
    y1 += h * x[(i += stride)]!;
    y2 += h * x[(i += stride)]!;
    y3 += h * x[(i += stride)]!;
    y4 += h * x[(i += stride)]!;
    y5 += h * x[(i += stride)]!;
    y6 += h * x[(i += stride)]!;
    y7 += h * x[(i += stride)]!;
  }
  output[0]! += y0;
  output[1]! += y1;
  output[2]! += y2;
  output[3]! += y3;
  output[4]! += y4;
  output[5]! += y5;
  output[6]! += y6;
  output[7]! += y7;
}
