// End-to-end visits to the built app, each twice: with WebGPU (in software) and without, as most visitors will be.

import { defineConfig, devices } from '@playwright/test';
import { baseArgs, chromiumExecutable, webgpuArgs } from './test/chromium-args.ts';

const port = Number(process.env['E2E_PORT'] ?? 4173);
const jsonFile = process.env['E2E_JSON_FILE'];
const isCi = Boolean(process.env['CI']);

const project = (name: string, args: string[]) => ({
  name,
  use: { ...devices['Desktop Chrome'], launchOptions: { args, ...chromiumExecutable } },
});

export default defineConfig({
  testDir: 'e2e',
  // Software WebGPU shares the machine's cores with the page: one visit at a time, and patience.
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  retries: 0,
  forbidOnly: isCi,
  reporter: [['list'], ...(jsonFile ? [['json', { outputFile: jsonFile }] as const] : [])],
  use: { actionTimeout: 30_000, baseURL: `http://localhost:${port}/`, trace: 'retain-on-failure' },
  projects: [project('webgpu', webgpuArgs), project('no-webgpu', baseArgs)],
  webServer: {
    command: `npx vite build && npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: !isCi,
    timeout: 300_000,
  },
});
