// Where an import inside the project points, for eslint-plugin-boundaries: it knows `$lib`, TypeScript's endings and
// Vite's `?raw`/`?url` queries. Packages are left to the next resolver.

const fs = require('node:fs');
const path = require('node:path');

const ENDINGS = ['', '.ts', '.svelte.ts', '.svelte', '.js', '.mjs', '/index.ts'];
const SOURCE_ROOT = path.join(__dirname, '..', 'src');

const isFile = (candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile() ?? false;

exports.interfaceVersion = 2;

exports.resolve = (source, importer) => {
  const [specifier] = source.split('?');
  const base = specifier.startsWith('$lib/')
    ? path.join(SOURCE_ROOT, specifier.slice('$lib/'.length))
    : specifier.startsWith('.')
      ? path.resolve(path.dirname(importer), specifier)
      : null;
  if (base === null) return { found: false };
  const file = ENDINGS.map((ending) => base + ending).find(isFile);
  return file === undefined ? { found: false } : { found: true, path: file };
};
