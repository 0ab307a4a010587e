// How the columns of a list of clips are called; names are compared in the form of `tidyHeader`.

// In order of preference.
export const FILE_COLUMNS = ['file', 'path', 'filename', 'name'] as const;
export const GENRE_COLUMNS = ['genre', 'label'] as const;
/** Several labels in a cell. */
export const LABELS_COLUMNS = [
  'labels',
  'genres',
  'genres_all',
  'tags',
  'moods',
  'styles',
] as const;
export const ARTIST_COLUMNS = ['artist'] as const;
export const SPLIT_COLUMNS = ['artist_split', 'split', 'filtered_split'] as const;

/** Index of the column with the files; −1 if there is none. */
export function fileColumnOf(header: readonly string[]): number {
  const columns = header.map(tidyHeader);
  return columns.indexOf(findColumn(columns, FILE_COLUMNS) ?? '');
}

export function tidyHeader(header: string): string {
  return header
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase();
}

export function findColumn(
  columns: readonly string[],
  names: readonly string[],
): string | undefined {
  return names.find((name) => columns.includes(name));
}
