// Serves `static-datasets/` beside the page in development and copies it into the build: each set's
// JSON files and clips, not the code that made them.

import { cp, readdir } from 'node:fs/promises';
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const FOLDER = 'static-datasets';
const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
};

export function staticDatasets(): Plugin {
  let root = '';
  let outDir = '';
  return {
    name: 'static-datasets',
    configResolved(config) {
      root = path.join(config.root, FOLDER);
      outDir = path.resolve(config.root, config.build.outDir, FOLDER);
    },
    configureServer(server) {
      server.middlewares.use(`/${FOLDER}`, (request, response, next) => {
        const name = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
        const file = path.join(root, path.normalize(name));
        const type = TYPES[path.extname(file)];
        if (!type || !file.startsWith(root + path.sep) || !existsSync(file)) {
          next();
          return;
        }
        response.setHeader('Content-Type', type);
        createReadStream(file).pipe(response);
      });
    },
    async writeBundle() {
      for (const set of await readdir(root)) {
        const folder = path.join(root, set);
        await cp(folder, path.join(outDir, set), {
          recursive: true,
          filter: (source) => source === folder || isShipped(folder, source),
        });
      }
    },
  };
}

function isShipped(folder: string, source: string): boolean {
  const [top = '', ...rest] = path.relative(folder, source).split(path.sep);
  return top === 'clips' || (rest.length === 0 && top.endsWith('.json'));
}
