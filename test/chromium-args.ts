// How Chromium is started for tests. `--enable-unsafe-webgpu` with the software adapter gives WebGPU on a machine
// without a GPU; without it the page finds no adapter, which is the fallback every visitor without WebGPU sees.

/** Keeps Chromium off the network and out of its first-run screens; the microphone is a tone. */
export const baseArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

export const webgpuArgs = [
  ...baseArgs,
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/** The browser that `scripts/chromium.mjs` found, for Playwright's launch options; none means Playwright's own. */
export const chromiumExecutable: { executablePath?: string } = process.env['CHROME_PATH']
  ? { executablePath: process.env['CHROME_PATH'] }
  : {};
