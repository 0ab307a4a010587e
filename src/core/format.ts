// Numbers as people read them; used in messages and on the page alike.

/** Decimal units, as operating systems and browsers show them: 1500 → "1.5 kB". */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

const integers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** With thousands separators: 106574 → "106,574". */
export function formatCount(value: number): string {
  return integers.format(value);
}

/** "1 clip", "12 clips". */
export function formatCounted(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}
