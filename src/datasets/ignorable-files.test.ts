import { expect, it } from 'vitest';
import { isIgnorableFile } from './ignorable-files';

it.each([
  '.DS_Store',
  'blues/.hidden.mp3',
  '__MACOSX/blues/._a.mp3',
  'blues\\Thumbs.db',
  'blues/desktop.ini',
  'blues/cover.JPG',
  'notes.txt',
  'features.csv',
  'list.m3u8',
  'booklet.pdf',
  'album.nfo',
  '',
])('passes over %j', (path) => {
  expect(isIgnorableFile(path)).toBe(true);
});

it.each([
  'a.mp3',
  './blues/a.WAV',
  '../a.au',
  'blues.00001',
  'a.xyz',
  'no-extension',
  'R.E.M./a.ogg',
  '...And You/b.mp3',
])('tries %j', (path) => {
  expect(isIgnorableFile(path)).toBe(false);
});
