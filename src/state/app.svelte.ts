// The page's state, assembled once. Screens read it and call its methods; nothing else writes it.

import { readStorageUse, type StorageUse } from '$lib/storage/quota';
import type { ComputeInfo } from '$lib/rpc/interfaces';
import type { BackboneShelf } from './backbone-shelf.svelte';
import { BackbonesState } from './backbones.svelte';
import { ComputeState } from './compute.svelte';
import { DatasetState } from './dataset.svelte';
import { ExploreState } from './explore';
import { ImportanceState } from './importance.svelte';
import { ImportedModelsState } from './imported-models.svelte';
import { LiveState } from './live.svelte';
import { ModelFilesState } from './model-files.svelte';
import { NoticeState } from './notices.svelte';
import { PlayerState } from './player';
import { RunsState } from './runs.svelte';
import { SweepState } from './sweep.svelte';
import { TrainFormKeeper } from './train-form';
import { TrainingState } from './training.svelte';

const STORAGE_INTERVAL_MILLISECONDS = 15_000;

export class AppState {
  readonly notices = new NoticeState();
  readonly dataset = new DatasetState(this.notices);
  readonly runs = new RunsState(this.notices, this.dataset);
  readonly #compute = new ComputeState();
  readonly backbones = new BackbonesState();
  readonly training = new TrainingState({
    notices: this.notices,
    dataset: this.dataset,
    runs: this.runs,
    compute: this.#compute,
    backbones: this.backbones,
  });
  readonly sweep = new SweepState({
    notices: this.notices,
    dataset: this.dataset,
    runs: this.runs,
    training: this.training,
  });
  readonly trainForm = new TrainFormKeeper({
    notices: this.notices,
    training: this.training,
    sweep: this.sweep,
  });
  readonly live = new LiveState(this.runs, this.backbones);
  readonly modelFiles = new ModelFilesState({
    notices: this.notices,
    dataset: this.dataset,
    runs: this.runs,
  });
  readonly importance = new ImportanceState(this.dataset);
  readonly importedModels = new ImportedModelsState({
    notices: this.notices,
    dataset: this.dataset,
    runs: this.runs,
    importance: this.importance,
  });
  readonly player = new PlayerState(this.dataset.sources);
  readonly explore = new ExploreState(this.dataset);
  #shelf: Promise<BackboneShelf> | undefined;

  storage = $state.raw<StorageUse | null>(null);
  /** True once everything saved has been read. */
  ready = $state(false);

  get compute(): ComputeInfo | null {
    return this.#compute.info;
  }

  /** Takes pretrained networks in. */
  openShelf(): Promise<BackboneShelf> {
    const { notices, backbones, training } = this;
    const use = (id: string): void => training.hearWith(id);
    return (this.#shelf ??= import('./backbone-shelf.svelte').then(
      (module) => new module.BackboneShelf({ notices, backbones, use }),
    ));
  }

  /** A model that comes alone joins the runs, networks the backbones; anything else is imported into a dataset. */
  async takeFiles(files: readonly File[]): Promise<void> {
    if (files.some(({ name }) => /\.onnx$/i.test(name)))
      return (await this.openShelf()).take(files);
    if (!(await this.modelFiles.take(files))) await this.dataset.importFiles(files);
  }

  /** Reads what was saved and looks at the machine; failures become notices. */
  async start(): Promise<void> {
    this.notices.guard(this.#compute.probe());
    for (const part of [this.dataset, this.runs, this.sweep, this.backbones, this.trainForm]) {
      await part.load().catch((error: unknown) => this.notices.showError(error));
    }
    await this.#resumeAfterReload().catch((error: unknown) => this.notices.showError(error));
    this.ready = true;
    const readStorage = async (): Promise<void> => {
      this.storage = await readStorageUse();
    };
    this.notices.guard(readStorage());
    setInterval(() => this.notices.guard(readStorage()), STORAGE_INTERVAL_MILLISECONDS);
  }

  /** Goes on with the run that the page was reloaded for, or with the search that it is part of. */
  async #resumeAfterReload(): Promise<void> {
    const reloaded = await this.training.takeReloaded();
    if (!reloaded) return;
    const { run, deviceLosses } = reloaded;
    this.notices.guard(this.sweep.resumeRun(run, deviceLosses));
    location.hash = '#/train';
  }
}

export const app = new AppState();
