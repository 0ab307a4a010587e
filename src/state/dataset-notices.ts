// What is said beside the datasets: of what could not be read back, of imports that wait or were cut off, of a dataset
// that was removed.

import type { Dataset } from '$lib/core/dataset-types';
import { formatCount } from '$lib/core/format';
import type { NoticeState } from './notices.svelte';

export function tellDamaged(notices: NoticeState, datasets: number): void {
  const text = `${formatCount(datasets)} saved dataset(s) could not be read back and were left out. Drop the folder again: nothing is extracted twice.`;
  notices.show({ level: 'warning', code: 'saved-data-damaged', text });
}

export function tellCutOff(notices: NoticeState): void {
  const text =
    'The last import was cut off. What was finished is here; drop the same files again to go on: nothing is done twice.';
  notices.show({ level: 'warning', code: 'import-interrupted', text });
}

export function tellQueued(notices: NoticeState): void {
  const text = 'These files are next, when the import that runs is done.';
  notices.show({ level: 'info', code: 'import-queued', text });
}

export function tellRemoved(
  notices: NoticeState,
  { id, title }: Dataset,
  restore: () => Promise<void>,
): void {
  notices.show({
    level: 'info',
    code: `dataset-removed-${id}`, // each keeps its own undo
    text: `${title} was removed from Earmark. Your own files were not touched.`,
    actions: [{ label: 'Undo', run: () => notices.guard(restore()) }],
  });
}
