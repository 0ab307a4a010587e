// Names of clips that stand in a list under their genre: the file without its folders, unless two files are called the same.

/** One a name, in the same order: its last parts, as many as tell it from the others. */
export function shortNames(names: readonly string[]): string[] {
  const parts = names.map((name) => name.split('/').filter(Boolean));
  const shown = names.map(() => 1);
  const shorten = (index: number): string =>
    parts[index]!.slice(-shown[index]!).join('/') || names[index]!;
  for (;;) {
    const groups = new Map<string, number[]>();
    names.forEach((_, index) => {
      const short = shorten(index);
      groups.set(short, [...(groups.get(short) ?? []), index]);
    });
    const longer = [...groups.values()]
      .filter((members) => members.length > 1)
      .flat()
      .filter((index) => shown[index]! < parts[index]!.length);
    if (longer.length === 0) return names.map((_, index) => shorten(index));
    for (const index of longer) shown[index]! += 1;
  }
}
