// What a page that reloads itself leaves for the one that comes: the run to go on with. It lasts as long as the tab. Where
// the browser refuses such storage nothing is left, and the run is offered to be resumed as any other.

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
    try {
      sessionStorage.setItem(KEY, JSON.stringify(mark));
    } catch {
      // refused by the browser's settings, or full
    }
  },

  /** Null where there is none; the next call finds none. */
  take(): ReloadMark | null {
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), markSchema), takeSaved());
    return result.success ? result.output : null;
  },
};

function takeSaved(): string | null {
  try {
    const saved = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return saved;
  } catch {
    return null;
  }
}
