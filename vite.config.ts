import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { staticDatasets } from './scripts/static-datasets-plugin.ts';
import { thirdPartyNotices } from './scripts/third-party-notices.ts';

// Isolation is optional: with these headers wasm threads are available, without them everything still works.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const notices = thirdPartyNotices();

/** Names a chunk of a package after the package, where it would be called `dist` or `index` like many others. */
function chunkFileNames({
  name,
  moduleIds,
}: {
  name: string;
  moduleIds: readonly string[];
}): string {
  const packageName = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(moduleIds.at(-1) ?? '')?.[1];
  const generic = name === 'dist' || name === 'index';
  const chunkName = generic && packageName ? packageName.replace('@', '').replace('/', '-') : name;
  return `assets/${chunkName}-[hash].js`;
}

const rolldownOptions = { output: { chunkFileNames } };

export default defineConfig({
  base: './',
  plugins: [svelte({ configFile: false }), staticDatasets(), notices.collect(), notices.write()],
  resolve: { alias: { $lib: fileURLToPath(new URL('./src', import.meta.url)) } },
  worker: { format: 'es', plugins: () => [notices.collect()], rolldownOptions },
  build: { target: 'es2023', chunkSizeWarningLimit: 3000, rolldownOptions },
  preview: { port: 4173, headers: isolation },
  server: { headers: isolation },
});
