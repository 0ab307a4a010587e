/** The browser to use: CHROME_PATH, then the system's, then Playwright's own; null where none starts. */
export function findChromium(): Promise<string | null>;

/** `findChromium`, and where it finds none, an installation. Rejects where nothing could be installed. */
export function ensureChromium(): Promise<string>;
