// `npm test`: unit tests in Node, tests in a browser, then visits to the built app; all of them, even if one fails.
// `npm test -- --only=node,browser` runs some stages; other arguments go to the runners (a file, a `-t` pattern).
// The last line is `N passed, N failed`; what was skipped, and why, stands in the summary above it.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { runNpx } from './run-command.mjs';

const STAGE_SECONDS = 40 * 60;
const VITEST_REPORTERS = ['--reporter=default', '--reporter=./scripts/vitest-counts-reporter.mjs'];

const vitestStage = (project, needsChromium) => ({
  name: project,
  needsChromium,
  command: ['vitest', 'run', '--project', project, ...VITEST_REPORTERS],
  outputVariable: 'TEST_COUNTS_FILE',
  readCounts: (json) => json,
});

const STAGES = [
  vitestStage('node', false),
  vitestStage('browser', true),
  {
    name: 'e2e',
    needsChromium: true,
    command: ['playwright', 'test'],
    outputVariable: 'E2E_JSON_FILE',
    readCounts: playwrightCounts,
  },
];

/** Playwright's report is a tree of suites; a test stands in it once a project (with WebGPU, without). */
function playwrightCounts(report) {
  const counts = { passed: 0, failed: report.errors?.length ?? 0, skipped: [] };
  const visit = (suite, titles) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected' || test.status === 'flaky') counts.passed += 1;
        else if (test.status === 'unexpected') counts.failed += 1;
        else {
          const reason = test.annotations.find(({ type }) => type === 'skip')?.description;
          const name = [`[${test.projectName}]`, ...titles, spec.title].join(' › ');
          counts.skipped.push({ name, reason: reason ?? '' });
        }
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, [...titles, inner.title]);
  };
  for (const file of report.suites ?? []) visit(file, [file.title]);
  return counts;
}

/** A port that nothing listens on, so that the visits meet the build of this run and no other server. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}

function chosenStages(names) {
  if (names.length === 0) return STAGES;
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    const known = STAGES.map(({ name }) => name).join(', ');
    console.error(`No such stage: ${unknown.join(', ')}. The stages are ${known}.`);
    process.exit(2);
  }
  return STAGES.filter(({ name }) => names.includes(name));
}

/** @returns {Promise<{name: string, passed: number, failed: number, skipped: {name: string, reason: string}[], seconds: number, problem: string}>} */
async function runStage(stage, extraArguments, chromium, folder) {
  const result = { name: stage.name, passed: 0, failed: 0, skipped: [], seconds: 0, problem: '' };
  // A stage that broke counts as a failure even where no single test of it failed.
  const broken = (problem) => ({ ...result, failed: Math.max(1, result.failed), problem });
  if (stage.needsChromium && chromium.path === null) return broken(chromium.problem);

  console.log(`\n─── ${stage.name} ───`);
  const file = path.join(folder, `${stage.name}.json`);
  const started = performance.now();
  const code = await runNpx([...stage.command, ...extraArguments], {
    env: {
      ...process.env,
      [stage.outputVariable]: file,
      E2E_PORT: process.env.E2E_PORT ?? (await freePort()),
      ...(chromium.path !== null && { CHROME_PATH: chromium.path }),
    },
    timeoutSeconds: STAGE_SECONDS,
  });
  result.seconds = (performance.now() - started) / 1000;
  if (code === 124) return broken(`did not end within ${STAGE_SECONDS / 60} minutes`);
  try {
    Object.assign(result, stage.readCounts(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (error) {
    return broken(`crashed (exit code ${code}) and left no result: ${error.message}`);
  }
  if (result.passed + result.failed === 0) return broken('ran no test');
  if (code !== 0 && result.failed === 0) return broken(`ended with exit code ${code}`);
  return result;
}

async function findBrowser(stages) {
  if (!stages.some(({ needsChromium }) => needsChromium)) return { path: null, problem: '' };
  try {
    const chromePath = await ensureChromium();
    console.log(`Browser: ${chromePath}`);
    return { path: chromePath, problem: '' };
  } catch (error) {
    return { path: null, problem: error.message };
  }
}

function printSummary(results) {
  console.log('\n─── summary ───');
  for (const { name, passed, failed, skipped, seconds, problem } of results) {
    console.log(
      `${name.padEnd(8)} ${passed} passed, ${failed} failed, ${skipped.length} skipped, ` +
        `${seconds.toFixed(1)} s${problem && ` (${problem})`}`,
    );
  }
  for (const { name, skipped } of results) {
    for (const test of skipped) {
      console.log(`skipped in ${name}: ${test.name} (${test.reason || 'no reason given'})`);
    }
  }
  const total = (count) => results.reduce((sum, result) => sum + count(result), 0);
  const failed = total((result) => result.failed);
  console.log(`\n${total((result) => result.passed)} passed, ${failed} failed`);
  return failed;
}

const ONLY = '--only=';
const stageNames = process.argv.slice(2).filter((argument) => argument.startsWith(ONLY));
const extraArguments = process.argv.slice(2).filter((argument) => !argument.startsWith(ONLY));
const stages = chosenStages(
  stageNames.flatMap((argument) => argument.slice(ONLY.length).split(',')),
);

const chromium = await findBrowser(stages);
const folder = mkdtempSync(path.join(tmpdir(), 'earmark-test-'));
const results = [];
try {
  for (const stage of stages) {
    results.push(await runStage(stage, extraArguments, chromium, folder));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = printSummary(results) > 0 ? 1 : 0;
