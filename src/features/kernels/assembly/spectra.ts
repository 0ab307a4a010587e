// Short-time spectra in WebAssembly SIMD. AssemblyScript, not TypeScript: `npm run kernels` compiles it.
// Two frames go through every step together, a frame a lane, so that no step shuffles lanes. The caller
// (`../../stft.ts`) owns the layout of the memory; here are only loops over addresses.
//
// A "pair" is one f64 of each frame (16 bytes). A complex pair is the real pair, then the imaginary one (32 bytes).

const PAIR: usize = 16;
const COMPLEX: usize = 32;
const F64: usize = 8;
const F32: usize = 4;
/** A twiddle factor: one complex f64. */
const FACTOR: usize = 16;

/** Samples (f32) of the frames at `first` and `second` as `winLength` pairs, an even number; then zeros up to `nFft`. */
export function loadFrames(
  first: usize,
  second: usize,
  winLength: i32,
  nFft: i32,
  out: usize,
): void {
  const end = out + <usize>winLength * PAIR;
  while (out < end) {
    const a = f64x2.promote_low_f32x4(v128.load64_zero(first));
    const b = f64x2.promote_low_f32x4(v128.load64_zero(second));
    v128.store(out, v128.shuffle<f64>(a, b, 0, 2));
    v128.store(out, v128.shuffle<f64>(a, b, 1, 3), PAIR);
    first += 2 * F32;
    second += 2 * F32;
    out += 2 * PAIR;
  }
  memory.fill(out, 0, <usize>(nFft - winLength) * PAIR);
}

/** Takes the mean of `count` pairs off each of them. */
export function removeMean(pairs: usize, count: i32): void {
  const end = pairs + <usize>count * PAIR;
  let sum = f64x2.splat(0);
  for (let at = pairs; at < end; at += PAIR) sum = f64x2.add(sum, v128.load(at));
  const mean = f64x2.div(sum, f64x2.splat(count));
  for (let at = pairs; at < end; at += PAIR) v128.store(at, f64x2.sub(v128.load(at), mean));
}

/** y[n] = x[n] − c·x[n−1], in place; the first is its own predecessor. */
export function preEmphasise(pairs: usize, count: i32, coefficient: f64): void {
  const c = f64x2.splat(coefficient);
  for (let at = pairs + <usize>(count - 1) * PAIR; at > pairs; at -= PAIR) {
    v128.store(at, f64x2.sub(v128.load(at), f64x2.mul(c, v128.load(at - PAIR))));
  }
  v128.store(pairs, f64x2.mul(v128.load(pairs), f64x2.splat(1 - coefficient)));
}

/** Multiplies `count` pairs by the window, in place. */
export function applyWindow(pairs: usize, window: usize, count: i32): void {
  for (let n = 0; n < count; n++) {
    v128.store(pairs, f64x2.mul(v128.load(pairs), v128.load64_splat(window)));
    pairs += PAIR;
    window += F64;
  }
}

// Stockham's autosort FFT, decimation in frequency (Van Loan 1992, §1.7): each pass reads x and writes y, and after the
// last one the spectrum lies in order. A pass of radix r on blocks of n = r·m splits each into r blocks of m; `stride` blocks
// lie interleaved. Factors: for p = 0…m−1 the r−1 values e^(−2πi·p·j/n), j = 1…r−1.

export function pass4(x: usize, y: usize, m: i32, stride: i32, factors: usize): void {
  const quarter = <usize>m * <usize>stride * COMPLEX;
  const block = <usize>stride * COMPLEX;
  for (let p = 0; p < m; p++) {
    const r1 = v128.load64_splat(factors);
    const i1 = v128.load64_splat(factors, 8);
    const r2 = v128.load64_splat(factors, 16);
    const i2 = v128.load64_splat(factors, 24);
    const r3 = v128.load64_splat(factors, 32);
    const i3 = v128.load64_splat(factors, 40);
    factors += 3 * FACTOR;
    const end = x + block;
    let out = y;
    for (; x < end; x += COMPLEX, out += COMPLEX) {
      const b = x + quarter;
      const c = b + quarter;
      const d = c + quarter;
      const sumReal = f64x2.add(v128.load(x), v128.load(c));
      const sumImag = f64x2.add(v128.load(x, PAIR), v128.load(c, PAIR));
      const difReal = f64x2.sub(v128.load(x), v128.load(c));
      const difImag = f64x2.sub(v128.load(x, PAIR), v128.load(c, PAIR));
      const oddReal = f64x2.add(v128.load(b), v128.load(d));
      const oddImag = f64x2.add(v128.load(b, PAIR), v128.load(d, PAIR));
      // −i·(b − d)
      const turnReal = f64x2.sub(v128.load(b, PAIR), v128.load(d, PAIR));
      const turnImag = f64x2.sub(v128.load(d), v128.load(b));
      v128.store(out, f64x2.add(sumReal, oddReal));
      v128.store(out, f64x2.add(sumImag, oddImag), PAIR);
      storeProduct(out + block, f64x2.add(difReal, turnReal), f64x2.add(difImag, turnImag), r1, i1);
      storeProduct(
        out + 2 * block,
        f64x2.sub(sumReal, oddReal),
        f64x2.sub(sumImag, oddImag),
        r2,
        i2,
      );
      storeProduct(
        out + 3 * block,
        f64x2.sub(difReal, turnReal),
        f64x2.sub(difImag, turnImag),
        r3,
        i3,
      );
    }
    y += 4 * block;
  }
}

