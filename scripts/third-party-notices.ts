// A Vite plugin that writes THIRD-PARTY-NOTICES.txt: name, version, licence and licence text of every package whose
// code went into the build. The page and each worker are separate builds, so one collector is shared by all of them.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

interface PackageNotice {
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the package states it. */
  readonly licence: string;
  /** The full text, or "" where the package ships none. */
  readonly text: string;
}

const PACKAGE_FOLDER = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
const README_LICENCE_SECTION = /^#* *licen[cs]e\b[^\n]*\n([\s\S]*)/im;

/** The folder of the package that a module id belongs to, or null for the project's own and virtual modules. */
function packageFolderOf(moduleId: string): string | null {
  const file = moduleId.replaceAll('\\', '/').replace(/^\0/, '');
  return PACKAGE_FOLDER.exec(file)?.[1] ?? null;
}

function licenceText(folder: string): string {
  const files = readdirSync(folder);
  const licenceFiles = files.filter((file) => LICENCE_FILE.test(file)).sort();
  if (licenceFiles.length > 0) {
    return licenceFiles
      .map((file) => readFileSync(path.join(folder, file), 'utf8').trim())
      .join('\n\n');
  }
  const readme = files.find((file) => /^readme/i.test(file));
  const section =
    readme && README_LICENCE_SECTION.exec(readFileSync(path.join(folder, readme), 'utf8'))?.[1];
  return section && /copyright/i.test(section) ? section.trim() : '';
}

function readNotice(folder: string): PackageNotice | null {
  const manifestFile = path.join(folder, 'package.json');
  if (!existsSync(manifestFile)) return null;
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, string>;
  const { name, version = '', license: licence = 'not stated' } = manifest;
  return name === undefined ? null : { name, version, licence, text: licenceText(folder) };
}

/** Every package with its text; one without a text points to a package whose licence is the same. */
export function formatNotices(notices: readonly PackageNotice[]): string {
  const sorted = [...notices].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const textOf = (notice: PackageNotice): string => {
    if (notice.text) return notice.text;
    const same = sorted.find(({ licence, text }) => text && licence === notice.licence);
    return same
      ? `The package ships no copy of its licence; the text of ${notice.licence} stands under ${same.name}.`
      : 'The package ships no copy of its licence.';
  };
  const line = '-'.repeat(80);
  return [
    'Earmark contains code of the packages and weights of the networks below, each under its own licence.',
    ...sorted.map(
      (notice) =>
        `${line}\n${`${notice.name} ${notice.version}`.trim()}\nLicence: ${notice.licence}\n\n${textOf(notice)}`,
    ),
    '',
  ].join('\n\n');
}

const MODELS = path.join(import.meta.dirname, '../models');

/** Networks whose weights come with the page: each has its licence beside its manifest. */
export function networkNotices(folder = MODELS): PackageNotice[] {
  const ids = readdirSync(folder).filter((id) => existsSync(path.join(folder, id, 'LICENSE')));
  return ids.map((id) => {
    const manifest = JSON.parse(readFileSync(path.join(folder, id, 'manifest.json'), 'utf8')) as {
      readonly title: string;
      readonly licence: { readonly name: string };
    };
    const { title, licence } = manifest;
    const name = `${title} (weights of a network)`;
    return { name, version: '', licence: licence.name, text: licenceText(path.join(folder, id)) };
  });
}

/** `collect` goes into every build (page and workers); `write` into the page's, which ends last. */
export function thirdPartyNotices(fileName = 'THIRD-PARTY-NOTICES.txt'): {
  collect: () => Plugin;
  write: () => Plugin;
} {
  const folders = new Set<string>();
  return {
    collect: () => ({
      name: 'third-party-notices:collect',
      apply: 'build',
      buildEnd() {
        for (const moduleId of this.getModuleIds()) {
          const folder = packageFolderOf(moduleId);
          if (folder !== null) folders.add(folder);
        }
      },
    }),
    write: () => ({
      name: 'third-party-notices:write',
      apply: 'build',
      generateBundle() {
        const packages = [...folders].map(readNotice).filter((notice) => notice !== null);
        const notices = [...packages, ...networkNotices()];
        this.emitFile({ type: 'asset', fileName, source: formatNotices(notices) });
      },
    }),
  };
}
