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
    ...genresFrom(status),
    ...lists.map(({ name, matched, clips }) => {
      const what = name ? `“${name}”` : 'it';
      if (matched === 0)
        return `List not used: ${what} names none of the ${counted(clips, 'clip')}.`;
      return `List applied: ${what} says something about ${count(matched)} of ${counted(clips, 'clip')}.`;
    }),
  ];
}

/** The beginnings of names are a guess, which a list corrects. */
function genresFrom({ genresFrom: from }: Omit<Finished, 'phase'>): string[] {
  if (!from) return [];
  const sources = [
    { files: from.folder, what: 'the names of the folders' },
    { files: from.name, what: 'the beginnings of the file names (“blues” of blues.00001.wav)' },
    { files: from.list, what: 'what the list says' },
  ].filter(({ files }) => files > 0);
  if (sources.length === 0) return [];
  const told = sources.map(({ files, what }) =>
    sources.length === 1 ? what : `${what} for ${counted(files, 'file')}`,
  );
  const sentence = `Genres are ${new Intl.ListFormat('en').format(told)}.`;
  const correction =
    'Where that is wrong, drop a list as well (a CSV with the columns file and label; or labels, where a clip has several, with | between them): it decides.';
  return from.name > 0 ? [sentence, correction] : [sentence];
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
