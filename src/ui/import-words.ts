// What an import came to, in sentences.

import type { ImportState } from './state-types';
import { count, counted, duration } from './format';

type Finished = Extract<ImportState, { phase: 'done' }>;

export function importOutcome(status: Omit<Finished, 'phase'>): string[] {
  const { total, seconds, tables = [], lists = [] } = status;
  const isOnlyLists = total === 0 && lists.length > 0;
  return [
    ...tables.map(
      ({ file, rows }) => `Table read: ${counted(rows, 'row')} of ${file}${inTime(status)}.`,
    ),
    ...(seconds === null ? [`${counted(total, 'clip')} ready.`] : []),
    ...(seconds === null || tables.length > 0 || isOnlyLists ? [] : filesRead(status)),
    ...lists.map(({ name, matched, clips }) => {
      const what = name ? `“${name}”` : 'it';
      if (matched === 0)
        return `List not used: ${what} names none of the ${counted(clips, 'clip')}.`;
      return `List applied: ${what} says something about ${count(matched)} of ${counted(clips, 'clip')}.`;
    }),
  ];
}

/** Of several tables nobody knows which took how long. */
function inTime({ seconds, tables = [] }: Omit<Finished, 'phase'>): string {
  return tables.length > 1 ? '' : inSeconds(seconds);
}

/** Nothing where it was over at once. */
function inSeconds(seconds: number | null): string {
  return seconds === null || seconds < 0.05 ? '' : ` in ${duration(seconds)}`;
}

function filesRead({ done, total, seconds, cached, stopped }: Omit<Finished, 'phase'>): string[] {
  const known = cached > 0 ? `, ${count(cached)} of them known already` : '';
  const read = `${count(done)} of ${counted(total, 'file')} read${inSeconds(seconds)}${known}.`;
  return stopped ? [`Stopped: ${read}`, 'Drop them again to go on; what is done is kept.'] : [read];
}