export function pass2(x: usize, y: usize, m: i32, stride: i32, factors: usize): void {
  const half = <usize>m * <usize>stride * COMPLEX;
  const block = <usize>stride * COMPLEX;
  for (let p = 0; p < m; p++) {
    const r1 = v128.load64_splat(factors);
    const i1 = v128.load64_splat(factors, 8);
    factors += FACTOR;
    const end = x + block;
    let out = y;
    for (; x < end; x += COMPLEX, out += COMPLEX) {
      const b = x + half;
      v128.store(out, f64x2.add(v128.load(x), v128.load(b)));
      v128.store(out, f64x2.add(v128.load(x, PAIR), v128.load(b, PAIR)), PAIR);
      const real = f64x2.sub(v128.load(x), v128.load(b));
      const imag = f64x2.sub(v128.load(x, PAIR), v128.load(b, PAIR));
      storeProduct(out + block, real, imag, r1, i1);
    }
    y += 2 * block;
  }
}

/** Any odd radix up to 7, by the definition; for lengths such as 400 = 2·4·2·5·5. `roots`: e^(−2πi·k/radix), k = 0…radix−1. */
export function passOdd(
  x: usize,
  y: usize,
  m: i32,
  stride: i32,
  factors: usize,
  radix: i32,
  roots: usize,
): void {
  const share = <usize>m * <usize>stride * COMPLEX;
  const block = <usize>stride * COMPLEX;
  for (let p = 0; p < m; p++) {
    const end = x + block;
    let out = y;
    for (; x < end; x += COMPLEX, out += COMPLEX) {
      for (let j = 0; j < radix; j++) {
        let real = v128.load(x);
        let imag = v128.load(x, PAIR);
        for (let k = 1; k < radix; k++) {
          const root = roots + <usize>((j * k) % radix) * FACTOR;
          const rootReal = v128.load64_splat(root);
          const rootImag = v128.load64_splat(root, 8);
          const inReal = v128.load(x + <usize>k * share);
          const inImag = v128.load(x + <usize>k * share, PAIR);
          real = f64x2.add(
            real,
            f64x2.sub(f64x2.mul(inReal, rootReal), f64x2.mul(inImag, rootImag)),
          );
          imag = f64x2.add(
            imag,
            f64x2.add(f64x2.mul(inReal, rootImag), f64x2.mul(inImag, rootReal)),
          );
        }
        const factor = factors + <usize>(j - 1) * FACTOR;
        const target = out + <usize>j * block;
        if (j == 0) {
          v128.store(target, real);
          v128.store(target, imag, PAIR);
        } else {
          storeProduct(target, real, imag, v128.load64_splat(factor), v128.load64_splat(factor, 8));
        }
      }
    }
    factors += <usize>(radix - 1) * FACTOR;
    y += <usize>radix * block;
  }
}

function storeProduct(
  out: usize,
  real: v128,
  imag: v128,
  factorReal: v128,
  factorImag: v128,
): void {
  v128.store(out, f64x2.sub(f64x2.mul(real, factorReal), f64x2.mul(imag, factorImag)));
  v128.store(out, f64x2.add(f64x2.mul(real, factorImag), f64x2.mul(imag, factorReal)), PAIR);
}

/**
 * |X|² of bins 0…half as pairs, where z holds the transform of even samples + i·odd samples, shape [half].
 * `factors`: e^(−2πi·k/(2·half)), k = 0…half/2.
 */
export function powerOfReal(z: usize, half: i32, factors: usize, out: usize): void {
  let low = z;
  let high = z;
  let outLow = out;
  let outHigh = out + <usize>half * PAIR;
  const point5 = f64x2.splat(0.5);
  for (let k = 0; k <= half >> 1; k++) {
    const lowReal = v128.load(low);
    const lowImag = v128.load(low, PAIR);
    const highReal = v128.load(high);
    const highImag = v128.load(high, PAIR);
    const evenReal = f64x2.mul(point5, f64x2.add(lowReal, highReal));
    const evenImag = f64x2.mul(point5, f64x2.sub(lowImag, highImag));
    const oddReal = f64x2.mul(point5, f64x2.add(lowImag, highImag));
    const oddImag = f64x2.mul(point5, f64x2.sub(highReal, lowReal));
    const factorReal = v128.load64_splat(factors);
    const factorImag = v128.load64_splat(factors, 8);
    factors += FACTOR;
    const turnedReal = f64x2.sub(f64x2.mul(oddReal, factorReal), f64x2.mul(oddImag, factorImag));
    const turnedImag = f64x2.add(f64x2.mul(oddReal, factorImag), f64x2.mul(oddImag, factorReal));
    storeSquare(outLow, f64x2.add(evenReal, turnedReal), f64x2.add(evenImag, turnedImag));
    storeSquare(outHigh, f64x2.sub(evenReal, turnedReal), f64x2.sub(evenImag, turnedImag));
    outLow += PAIR;
    outHigh -= PAIR;
    low += COMPLEX;
    high = k == 0 ? z + <usize>(half - 1) * COMPLEX : high - COMPLEX;
  }
}

