// What lint enforces: imports go in the directions that the layer table (layers.config.js) lists and in no other, and
// the rules of the house that a machine can check.

import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { LAYERS, LEFT_OF_THE_EDGES } from './layers.config.js';

/** What a function of its arguments cannot see: the page, a framework, messaging, a database. */
const PAGE_GLOBALS = [
  'window',
  'document',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'navigator',
];
const EDGE_PACKAGES = ['svelte', 'comlink', 'idb-keyval'];

/** Folders that stand outside the layers: anything may read their data, nothing may import their code. */
const ASSET_FOLDERS = ['models', 'static-datasets', 'public'];
const TOOLING_FOLDERS = ['test', 'e2e', 'bench', 'scripts'];

const TEST_FILES = ['**/*.test.ts', 'test/**', 'e2e/**', 'bench/**', 'scripts/**', '*.{ts,js}'];

/** Where types of values are checked by other means, or golden numbers are read as they come. */
const UNSAFE_RULES_OFF = Object.fromEntries(
  ['argument', 'assignment', 'call', 'member-access', 'return'].map((use) => [
    `@typescript-eslint/no-unsafe-${use}`,
    'off',
  ]),
);

const folderOf = (layer) => (layer === 'workers' ? 'workers' : `src/${layer}`);

const element = (type, pattern) => ({ type, pattern, partialMatch: false });

const policies = Object.entries(LAYERS).map(([layer, allowed]) => ({
  from: { element: { type: layer } },
  allow: [layer, 'asset', ...allowed].map((entry) =>
    entry.startsWith('type:')
      ? { to: { element: { type: entry.slice('type:'.length) } }, dependency: { kind: 'type' } }
      : { to: { element: { type: entry } } },
  ),
}));

const layerRules = {
  name: 'earmark/layers',
  files: ['src/*/**/*.{ts,js,svelte}', 'workers/**/*.ts'],
  ignores: TEST_FILES,
  plugins: { boundaries },
  settings: {
    'boundaries/root-path': import.meta.dirname,
    'boundaries/elements': [
      ...Object.keys(LAYERS).map((layer) => element(layer, folderOf(layer))),
      element('asset', ASSET_FOLDERS),
      element('tooling', TOOLING_FOLDERS),
    ],
    'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export'],
    'boundaries/additional-dependency-nodes': [
      { selector: 'TSImportType > TSLiteralType > Literal', kind: 'type', name: 'import-type' },
      { selector: 'TSImportType > Literal', kind: 'type', name: 'import-type' },
    ],
    'boundaries/legacy-templates': false,
    'import/resolver': {
      [`${import.meta.dirname}/scripts/lint-resolver.cjs`]: {},
      node: { extensions: ['.js', '.mjs', '.json'] },
    },
  },
  rules: {
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        message:
          '{{from.element.types}} may not import {{to.element.types}}: see the layer table in layers.config.js.',
        policies,
      },
    ],
    'boundaries/no-unknown-files': 'error',
  },
};

const pureRules = {
  name: 'earmark/pure-layers',
  files: LEFT_OF_THE_EDGES.map((layer) => `src/${layer}/**/*.ts`),
  ignores: TEST_FILES,
  rules: {
    'no-restricted-globals': [
      'error',
      {
        globals: PAGE_GLOBALS.map((name) => ({
          name,
          message:
            'This layer also runs in workers and in Node: take what is needed as an argument.',
        })),
        checkGlobalObject: true,
      },
    ],
    'no-restricted-imports': [
      'error',
      {
        patterns: EDGE_PACKAGES.map((name) => ({
          group: [name, `${name}/*`],
          message:
            'This layer knows no framework, messaging or database: move the call to an edge.',
        })),
      },
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: `ImportExpression > Literal[value=/^(${EDGE_PACKAGES.join('|')})(\\u002F|$)/]`,
        message: 'This layer knows no framework, messaging or database: move the call to an edge.',
      },
    ],
  },
};

export default defineConfig(
  {
    name: 'earmark/ignores',
    ignores: [
      ...['dist', 'node_modules', 'bench/results', 'test-results', 'playwright-report'],
      // AssemblyScript: its own compiler checks it.
      'src/*/kernels/assembly',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },

  tseslint.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    name: 'earmark/parser',
    languageOptions: {
      globals: { ...globals.browser, ...globals.worker },
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
  },
  {
    name: 'earmark/svelte-parser',
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    name: 'earmark/house',
    files: ['**/*.{ts,svelte}'],
    rules: {
      'prefer-const': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/ban-ts-comment': 'error',
      // An async method may satisfy an interface without having anything to await.
      '@typescript-eslint/require-await': 'off',
      // Contracts are objects with methods that use no `this`, made to be destructured.
      '@typescript-eslint/unbound-method': 'off',
      // State is replaced (`$state.raw`), not mutated, so a plain Map or Set is what is meant.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    name: 'earmark/screens',
    files: ['**/*.svelte'],
    rules: {
      // `let { value } = $props()` is Svelte's own form.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      // The parser does not give handlers in markup their types; svelte-check does, and refuses an implicit any.
      ...UNSAFE_RULES_OFF,
    },
  },
  {
    name: 'earmark/tests',
    files: TEST_FILES,
    rules: UNSAFE_RULES_OFF,
  },
  {
    name: 'earmark/everywhere',
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'no-var': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'All chance flows from the seed: use src/core/random.ts.',
        },
      ],
    },
  },
  {
    name: 'earmark/size',
    files: ['src/**', 'workers/**', 'scripts/**'],
    ignores: ['**/*-table.ts', '**/*.test.ts', 'src/*/kernels/**'],
    rules: { 'max-lines': ['warn', { max: 300 }] },
  },
  {
    name: 'earmark/plain-scripts',
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  layerRules,
  pureRules,
);
