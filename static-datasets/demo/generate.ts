// Writes the demo set: clips, `dataset.json` and `features.json`. The same bytes on every machine.
// `--features-only` keeps the clips and computes the features again; `--clips-only` the other way round.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeClip } from './generator/clip';
import { allPlaces, describeClip, describeSet, type ManifestClip } from './generator/manifest';

const folder = path.dirname(fileURLToPath(import.meta.url));

async function writeClips(): Promise<void> {
  const clips: ManifestClip[] = [];
  for (const place of allPlaces()) {
    const bytes = await makeClip(place);
    const clip = await describeClip(place, bytes);
    await mkdir(path.join(folder, path.dirname(clip.file)), { recursive: true });
    await writeFile(path.join(folder, clip.file), bytes);
    clips.push(clip);
    process.stdout.write(`\r${clips.length} clips`);
  }
  const manifest = JSON.stringify(describeSet(clips), null, 1);
  await writeFile(path.join(folder, 'dataset.json'), `${manifest}\n`);
  process.stdout.write('\n');
}

const onlyFeatures = process.argv.includes('--features-only');
const onlyClips = process.argv.includes('--clips-only');
if (!onlyFeatures) await writeClips();
if (!onlyClips) {
  const { writeFeatures } = await import('./generator/features');
  await writeFeatures(folder);
}
