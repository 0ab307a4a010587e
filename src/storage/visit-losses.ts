// How often the graphics processor was lost in this visit: browsers count as well, over all pages of theirs and across
// reloads, and refuse it after some. It lasts as long as the tab; where the browser refuses such storage, as long as the page.

import * as v from 'valibot';

const KEY = 'earmark-gpu-losses';
const countSchema = v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number));

let unsaved = 0;

export const visitLosses = {
  count(): number {
    try {
      const result = v.safeParse(countSchema, sessionStorage.getItem(KEY));
      return Math.max(unsaved, result.success ? result.output : 0);
    } catch {
      return unsaved;
    }
  },

  add(): void {
    unsaved = visitLosses.count() + 1;
    try {
      sessionStorage.setItem(KEY, String(unsaved));
    } catch {
      // refused by the browser's settings, or full
    }
  },
};
