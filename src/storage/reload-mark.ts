// What a page that reloads itself leaves for the one that comes: the run to go on with. It lasts as long as the tab.

import * as v from 'valibot';

const markSchema = v.object({
  version: v.literal(1),
  runId: v.string(),
  /** How often the run's device was lost before the reload. */
  deviceLosses: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type ReloadMark = v.InferOutput<typeof markSchema>;

const KEY = 'earmark-reload';

export const reloadMark = {
  set(mark: ReloadMark): void {
    sessionStorage.setItem(KEY, JSON.stringify(mark));
  },

  /** Null where there is none; the next call finds none. */
  take(): ReloadMark | null {
    const saved = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), markSchema), saved);
    return result.success ? result.output : null;
  },
};
