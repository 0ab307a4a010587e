// The pretrained networks that there are: those that come with the page, and those that were kept.

import type { BackboneContract, BackboneManifest } from '$lib/backbones/contract';
import { EarmarkError } from '$lib/core/errors';
import type { BackboneUse } from '$lib/core/run-types';

/** One that can be used at once. */
export interface Backbone extends BackboneUse {
  readonly contract: BackboneContract;
  readonly manifest: BackboneManifest;
  /** It comes with the page. */
  readonly isBundled: boolean;
}

export class BackbonesState {
  /** In the order that they are offered in; empty until they are loaded. */
  list = $state.raw<readonly Backbone[]>([]);

  /** Their manifests are read when the page has started: nothing before needs them. */
  async load(): Promise<void> {
    const [{ backboneKey }, { BUNDLED_BACKBONES }, { backboneStore }] = await Promise.all([
      import('$lib/backbones/contract'),
      import('$lib/backbones/registry'),
      import('$lib/storage/backbone-store'),
    ]);
    const { rows } = await backboneStore.all();
    const kept = [...rows.values()].map(({ manifest }) => manifest);
    this.list = [...BUNDLED_BACKBONES, ...kept].map((manifest, index) => {
      const { id, title, contract, weights } = manifest;
      const hashes = weights.map(({ sha256 }) => sha256 ?? '');
      const { embeddingSize } = contract;
      const key = backboneKey(hashes, contract);
      const isBundled = index < BUNDLED_BACKBONES.length;
      return { id, title, embeddingSize, contract, key, manifest, isBundled };
    });
  }

  /** As a run has it. @throws EarmarkError `backbone-missing` */
  get(use: Pick<BackboneUse, 'id' | 'title' | 'key'>): Backbone {
    const known = this.list.find(({ key }) => key === use.key);
    if (known) return known;
    const other = this.list.some(({ id }) => id === use.id);
    const what = other ? `another file or contract of ${use.title}` : `no ${use.title}`;
    throw new EarmarkError('backbone-missing', what);
  }
}