function storeSquare(out: usize, real: v128, imag: v128): void {
  v128.store(out, f64x2.add(f64x2.mul(real, real), f64x2.mul(imag, imag)));
}

export function squareRoot(pairs: usize, count: i32): void {
  const end = pairs + <usize>count * PAIR;
  for (; pairs < end; pairs += PAIR) v128.store(pairs, f64x2.sqrt(v128.load(pairs)));
}

/** Weighted sums of `spectrum` under each filter. `starts` and `lengths` are i32; the weights (f64) follow each other. */
export function filterBank(
  spectrum: usize,
  starts: usize,
  lengths: usize,
  weights: usize,
  numFilters: i32,
  out: usize,
): void {
  for (let i = 0; i < numFilters; i++) {
    let bin = spectrum + <usize>load<i32>(starts) * PAIR;
    const end = weights + <usize>load<i32>(lengths) * F64;
    let sum = f64x2.splat(0);
    for (; weights < end; weights += F64, bin += PAIR) {
      sum = f64x2.add(sum, f64x2.mul(v128.load(bin), v128.load64_splat(weights)));
    }
    v128.store(out, sum);
    starts += 4;
    lengths += 4;
    out += PAIR;
  }
}

/** gain · ln(max(floor, scale·x + offset)) + bias, in place; the argument must be positive and normal. */
export function logarithm(
  pairs: usize,
  count: i32,
  scale: f64,
  offset: f64,
  floor: f64,
  gain: f64,
  bias: f64,
): void {
  const end = pairs + <usize>count * PAIR;
  for (; pairs < end; pairs += PAIR) {
    const scaled = f64x2.add(f64x2.mul(v128.load(pairs), f64x2.splat(scale)), f64x2.splat(offset));
    const log = naturalLog(f64x2.max(scaled, f64x2.splat(floor)));
    v128.store(pairs, f64x2.add(f64x2.mul(log, f64x2.splat(gain)), f64x2.splat(bias)));
  }
}

/** ln x = e·ln 2 + 2·artanh(t), t = (m − 1)/(m + 1), for x = m·2^e with m in [√½, √2); absolute error below 1e-12. */
function naturalLog(x: v128): v128 {
  // Adding 1 − √½ in units of the exponent's lowest bit moves m < √2 to the lower exponent and the rest to the higher one.
  const shifted = i64x2.add(x, i64x2.splat(0x3ff0000000000000 - 0x3fe6a09e667f3bcd));
  const exponentBits = i64x2.shr_u(shifted, 52);
  const mantissa = i64x2.add(
    v128.and(shifted, i64x2.splat(0x000fffffffffffff)),
    i64x2.splat(0x3fe6a09e667f3bcd),
  );
  // An integer below 2^52 becomes a double by way of 2^52's mantissa.
  const magic = f64x2.splat(4503599627370496.0);
  const exponent = f64x2.sub(f64x2.sub(v128.or(exponentBits, magic), magic), f64x2.splat(1023));
  const one = f64x2.splat(1);
  const t = f64x2.div(f64x2.sub(mantissa, one), f64x2.add(mantissa, one));
  const tt = f64x2.mul(t, t);
  let series = f64x2.splat(1.0 / 13);
  series = f64x2.add(f64x2.mul(series, tt), f64x2.splat(1.0 / 11));
  series = f64x2.add(f64x2.mul(series, tt), f64x2.splat(1.0 / 9));
  series = f64x2.add(f64x2.mul(series, tt), f64x2.splat(1.0 / 7));
  series = f64x2.add(f64x2.mul(series, tt), f64x2.splat(1.0 / 5));
  series = f64x2.add(f64x2.mul(series, tt), f64x2.splat(1.0 / 3));
  series = f64x2.add(f64x2.mul(series, tt), one);
  return f64x2.add(
    f64x2.mul(exponent, f64x2.splat(0.6931471805599453)),
    f64x2.mul(f64x2.mul(t, f64x2.splat(2)), series),
  );
}

/** Splits `count` pairs into two rows of f64. */
export function splitRows(pairs: usize, count: i32, first: usize, second: usize): void {
  for (let n = 0; n < count; n++) {
    const pair = v128.load(pairs);
    v128.store64_lane(first, pair, 0);
    v128.store64_lane(second, pair, 1);
    pairs += PAIR;
    first += F64;
    second += F64;
  }
}

/** Splits `count` pairs into two rows of f32. */
export function splitRowsSingle(pairs: usize, count: i32, first: usize, second: usize): void {
  for (let n = 0; n < count; n++) {
    const single = f32x4.demote_f64x2_zero(v128.load(pairs));
    v128.store32_lane(first, single, 0);
    v128.store32_lane(second, single, 1);
    pairs += PAIR;
    first += F32;
    second += F32;
  }
}
