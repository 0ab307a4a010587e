// Takes pretrained networks in, from files and addresses, and puts them away again. One after another; each is tried on two
// sounds before it counts, and what fails leaves nothing behind but the pieces of a download, which the next try goes on with.

import { proxy } from 'comlink';
import { backboneKey, type BackboneContract, type BackboneManifest } from '$lib/backbones/contract';
import { guessContract } from '$lib/backbones/guess-contract';
import { KNOWN_BACKBONES, PRESET_BACKBONES } from '$lib/backbones/registry';
import { EarmarkError, isAbort, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import type { NetworkFacts } from '$lib/rpc/backbone-interface';
import { backboneStore } from '$lib/storage/backbone-store';
import { askToPersist } from '$lib/storage/quota';
import {
  checkRoom,
  checkSize,
  freeId,
  idOfName,
  factsInWords,
  isAboutContract,
  manifestOf,
  MAX_BACKBONE_BYTES,
  knownBy,
  knownByHash,
  readManifest,
  type ContractQuestion,
  type ShelfWork,
} from './backbone-intake';
import type { Backbone, BackbonesState } from './backbones.svelte';
import type { NoticeState } from './notices.svelte';
import { backboneWorker } from './workers';

export interface ShelfParts {
  readonly notices: NoticeState;
  readonly backbones: BackbonesState;
  /** Has approaches that hear with a network hear with this one. */
  use(id: string): void;
}

interface Candidate {
  readonly id: string;
  readonly file: Blob;
  readonly fileName: string;
  readonly sha256: string;
  /** Its pieces are in the store already. */
  readonly isStored: boolean;
  readonly url: string | null;
  /** What is known of it but for the contract. */
  readonly base: BackboneManifest | null;
}

interface Task {
  readonly signal: AbortSignal;
  tell(what: string, fraction?: number | null): void;
}

/** A network of hundreds of megabytes takes a while to be read; a hostile one would take for ever. */
const READING_SECONDS = 180;
const TRYING_SECONDS = 600;

export class BackboneShelf {
  work = $state.raw<ShelfWork | null>(null);
  question = $state.raw<ContractQuestion | null>(null);
  /** Why the last network is not here. */
  problem = $state.raw<ErrorRecord | null>(null);
  /** Bytes of downloads that are not whole, by id. */
  unfinished = $state.raw<ReadonlyMap<string, number>>(new Map());
  /** Those that can be fetched by their address. */
  readonly presets = PRESET_BACKBONES;
  /** Those that are known when their file is dropped. */
  readonly known = KNOWN_BACKBONES;

  readonly #parts: ShelfParts;
  #asked: Candidate | null = null;
  #controller: AbortController | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(parts: ShelfParts) {
    this.#parts = parts;
    parts.notices.guard(this.#countUnfinished());
  }

  /** Files with networks, each with its manifest beside it or without. */
  async take(files: readonly File[]): Promise<void> {
    const manifest = files.find(({ name }) => /\.json$/i.test(name)) ?? null;
    for (const file of files.filter(({ name }) => /\.onnx$/i.test(name))) {
      const id = idOfName(file.name);
      await this.#do(id, async (task) => {
        checkSize(file.size);
        const given = manifest && readManifest(await manifest.text());
        task.tell('Reading the file');
        const sha256 = await this.#hash(file, task);
        const source = { file, fileName: file.name, sha256, isStored: false, url: null };
        await this.#settle({ ...source, id, base: given ?? knownByHash(sha256) }, task);
      });
    }
  }

  /** Fetches one that is known beforehand. */
  async fetchPreset(manifest: BackboneManifest): Promise<void> {
    const [weights] = manifest.weights;
    if (!weights?.url) return;
    await this.#fetch(manifest.id, weights.url, manifest);
  }

  /** Fetches any. */
  async fetchUrl(url: string): Promise<void> {
    const { pathname } = new URL(url, document.baseURI);
    await this.#fetch(idOfName(pathname.split('/').at(-1) || 'network'), url, null);
  }

  /** Says how the network in question is to be asked. */
  async answer(contract: BackboneContract): Promise<void> {
    const asked = this.#asked;
    if (!asked) return;
    await this.#do(asked.id, (task) => this.#keep(asked, contract, task));
  }

  /** Leaves the network in question away. */
  cancel(): void {
    this.question = null;
    this.#asked = null;
    this.#parts.notices.guard(this.#countUnfinished());
  }

  /** Shows how a kept network is asked, to be changed. */
  async correct({ id, manifest }: Backbone): Promise<void> {
    await this.#do(id, async (task) => {
      const file = await backboneStore.file(id, 0);
      const { name: fileName, url, sha256 } = manifest.weights[0]!;
      const source = { id, file, fileName, url, sha256: sha256 ?? '', isStored: true };
      const facts = await this.#inspect(file, task);
      this.#ask({ ...source, base: manifest }, facts, manifest.contract);
    });
  }

  /** Ends what is being done. */
  stop(): void {
    this.#controller?.abort();
  }

  /** Forgets a kept network or an unfinished download. Embeddings that it gave stay: they are small, and runs need them. */
  async remove(id: string): Promise<void> {
    await this.#do(id, async () => {
      await backboneStore.delete(id);
      await this.#parts.backbones.load();
      this.#parts.use(this.#parts.backbones.list[0]?.id ?? '');
    });
  }

  async #fetch(id: string, url: string, preset: BackboneManifest | null): Promise<void> {
    await this.#do(id, async (task) => {
      task.tell('Fetching it', 0);
      await checkRoom(preset?.weights[0]?.bytes ?? 0);
      const listener = proxy({
        onProgress: (fraction: number) => task.tell('Fetching it', fraction),
      });
      const request = { id, url: new URL(url, document.baseURI).href };
      const { signal } = task;
      await backboneWorker.run(
        (api) => api.download({ ...request, maxBytes: MAX_BACKBONE_BYTES }, listener, signal),
        { seconds: Infinity, signal },
      );
      const file = await backboneStore.file(id, 0);
      task.tell('Reading the file');
      const sha256 = await this.#hash(file, task);
      const base = preset ?? knownByHash(sha256);
      const source = { id, file, fileName: idOfName(url), sha256, isStored: true, url };
      await this.#settle({ ...source, base }, task).catch(async (error: unknown) => {
        if (!isAbort(error)) await backboneStore.delete(id); // whole and wrong: another try begins anew
        throw error;
      });
    });
  }

  /** Keeps a network whose contract is known or can be guessed; asks for it otherwise. */
  async #settle(candidate: Candidate, task: Task): Promise<void> {
    const { base, sha256, file } = candidate;
    const promised = base?.weights[0]?.sha256;
    if (promised && promised !== sha256) {
      throw new EarmarkError('backbone-hash-mismatch', `${sha256.slice(0, 16)}…`);
    }
    if (base && promised) return this.#keep(candidate, base.contract, task);
    const facts = await this.#inspect(file, task);
    const guess = base?.contract ?? guessContract(facts.inputs, facts.outputs);
    if (!guess) {
      const problem = new EarmarkError('backbone-contract-unknown', factsInWords(facts));
      this.#ask(candidate, facts, null, problem.record);
      return;
    }
    try {
      await this.#keep({ ...candidate, base: base ?? knownBy(guess) }, guess, task);
    } catch (error) {
      if (!isAboutContract(error)) throw error;
      this.#ask(candidate, facts, guess, toEarmarkError(error).record);
    }
  }

  #ask(
    candidate: Candidate,
    facts: NetworkFacts,
    contract: BackboneContract | null,
    problem: ErrorRecord | null = null,
  ): void {
    this.#asked = candidate;
    const title = candidate.base?.title ?? candidate.id;
    this.question = { id: candidate.id, title, facts, contract, problem };
  }

  async #keep(candidate: Candidate, contract: BackboneContract, task: Task): Promise<void> {
    const { file, sha256, isStored } = candidate;
    const { signal } = task;
    task.tell('Trying it on two sounds');
    await backboneWorker.run((api) => api.tryOut(file, contract, signal), {
      seconds: TRYING_SECONDS,
      signal,
    });
    const id = isStored ? candidate.id : freeId(candidate.id, sha256, this.#parts.backbones.list);
    if (!isStored) {
      task.tell('Keeping it', 0);
      await checkRoom(file.size);
      const listener = proxy({ onProgress: (share: number) => task.tell('Keeping it', share) });
      await backboneWorker.run((api) => api.keep(id, file, listener, signal), {
        seconds: Infinity,
        signal,
      });
    }
    const manifest = manifestOf({ ...candidate, id, bytes: file.size, contract });
    await backboneStore.put(manifest, backboneKey([sha256], contract));
    this.question = null;
    this.#asked = null;
    void askToPersist();
    const { backbones, notices, use } = this.#parts;
    await backbones.load();
    use(id);
    const text = `${manifest.title} is here and is the network to hear clips with. It stays in this browser and works offline.`;
    notices.show({ level: 'info', code: 'backbone-kept', text });
  }

  async #do(id: string, task: (task: Task) => Promise<void>): Promise<void> {
    const before = this.#last;
    this.#last = (async () => {
      await before;
      const { signal } = (this.#controller = new AbortController());
      const tell: Task['tell'] = (what, fraction = null) => {
        if (!signal.aborted) this.work = { id, what, fraction };
      };
      this.problem = null;
      try {
        await task({ signal, tell });
      } catch (error) {
        this.#showProblem(error);
      } finally {
        this.work = null;
        await this.#countUnfinished().catch(() => undefined); // the storage's own trouble is told already
      }
    })();
    await this.#last;
  }

  /** Said in the panel, and as a message for those who look at something else. */
  #showProblem(error: unknown): void {
    if (isAbort(error)) return;
    const { record } = toEarmarkError(error);
    if (this.question && isAboutContract(error)) {
      this.question = { ...this.question, problem: record };
      return;
    }
    this.problem = record;
    this.#parts.notices.showError(error);
  }

  #hash(file: Blob, { signal }: Task): Promise<string> {
    return backboneWorker.run((api) => api.hash(file, signal), {
      seconds: READING_SECONDS,
      signal,
    });
  }

  #inspect(file: Blob, { signal, tell }: Task): Promise<NetworkFacts> {
    tell('Reading the network');
    const limit = { seconds: READING_SECONDS, signal };
    return backboneWorker.run((api) => api.inspect(file, signal), limit);
  }

  async #countUnfinished(): Promise<void> {
    this.unfinished = await backboneStore.unfinished();
  }
}
