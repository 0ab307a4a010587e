// The layer table is enforced: made-up snippets, linted as if they stood in a layer, fail or pass as the table says.
// Types are left out of it, so the snippets need not exist on disk and a run takes no time.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { LAYERS } from '../layers.config.js';

const root = fileURLToPath(new URL('..', import.meta.url));

const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false, project: false } } },
  ] as NonNullable<ESLint.Options['overrideConfig']>,
  ruleFilter: ({ ruleId }) =>
    ruleId.startsWith('boundaries/') || ruleId.startsWith('no-restricted-'),
});

/** Ids of the rules that `code` breaks when it stands at `filePath` (relative to the root). */
async function brokenRules(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${root}${filePath}` });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const LAYER_RULE = 'boundaries/dependencies';

describe('layer table', () => {
  it.each([
    ['src/core/snippet.ts', `import { TRAINERS } from '../trainers/registry';`],
    ['src/core/snippet.ts', `import type { Trainer } from '../trainers/trainer';`],
    ['src/core/snippet.ts', `export * from '../trainers/trainer';`],
    ['src/core/snippet.ts', `const lazy = () => import('../trainers/trainer');`],
    ['src/core/snippet.ts', `import { TRAINERS } from '$lib/trainers/registry';`],
    ['src/features/snippet.ts', `import { TRAINERS } from '../trainers/registry.ts';`],
    ['src/datasets/formats/snippet.ts', `import { TRAINERS } from '../../trainers/registry';`],
    ['src/trainers/snippet.ts', `import type { ComputeInfo } from '../rpc/interfaces';`],
    ['src/rpc/snippet.ts', `import { TRAINERS } from '../trainers/registry';`],
    ['src/ui/Snippet.svelte', `<script lang="ts">import '../rpc/interfaces';</script>`],
    ['src/core/snippet.ts', `import '../../test/layers.test';`],
  ])('refuses, in %s: %s', async (filePath, code) => {
    expect(await brokenRules(filePath, code)).toEqual([LAYER_RULE]);
  });

  it.each([
    ['src/core/snippet.ts', `import { EarmarkError } from './errors';`],
    ['src/features/snippet.ts', `import { EarmarkError } from '../core/errors';`],
    ['src/evaluation/snippet.ts', `import { TRAINERS } from '../trainers/registry';`],
    ['src/rpc/snippet.ts', `import type { Trainer } from '../trainers/trainer';`],
    ['src/compute/snippet.ts', `import type { ComputeInfo } from '../rpc/interfaces';`],
    ['src/state/snippet.svelte.ts', `import type { ComputeInfo } from '../rpc/interfaces';`],
    ['src/ui/Snippet.svelte', `<script lang="ts">import '../core/errors';</script>`],
    ['workers/snippet.ts', `import { TRAINERS } from '../src/trainers/registry';`],
    ['src/main.ts', `import { TRAINERS } from './trainers/registry';`],
    ['src/core/snippet.test.ts', `import { TRAINERS } from '../trainers/registry';`],
  ])('allows, in %s: %s', async (filePath, code) => {
    expect(await brokenRules(filePath, code)).toEqual([]);
  });

  it('knows every folder of the source', async () => {
    expect(await brokenRules('src/misc/snippet.ts', 'export {};')).toEqual([
      'boundaries/no-unknown-files',
    ]);
  });
});

/** The rows between the marks in ARCHITECTURE.md, as the object in layers.config.js. */
function documentedLayers(): Record<string, string[]> {
  const text = readFileSync(`${root}ARCHITECTURE.md`, 'utf8');
  const table = text.split(/<!-- \/?layer-table -->/)[1] ?? '';
  const namesIn = (cell = ''): string[] =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, layer, code, types] = line.split('|');
      const allowed = [...namesIn(code), ...namesIn(types).map((name) => `type:${name}`)];
      return [namesIn(layer)[0], allowed] as const;
    });
  return Object.fromEntries(rows) as Record<string, string[]>;
}

describe('layer table in ARCHITECTURE.md', () => {
  it('is the one that lint enforces', () => {
    expect(documentedLayers()).toEqual(LAYERS);
  });
});

describe('pure layers', () => {
  it.each([
    ['no-restricted-globals', `export const width = window.innerWidth;`],
    ['no-restricted-globals', `export const gpu = globalThis.navigator;`],
    ['no-restricted-imports', `import { get } from 'idb-keyval';`],
    ['no-restricted-imports', `import { tick } from 'svelte';`],
    ['no-restricted-syntax', `const lazy = () => import('comlink');`],
  ])('%s: %s', async (rule, code) => {
    expect(await brokenRules('src/charts/snippet.ts', code)).toEqual([rule]);
    expect(await brokenRules('src/state/snippet.ts', code)).toEqual([]);
  });
});

describe('chance', () => {
  it.each([
    'src/core/snippet.ts',
    'src/ui/Snippet.svelte',
    'test/snippet.ts',
    'scripts/snippet.mjs',
  ])('comes from a seed, in %s', async (filePath) => {
    const statement = 'const draw = Math.random();';
    const code = filePath.endsWith('.svelte') ? `<script>${statement}</script>` : statement;
    expect(await brokenRules(filePath, code)).toEqual(['no-restricted-properties']);
  });
});
