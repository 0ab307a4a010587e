// Clips that could not be heard after a reload, because the browser gives no lasting handle to their
// files, and the copies that mend it. The space is asked for first; nothing is copied without a yes.

import type { Dataset } from '$lib/core/dataset-types';
import { formatBytes, formatCount, formatCounted } from '$lib/core/format';
import type { AudioSources } from '$lib/storage/audio-sources';
import { askToPersist, readStorageUse } from '$lib/storage/quota';
import type { NoticeState } from './notices.svelte';

/** A little is left for features and models. */
const MAX_SHARE_OF_FREE_SPACE = 0.9;

export interface Unheard {
  readonly clips: number;
  readonly bytes: number;
  /** Whether this visit still has the files, so that copies can be made now. */
  readonly canKeep: boolean;
}

export class CopiesState {
  unheard = $state.raw<Unheard | null>(null);
  #clipIds: readonly string[] = [];
  #dataset: Dataset | null = null;
  readonly #sources: AudioSources;
  readonly #notices: NoticeState;

  constructor(sources: AudioSources, notices: NoticeState) {
    this.#sources = sources;
    this.#notices = notices;
  }

  /** Counts anew, for the dataset that is shown. */
  async refresh(dataset: Dataset | null): Promise<void> {
    this.#dataset = dataset;
    const clips = dataset?.clips.filter(({ audio }) => audio) ?? [];
    const unsaved = new Set(await this.#sources.withoutSaved(clips.map((clip) => clip.id)));
    const missing = clips.filter((clip) => unsaved.has(clip.id));
    const here = missing.filter((clip) => this.#sources.isInSession(clip.id));
    const canKeep = here.length > 0;
    const counted = canKeep ? here : missing;
    this.#clipIds = here.map((clip) => clip.id);
    this.unheard = counted.length
      ? {
          clips: counted.length,
          bytes: counted.reduce((sum, clip) => sum + clip.bytes, 0),
          canKeep,
        }
      : null;
  }

  /** Says after an import what copies would take, and offers to make them. */
  async offer(): Promise<void> {
    if (!this.unheard?.canKeep) return;
    const { clips, bytes } = this.unheard;
    const storage = await readStorageUse();
    const freeBytes = storage && storage.quotaBytes - storage.usedBytes;
    if (freeBytes !== null && bytes > freeBytes * MAX_SHARE_OF_FREE_SPACE) {
      this.#notices.show({
        level: 'warning',
        code: 'storage-full',
        text: `You can listen to your clips until you reload the page. Keeping copies would need ${formatBytes(bytes)}, and the browser has ${formatBytes(freeBytes)} left.`,
      });
      return;
    }
    const free = freeBytes === null ? '' : ` (${formatBytes(freeBytes)} are free)`;
    const what = clips === 1 ? 'this clip' : `these ${formatCount(clips)} clips`;
    this.#notices.show({
      level: 'info',
      isQuestion: true,
      code: 'keep-copies',
      text: `To listen to ${what} after a reload too, the browser must keep copies: ${formatBytes(bytes)}${free}. They never leave this machine.`,
      actions: [{ label: 'Keep copies', run: () => this.#notices.guard(this.keep()) }],
    });
  }

  async keep(): Promise<void> {
    await askToPersist();
    const clipIds = this.#clipIds;
    const notice = { level: 'info', code: 'keep-copies' } as const;
    const total = formatCount(clipIds.length);
    const kept = await this.#sources.keepCopies(clipIds, (done) => {
      if (done % 25 !== 0) return;
      const text = `Copying: ${formatCount(done)} of ${total} clips`;
      this.#notices.show({ ...notice, text, isQuestion: true }); // until the next word of it
    });
    await this.refresh(this.#dataset);
    const clips = formatCounted(kept, 'clip');
    this.#notices.show({ ...notice, text: `${clips} can now be heard after a reload too.` });
  }
}
