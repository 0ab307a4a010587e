// `npm run check`: types of everything that runs in the page (Svelte included), then of the workers, which have no DOM.

import { runNpx } from './run-command.mjs';

const checks = [
  ['svelte-check', '--tsconfig', './tsconfig.json', '--threshold', 'warning', '--fail-on-warnings'],
  ['tsc', '--noEmit', '-p', 'workers/tsconfig.json'],
];

const failed = [];
for (const args of checks) {
  console.log(`\n> ${args.join(' ')}`);
  if ((await runNpx(args)) !== 0) failed.push(args[0]);
}
console.log(failed.length > 0 ? `\ncheck failed: ${failed.join(', ')}` : '\ncheck passed');
process.exitCode = failed.length > 0 ? 1 : 0;
