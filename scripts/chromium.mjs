// Where Chrome or Chromium is on this machine, and how to get one where there is none. Everything that needs a browser
// (browser tests, end-to-end tests) asks here and passes the answer on as CHROME_PATH.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { runCommand, runNpx } from './run-command.mjs';

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];

const INSTALL_SECONDS = 180;
const PACKAGE_MANAGER_SECONDS = 900;

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** On Linux a file may exist and not start: a snap's stub, or missing libraries. Elsewhere existing is enough. */
function starts(file) {
  if (!isExecutable(file)) return false;
  if (process.platform !== 'linux') return true;
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && /chrom/i.test(stdout);
}

function pathCandidates() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return COMMANDS.flatMap((command) => folders.map((folder) => path.join(folder, command)));
}

function installedCandidates() {
  if (process.platform === 'darwin') {
    return ['/Applications', path.join(process.env.HOME ?? '', 'Applications')].flatMap(
      (folder) => [
        `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
        `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      ],
    );
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((name) => process.env[name])
      .filter(Boolean)
      .flatMap((folder) => [
        path.join(folder, 'Google/Chrome/Application/chrome.exe'),
        path.join(folder, 'Chromium/Application/chrome.exe'),
      ]);
  }
  return [];
}

async function playwrightCandidates() {
  try {
    const { chromium } = await import('@playwright/test');
    return [chromium.executablePath()];
  } catch {
    return [];
  }
}

/**
 * The browser to use: CHROME_PATH, then the system's, then Playwright's own.
 * @returns {Promise<string | null>} an absolute path, or null where there is none that starts
 */
export async function findChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (starts(chosen)) return chosen;
    console.warn(`CHROME_PATH is "${chosen}", which does not start; looking elsewhere.`);
  }
  const system = [...pathCandidates(), ...installedCandidates()].find(starts);
  return system ?? (await playwrightCandidates()).find(starts) ?? null;
}

/** How to run a command as root without a prompt, or null: [] when root already, `sudo -n` where it is allowed. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}

function hasCommand(command) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.some((folder) => isExecutable(path.join(folder, command)));
}

async function attempt(words, timeoutSeconds) {
  console.log(`> ${words.join(' ')}`);
  const [command, ...args] = words;
  const code =
    command === 'npx'
      ? await runNpx(args, { timeoutSeconds })
      : await runCommand(command, args, { timeoutSeconds });
  if (code !== 0)
    console.log(`  ended with ${code === 124 ? 'no result in time' : `code ${code}`}.`);
}

/** Command lines to try one after the other, until a browser starts. */
function installSteps() {
  const steps = [{ words: ['npx', 'playwright', 'install', 'chromium'], seconds: INSTALL_SECONDS }];
  const prefix = process.platform === 'linux' ? rootPrefix() : null;
  const asRoot = (...words) =>
    steps.push({ words: [...prefix, ...words], seconds: PACKAGE_MANAGER_SECONDS });
  if (prefix && hasCommand('apt-get')) {
    asRoot('apt-get', 'update');
    asRoot('env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', 'chromium');
    // Ubuntu's package of that name is a stub, but Playwright's own build then only lacks its libraries.
    asRoot(process.execPath, 'node_modules/playwright/cli.js', 'install-deps', 'chromium');
  } else if (prefix && hasCommand('dnf')) {
    asRoot('dnf', 'install', '-y', 'chromium');
  } else if (process.platform === 'darwin' && hasCommand('brew')) {
    steps.push({
      words: ['brew', 'install', '--cask', 'chromium'],
      seconds: PACKAGE_MANAGER_SECONDS,
    });
  }
  return steps;
}

/**
 * `findChromium`, and where it finds none, an installation: Playwright's build, then the system's package manager.
 * @returns {Promise<string>} an absolute path
 * @throws where nothing that starts could be installed
 */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  console.log('No Chrome or Chromium that starts was found; installing one.');
  for (const { words, seconds } of installSteps()) {
    await attempt(words, seconds);
    const installed = await findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No Chrome or Chromium was found, and none could be installed. Install one (for example ' +
      '`apt-get install chromium`, `brew install --cask chromium` or https://www.google.com/chrome), ' +
      'or set CHROME_PATH to the path of its executable, and run the command again.',
  );
}
