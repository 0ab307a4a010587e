// What a visitor downloads, gzipped, and how much of it we allow. First what index.html loads before anything shows;
// then the big parts that are only loaded when they are needed.

import { existsSync, readdirSync, readFileSync } from 'node:fs';

const INDEX = 'dist/index.html';
const ASSETS = 'dist/assets';

/** The start of a file's name in dist/assets → what each such file may weigh. */
const LAZY_BUDGETS = {
  'features-': '110 kB',
  'training-': '62 kB',
  'tensorflow-tfjs-': '90 kB',
  'essentia-modules-': '830 kB',
  'plotly-': '520 kB',
  wavesurfer: '16 kB',
  'SignalsmithStretch-': '60 kB',
  'zip-': '70 kB',
  'tables-': '95 kB',
  'map-': '60 kB',
  'models-': '30 kB',
  'cnn-files-': '28 kB',
  'write-zip-': '75 kB',
};

if (!existsSync(INDEX)) throw new Error(`${INDEX} is missing: run \`npm run build\` first.`);

/** Files that index.html names in tags that match, as paths in dist. */
function loadedByIndex(tagPattern) {
  const tags = readFileSync(INDEX, 'utf8').match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => tagPattern.test(tag))
    .flatMap((tag) => /\b(?:src|href)="\.?\/?([^"]+)"/.exec(tag)?.[1] ?? [])
    .map((file) => `dist/${file}`);
}

const assets = readdirSync(ASSETS).filter((file) => file.endsWith('.js'));

const lazyChecks = Object.entries(LAZY_BUDGETS).flatMap(([start, limit]) => {
  const files = assets.filter((file) => file.startsWith(start));
  if (files.length === 0) {
    throw new Error(`No file in ${ASSETS} starts with "${start}": its budget watches nothing.`);
  }
  return files.map((file) => ({ name: `Later: ${file}`, path: `${ASSETS}/${file}`, limit }));
});

export default [
  { name: 'First scripts', path: loadedByIndex(/<script|"modulepreload"/), limit: '133 kB' },
  { name: 'First styles', path: loadedByIndex(/"stylesheet"/), limit: '20 kB' },
  ...lazyChecks,
].map((check) => ({ ...check, gzip: true, brotli: false }));
