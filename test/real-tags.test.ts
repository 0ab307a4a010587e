// Pretrained networks with their published weights name the genres of real clips: nobody taught them these clips, or these
// ten genres, so that they can only be right if they hear what they heard in training.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hearWindows } from '../src/backbones/hear';
import { KNOWN_BACKBONES } from '../src/backbones/registry';
import { loadOnnxNetwork } from '../src/compute/networks/onnx-network';
import { decodeReal, NO_REAL_MUSIC, realDataPath } from './builders/real-music';

const MODELS = path.resolve(import.meta.dirname, '../../shared/models');
const CLIPS_PER_GENRE = 3;
/** From the beginning of a clip. */
const SECONDS = 10;

/** What AudioSet calls GTZAN's genres. */
const OF_AUDIOSET = {
  blues: 'Blues',
  classical: 'Classical music',
  country: 'Country',
  disco: 'Disco',
  hiphop: 'Hip hop music',
  jazz: 'Jazz',
  metal: 'Heavy metal',
  pop: 'Pop music',
  reggae: 'Reggae',
  rock: 'Rock music',
};

/** MusiCNN's 50 tags of the Million Song Dataset, in the order of its output (jordipons/musicnn, configuration.py). */
const MSD_TAGS =
  'rock,pop,alternative,indie,electronic,female vocalists,dance,00s,alternative rock,jazz,beautiful,metal,chillout,male vocalists,classic rock,soul,indie rock,Mellow,electronica,80s,folk,90s,chill,instrumental,punk,oldies,blues,hard rock,ambient,acoustic,experimental,female vocalist,guitar,Hip-Hop,70s,party,country,easy listening,sexy,catchy,funk,electro,heavy metal,Progressive rock,60s,rnb,indie pop,sad,House,happy'.split(
    ',',
  );

interface Tagger {
  readonly id: string;
  readonly folder: string;
  readonly output: string;
  /** CSV of the names, or the names. */
  readonly tags: string | readonly string[];
  readonly genres: Readonly<Record<string, string>>;
  /** Share of clips whose genre is the first among the genres' tags: what was reached, less a tenth. */
  readonly least: number;
}

const TAGGERS: readonly Tagger[] = [
  {
    id: 'efficientat-mn04',
    folder: 'efficientat-mn04_as',
    output: 'logits',
    tags: 'class_labels_indices.csv',
    genres: OF_AUDIOSET,
    least: 0.5,
  },
  {
    id: 'musicnn-msd',
    folder: 'musicnn-msd',
    output: 'tags',
    tags: MSD_TAGS,
    genres: {
      blues: 'blues',
      country: 'country',
      hiphop: 'Hip-Hop',
      jazz: 'jazz',
      metal: 'metal',
      pop: 'pop',
      rock: 'rock',
    },
    least: 0.5,
  },
  {
    id: 'yamnet',
    folder: 'yamnet',
    output: 'scores',
    tags: 'yamnet_class_map.csv',
    genres: OF_AUDIOSET,
    least: 0.4,
  },
];

function namesOf({ tags, folder }: Tagger): readonly string[] {
  if (typeof tags !== 'string') return tags;
  const lines = readFileSync(path.join(MODELS, folder, tags), 'utf8')
    .trim()
    .split(/\r?\n/);
  return lines.slice(1).map((line) => /^[^,]*,[^,]*,"?(.*?)"?$/.exec(line)![1]!);
}

describe.each(TAGGERS)('$id with its published weights', (tagger) => {
  const manifest = KNOWN_BACKBONES.find(({ id }) => id === tagger.id)!;
  const { contract, weights } = manifest;
  const file = path.join(MODELS, tagger.folder, weights[0]!.name);

  it('names the genres of real clips', { timeout: 120_000 }, async ({ skip }) => {
    skip(!existsSync(file), 'the folder of models, ../shared/models, is not on this machine');
    skip(realDataPath('gtzan') === null, NO_REAL_MUSIC);
    const names = namesOf(tagger);
    const places = Object.values(tagger.genres).map((tag) => names.indexOf(tag));
    expect(places).not.toContain(-1);
    const network = await loadOnnxNetwork(readFileSync(file), { webgpu: false, threads: 1 });
    const told: string[] = [];
    let [right, count] = [0, 0];
    try {
      for (const [index, genre] of Object.keys(tagger.genres).entries()) {
        const folder = realDataPath('gtzan', genre)!;
        for (const clip of readdirSync(folder).toSorted().slice(0, CLIPS_PER_GENRE)) {
          const { samples, sampleRate } = await decodeReal(path.join(folder, clip));
          const heard = { samples: samples.subarray(0, SECONDS * sampleRate), sampleRate };
          const windows = await hearWindows(heard, contract);
          const sums = new Float64Array(names.length);
          for (const window of windows) {
            const [{ data } = { data: new Float32Array() }] = await network.run(
              contract.input,
              window,
              [tagger.output],
            );
            data.forEach((value, i) => (sums[i % names.length]! += value));
          }
          const scores = places.map((place) => sums[place]!);
          right += Number(scores.indexOf(Math.max(...scores)) === index);
          count++;
          const order = [...sums.keys()].toSorted((a, b) => sums[b]! - sums[a]!);
          told.push(
            `${clip}: ${order
              .slice(0, 5)
              .map((i) => names[i])
              .join(', ')}`,
          );
        }
      }
    } finally {
      await network.dispose();
    }
    console.log(`${manifest.title}: ${right} of ${count} genres\n${told.join('\n')}`);
    expect(right / count).toBeGreaterThanOrEqual(tagger.least);
  });
});
