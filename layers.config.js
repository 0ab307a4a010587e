// The architecture as data: what each layer may import. Lint enforces it (eslint.config.js), ARCHITECTURE.md shows it,
// and test/layers.test.ts holds both to it.

// prettier-ignore
export const LEFT_OF_THE_EDGES = [
  'core', 'audio', 'features', 'backbones', 'datasets', 'trainers', 'evaluation', 'reports', 'charts',
];

const typesOf = (...layers) => layers.map((layer) => `type:${layer}`);

/** Layer → what it may import. `type:X` allows only `import type` from X. A layer may always import itself. */
export const LAYERS = {
  core: [],
  audio: ['core'],
  features: ['core', 'audio'],
  backbones: ['core', 'audio', 'features'],
  datasets: ['core', 'audio', 'features', 'backbones'],
  trainers: ['core', 'features', 'backbones', 'datasets'],
  evaluation: ['core', 'features', 'datasets', 'trainers'],
  reports: ['core', 'datasets', 'trainers', 'evaluation'],
  charts: ['core', 'datasets', 'evaluation'],
  compute: ['core', ...typesOf('rpc')],
  rpc: ['core', ...typesOf(...LEFT_OF_THE_EDGES)],
  storage: ['core', 'backbones', ...typesOf('features', 'datasets', 'trainers', 'evaluation')],
  state: [...LEFT_OF_THE_EDGES, 'compute', 'rpc', 'storage', 'workers'],
  ui: [
    ...['core', 'features', 'datasets', 'trainers', 'evaluation', 'charts', 'state'],
    ...typesOf('rpc'),
  ],
  workers: [...LEFT_OF_THE_EDGES, 'compute', 'rpc', 'storage'],
};
