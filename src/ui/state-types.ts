// The parts of the state that components take as props, named once.

import type { app } from '../state/app.svelte';

type App = typeof app;

export type Notice = App['notices']['list'][number];
export type ImportState = App['dataset']['status'];
export type AvailableDatasets = App['dataset']['available'];
export type TrainingPhase = App['training']['status'];
export type ValidationKind = App['training']['validation']['kind'];
export type FoldProgress = App['training']['foldProgress'];
export type SplitSizes = NonNullable<App['training']['splitSizes']>;
export type DatasetAnalysis = NonNullable<App['dataset']['analysis']>;
export type Unheard = NonNullable<App['dataset']['unheard']>;
export type StorageUse = App['storage'];
export type Shelf = Awaited<ReturnType<App['openShelf']>>;
export type Backbone = App['backbones']['list'][number];
export type BackboneManifest = Backbone['manifest'];
export type BackboneContract = Backbone['contract'];
export type ContractQuestion = NonNullable<Shelf['question']>;
