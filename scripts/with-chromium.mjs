// `node scripts/with-chromium.mjs CMD…` runs `npx CMD…` with CHROME_PATH set to a browser that starts.

import { ensureChromium } from './chromium.mjs';
import { runNpx } from './run-command.mjs';

const command = process.argv.slice(2);
if (command.length === 0) {
  console.error('Usage: node scripts/with-chromium.mjs COMMAND [ARGUMENTS…]');
  process.exit(2);
}
const chromePath = await ensureChromium();
process.exitCode = await runNpx(command, { env: { ...process.env, CHROME_PATH: chromePath } });
