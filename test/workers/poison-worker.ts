// A feature worker whose files say what they do to it: "die", "hang", "die once", "hang once", or nothing harmful.

import { get, set } from 'idb-keyval';
import { hashBlob } from '../../src/core/hash';
import type { FeatureWorkerApi } from '../../src/rpc/interfaces';
import { serveWorker } from '../../src/rpc/worker-server';

/** How often a file of this content was begun, in whatever worker. */
async function countTries(text: string): Promise<number> {
  const tries = 1 + ((await get<number>(`poison ${text}`)) ?? 0);
  await set(`poison ${text}`, tries);
  return tries;
}

const api: Pick<FeatureWorkerApi, 'analyse'> = {
  async analyse({ file }) {
    const text = await file.text();
    const tries = await countTries(text);
    const poisonous = !text.includes('once') || tries === 1;
    if (text.startsWith('die') && poisonous) {
      self.close();
      return new Promise<never>(() => undefined);
    }
    if (text.startsWith('hang') && poisonous) for (;;);
    // Long enough for the others' workers to be lost meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const audio = { format: `${tries}`, sampleRate: 44_100, channels: 1, durationSeconds: 30 };
    return { hash: await hashBlob(file), cached: false, audio, notes: [] };
  },
};

serveWorker(api, self.name);
