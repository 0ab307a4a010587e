// Two projects: `node` for the pure modules, in milliseconds, and `browser` for what needs a page, a worker or WebGPU.

import { playwright } from '@vitest/browser-playwright';
import { defineConfig, mergeConfig } from 'vitest/config';
import { chromiumExecutable, webgpuArgs } from './test/chromium-args.ts';
import viteConfig from './vite.config.ts';

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      projects: [
        {
          extends: true,
          test: {
            name: 'node',
            environment: 'node',
            include: ['{src,test,scripts,static-datasets}/**/*.test.ts'],
            exclude: ['**/*.browser.test.ts'],
            testTimeout: 60_000,
          },
        },
        {
          extends: true,
          // Finding every dependency before the first test: one found later would reload the page under it.
          optimizeDeps: { entries: ['src/main.ts', 'workers/*.ts'] },
          test: {
            name: 'browser',
            include: ['{src,test}/**/*.browser.test.ts'],
            testTimeout: 120_000,
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({ launchOptions: { args: webgpuArgs, ...chromiumExecutable } }),
              instances: [{ browser: 'chromium' }],
            },
          },
        },
      ],
    },
  }),
);
