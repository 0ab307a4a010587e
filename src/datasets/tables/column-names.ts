// Column names as a table's columns go by: none empty, none twice.

export interface TidyNames {
  readonly names: string[];
  /** What was changed, in words: '"mfcc" (column 4) is called "mfcc (2)"'. */
  readonly changes: string[];
}

/** @param header trimmed; as long as there are columns, or empty if the file has no names */
export function tidyColumnNames(header: readonly string[], columns: number): TidyNames {
  const taken = new Set<string>();
  const changes: string[] = [];
  const names = Array.from({ length: columns }, (_, i) => {
    const given = (header[i] ?? '').normalize('NFC').replace(/\s+/g, ' ');
    const wanted = given === '' ? `column ${i + 1}` : given;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted} (${n})`;
    taken.add(name);
    if (name !== given && given !== '')
      changes.push(`"${given}" (column ${i + 1}) is called "${name}"`);
    return name;
  });
  if (header.length === 0) changes.push('no names were found, so columns are numbered');
  return { names, changes };
}

/** A name in the form in which names are compared: "Track.genreTop" → "track_genre_top". */
export function bareName(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}
