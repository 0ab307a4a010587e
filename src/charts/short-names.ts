// Names that fit beside bars on a narrow screen, and stay apart: bars of one name would be drawn as one.

/** Holds nearly all names of measurements whole, and leaves half of a phone's width to the bars. */
const MAX_LENGTH = 31;
/** The field's term beside a plain word. */
const BRACKETS = / \([^)]*\)$/;

export function shortNames(names: readonly string[], maxLength = MAX_LENGTH): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const short = shorten(name.length > maxLength ? name.replace(BRACKETS, '') : name, maxLength);
    let unique = short;
    for (let count = 2; taken.has(unique); count++) unique = `${short} (${count})`;
    taken.add(unique);
    return unique;
  });
}

function shorten(name: string, maxLength: number): string {
  return name.length > maxLength ? `${name.slice(0, maxLength - 1).trimEnd()}…` : name;
}
