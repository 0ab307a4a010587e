// The music that the journeys run on: the real GTZAN clips beside the checkout where they are, else the
// synthetic demo clips.

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GTZAN = path.join(ROOT, '../shared/data/gtzan');
const DEMO = path.join(ROOT, 'static-datasets/demo/clips');

/** The one clip of GTZAN's whose copy is known to be damaged. */
const DAMAGED = 'jazz.00054';

export interface Music {
  /** What it is, for the log. */
  readonly title: string;
  readonly real: boolean;
  /** Absolute paths; the names carry the genre ("blues.00001.ogg"). */
  readonly files: readonly string[];
  /** One clip that is not among `files`. */
  readonly heldOut: string;
  readonly heldOutGenre: string;
  readonly genres: readonly string[];
}

/** @param perGenre clips of each genre at most */
export function findMusic(perGenre: number): Music {
  const real = existsSync(GTZAN);
  const folder = real ? GTZAN : DEMO;
  const genres = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const byGenre = genres.map((genre) =>
    readdirSync(path.join(folder, genre))
      .filter((name) => !name.startsWith(DAMAGED))
      .sort()
      .map((name) => path.join(folder, genre, name)),
  );
  const title = real ? 'real GTZAN clips' : 'the synthetic demo clips (no real music is there)';
  const heldOut = byGenre[0]!.at(-1)!;
  return {
    title,
    real,
    files: byGenre.flatMap((files) =>
      spread(
        files.filter((file) => file !== heldOut),
        perGenre,
      ),
    ),
    heldOut,
    heldOutGenre: genres[0]!,
    genres,
  };
}

/** Evenly spaced items: neighbours in GTZAN's numbering are often by the same artist. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, i) => items[Math.floor(i * step)]!,
  );
}
