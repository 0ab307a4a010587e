// A search for settings as parallel coordinates: an axis for every setting that was varied, the length of training where
// that differs, how the validation clips were recognised, and the time it took.

import type { ParamSpec, ParamValue } from '../core/run-types';
import type { ParamRange } from '../evaluation/sweep/ranges';
import type { SweepPlan } from '../evaluation/sweep/plan';
import type { SweepTry } from '../evaluation/sweep/tries';
import type {
  CoordinateAxis,
  CoordinateLine,
  ParallelCoordinatesOptions,
} from './parallel-coordinates';
import { percentText } from './theme';

/** The axis of scores ends at whole steps, of which there are so many from 0 to 1. */
const SCORE_STEPS = 20;

export interface SweepCoordinatesOptions {
  readonly plan: Pick<SweepPlan, 'ranges' | 'rungs'>;
  readonly tries: readonly SweepTry[];
  readonly best: SweepTry | null;
  /** All settings of the approach. */
  readonly specs: readonly ParamSpec[];
  /** What the length of training is counted in: "Rounds". */
  readonly budgetTitle: string;
  /** Where clips have several labels, accuracy is the share of those whose labels are all right. */
  readonly scoreTitle: string;
  /** What a try is called. */
  nameOf(each: SweepTry): string;
}

/** Of the tries that have a score; without theme. */
export function sweepCoordinates(
  options: SweepCoordinatesOptions,
): Omit<ParallelCoordinatesOptions, 'theme'> {
  const { plan, tries, best, specs, nameOf } = options;
  const varied = specs.filter(({ name }) => Object.hasOwn(plan.ranges, name));
  const scored = tries.filter(({ score }) => score !== null);
  const columns: Column[] = [
    ...varied.map((spec) => settingColumn(spec, plan.ranges[spec.name]!)),
    ...(plan.rungs.length > 1 ? [budgetColumn(plan, options.budgetTitle)] : []),
    scoreColumn(scored, options.scoreTitle),
    timeColumn(scored),
  ];
  const lines = scored.map((each): CoordinateLine => ({
    name: nameOf(each),
    values: columns.map(({ valueOf }) => valueOf(each)),
    texts: columns.map(({ textOf }) => textOf(each)),
    score: each.score?.accuracy ?? null,
    best: each === best,
  }));
  const caption = `Settings that were tried, and how well each recognised the validation clips`;
  return { caption, lineName: 'Try', axes: columns.map(({ axis }) => axis), lines };
}

interface Column {
  readonly axis: CoordinateAxis;
  valueOf(each: SweepTry): number | null;
  textOf(each: SweepTry): string;
}

function settingColumn(spec: ParamSpec, range: ParamRange): Column {
  const title = spec.label.replace(/ \(.*\)$/, '');
  const valueIn = ({ values }: SweepTry): ParamValue => values[spec.name] ?? spec.default;
  if (range.kind === 'choice') {
    const { options } = range;
    const ticks = options.map((text, value) => ({ value, text }));
    const ends = [0, Math.max(1, options.length - 1)] as const;
    return {
      axis: { title, scale: 'linear', range: ends, ticks },
      valueOf: (each) => options.indexOf(String(valueIn(each))),
      textOf: (each) => String(valueIn(each)),
    };
  }
  return {
    axis: numberAxis(title, [range.min, range.max], range.scale),
    valueOf: (each) => Number(valueIn(each)),
    textOf: (each) => String(valueIn(each)),
  };
}

function budgetColumn({ rungs }: Pick<SweepPlan, 'rungs'>, title: string): Column {
  const budgets = rungs.map(({ budget }) => budget ?? 1);
  const range = [budgets[0]!, budgets.at(-1)!] as const;
  const ticks = budgets.map((value) => ({ value, text: String(value) }));
  const budgetOf = ({ rung }: SweepTry): number => budgets[rung]!;
  return {
    axis: { title, scale: 'log', range, ticks },
    valueOf: budgetOf,
    textOf: (each) => String(budgetOf(each)),
  };
}

function scoreColumn(tries: readonly SweepTry[], title: string): Column {
  const scores = tries.flatMap(({ score }) => (score ? score.accuracy : []));
  const steps = scores.map((score) => score * SCORE_STEPS);
  const foot = Math.floor(Math.min(SCORE_STEPS - 1, ...steps));
  const head = Math.ceil(Math.max(foot + 1, ...steps));
  const [low, high] = [foot / SCORE_STEPS, head / SCORE_STEPS];
  const ticks = [low, high].map((value) => ({ value, text: `${Math.round(100 * value)}\u00a0%` }));
  return {
    axis: { title, scale: 'linear', range: [low, high], ticks },
    valueOf: ({ score }) => score?.accuracy ?? null,
    textOf: ({ score }) => percentText(score?.accuracy ?? null),
  };
}

function timeColumn(tries: readonly SweepTry[]): Column {
  const secondsOf = ({ run }: SweepTry): number | null => run?.timings?.trainSeconds ?? null;
  const longest = Math.max(0.1, ...tries.map((each) => secondsOf(each) ?? 0));
  const textOf = (seconds: number): string =>
    `${seconds.toFixed(seconds < 1 ? 2 : seconds < 10 ? 1 : 0)}\u00a0s`;
  const ticks = [0, longest].map((value) => ({ value, text: textOf(value) }));
  return {
    axis: { title: 'Training time', scale: 'linear', range: [0, longest], ticks },
    valueOf: secondsOf,
    textOf: (each) => {
      const seconds = secondsOf(each);
      return seconds === null ? '' : textOf(seconds);
    },
  };
}

/** With its ends told, and the powers of ten between them, whose places nobody could guess. */
function numberAxis(
  title: string,
  range: readonly [number, number],
  scale: CoordinateAxis['scale'],
): CoordinateAxis {
  const [low, high] = range;
  const between = scale === 'log' ? powersOfTen(low, high) : [];
  const ticks = [low, ...between, high].map((value) => ({
    value,
    text: String(Number(value.toPrecision(3))),
  }));
  return { title, scale, range, ticks };
}

/** At least a fifth of the axis away from its ends. */
function powersOfTen(low: number, high: number): number[] {
  const room = (high / low) ** 0.2;
  const powers: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); 10 ** power < high; power++) {
    const value = 10 ** power;
    if (value >= low * room && value <= high / room) powers.push(value);
  }
  return powers;
}
