// Random search (Bergstra & Bengio 2012): settings drawn independently, each from its range.

import { createRandom, type Random } from '../../core/random';
import type { NumberRange, ParamSpec, ParamValue, ParamValues } from '../../core/run-types';
import { checkRanges, type ParamRange, type SweepRanges } from './ranges';

export interface SampleOptions {
  readonly specs: readonly ParamSpec[];
  readonly ranges: SweepRanges;
  readonly count: number;
  /** Same seed, same settings. */
  readonly seed: number;
}

/** Draws for each of the settings wanted, before it counts as certain that there are no others. */
const DRAWS_EACH = 50;
/** Digits that a drawn number is rounded to: what is shown is what is used. */
const DIGITS = 3;

/** Different settings, values of the varied ones only; fewer than `count` where there are no more. */
export function sampleSettings({ specs, ranges, count, seed }: SampleOptions): ParamValues[] {
  checkRanges(specs, ranges);
  const varied = specs.filter(({ name }) => Object.hasOwn(ranges, name));
  const random = createRandom(seed).fork('sweep');
  const found = new Map<string, ParamValues>();
  for (let draws = DRAWS_EACH * count; draws > 0 && found.size < count; draws--) {
    const values = varied.map(
      (spec) => [spec.name, draw(spec, ranges[spec.name]!, random)] as const,
    );
    const key = JSON.stringify(values);
    if (!found.has(key)) found.set(key, Object.fromEntries(values));
  }
  return [...found.values()];
}

function draw(spec: ParamSpec, range: ParamRange, random: Random): ParamValue {
  if (range.kind === 'choice') return range.options[random.integer(range.options.length)]!;
  const isInteger = spec.kind === 'number' && spec.integer === true;
  return drawNumber(range, isInteger, random.next());
}

/** @param share uniform in [0, 1) */
function drawNumber({ min, max, scale }: NumberRange, isInteger: boolean, share: number): number {
  // Half a step beyond either end, so that the ends are drawn as often as what lies between.
  const margin = isInteger ? 0.5 : 0;
  const [low, high] = [min - margin, max + margin];
  const value = scale === 'log' ? low * (high / low) ** share : low + share * (high - low);
  const rounded = isInteger ? Math.round(value) : Number(value.toPrecision(DIGITS));
  return Math.min(max, Math.max(min, rounded));
}
