// Numbers as people read them. For screens only: hooks and files carry the plain numbers.

import { formatCount } from '../core/format';

export {
  formatBytes as bytes,
  formatCount as count,
  formatCounted as counted,
} from '../core/format';

const LOCALE = 'en';
const integers = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat(LOCALE, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const plain = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 8 });
const twoDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });
const threeDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });
const dates = new Intl.DateTimeFormat(LOCALE, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Smaller than this share of what is beside it, a value is what rounding left of 0. */
const ROUNDING = 1e-9;
const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, digit) => [`${digit}`, sign])),
  '-': '⁻',
};

export const NONE = '–';

/** A number as it is, with thousands separators: "4,294,967,295", "0.005". */
export function number(value: number): string {
  return plain.format(value);
}

/** Below this a value is told as a power of ten. */
const TINY = 1e-5;

/**
 * A measured value of any size in about three digits: "2,184", "−12.3", "0.0421", "3.1 × 10⁻⁷".
 * @param largest size of the largest value beside it: what is nothing next to that is rounding, and reads "0"
 */
export function measured(value: number, largest = 0): string {
  const size = Math.abs(value);
  if (size <= ROUNDING * largest) return '0';
  if (size > 0 && (size < TINY || size >= 1e9)) return powerOfTen(value);
  return (size >= 100 ? integers : threeDigits).format(value).replaceAll('-', '−');
}

/** "3.1 × 10⁻⁷". */
export function powerOfTen(value: number, digits = 3): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  const raised = exponent.replace('+', '').replace(/./g, (sign) => SUPERSCRIPTS[sign] ?? sign);
  return `${String(Number(mantissa)).replace('-', '−')}\u00a0×\u00a010${raised}`;
}

/** A share 0…1 as "83 %"; the space before the sign does not break. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}\u00a0%`;
}

/** A share 0…1 as "83.4 %". */
export function percentPrecise(share: number): string {
  return `${decimals.format(share * 100)}\u00a0%`;
}

/** "12.3": one digit after the point. */
export function decimal(value: number): string {
  return decimals.format(value);
}

/** "0.42 ms", "12.3 ms", "2,790 ms". */
export function milliseconds(value: number): string {
  if (value >= 100) return `${formatCount(value)} ms`;
  return `${value >= 10 ? decimals.format(value) : twoDigits.format(value)} ms`;
}

/** "0.8 s", "42 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 10) return `${decimals.format(seconds)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  return joined(Math.floor(whole / 3600), 'h', Math.round((whole % 3600) / 60), 'min');
}

function joined(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return `${major} ${majorUnit}${minor > 0 ? ` ${minor} ${minorUnit}` : ''}`;
}

/** What is left of a job, without false precision: "about 3 min left". */
export function timeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return 'working out how long…';
  if (seconds < 5) return 'a few seconds left';
  return `${roughTime(seconds)} left`;
}

/** An estimate in one unit: "about 20 s", "about 3 min", "about 1.5 h". */
export function roughTime(seconds: number): string {
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s`;
  if (seconds < 3600) return `about ${Math.round(seconds / 60)} min`;
  return `about ${decimals.format(seconds / 3600)} h`;
}

/** A position in a recording: "1:05". */
export function position(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function date(iso: string): string {
  return dates.format(new Date(iso));
}

const times = new Intl.DateTimeFormat(LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** "14:05" of today, "Nov 23, 14:05" of another day: where there is little room. */
export function moment(iso: string, now = new Date()): string {
  const then = new Date(iso);
  const isToday = then.toDateString() === now.toDateString();
  return isToday ? times.format(then) : date(iso);
}
