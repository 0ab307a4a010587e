// Which files of a dropped folder are passed over without a word: what systems and players leave
// beside music. Everything else is tried, and set aside with a reason if it is not audio.

const SYSTEM_NAMES = new Set([
  '__macosx',
  '@eadir',
  '$recycle.bin',
  'system volume information',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'icon\r',
]);

const SIDECAR_EXTENSIONS = new Set(
  `jpg jpeg png gif bmp webp svg ico tif tiff heic psd
  txt md rtf pdf doc docx odt xls xlsx htm html xml json yaml yml csv tsv arff
  m3u m3u8 pls wpl xspf cue nfo log sfv md5 sha1 sha256 ffp lrc srt url lnk ini db bak
  py ipynb m r sh js ts css gz bz2 xz zst pkl npy npz h5 hdf5 feather`.split(/\s+/),
);

/** True for hidden files, system folders, pictures, texts and playlists; `path` uses `/` or `\`. */
export function isIgnorableFile(path: string): boolean {
  const parts = path.split(/[/\\]+/).filter((part) => part !== '' && part !== '.' && part !== '..');
  const name = parts.at(-1);
  if (name === undefined) return true;
  if (parts.some((part) => /^\.[^.]/.test(part) || SYSTEM_NAMES.has(part.toLowerCase()))) {
    return true;
  }
  const dot = name.lastIndexOf('.');
  return dot > 0 && SIDECAR_EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
}
