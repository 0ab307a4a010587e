// Folder names that say something by themselves: common genres, and words that are never a genre.
// Only hints for reading a folder tree: any other folder name can be a genre too.

const KNOWN_GENRES = new Set(
  `acoustic ambient bluegrass blues bossanova celtic chillout chillwave chiptune choral classic classical
  country dance deephouse disco downtempo drumandbass drumnbass dnb dub dubstep easylistening edm
  electro electronic electronica experimental flamenco folk funk fusion garage gospel goth grime grunge
  hardcore hardrock heavymetal hiphop house idm indie indiepop indierock industrial instrumental
  international jazz jpop jungle kpop latin lofi metal minimal newage newwave oldtime opera orchestral
  pop postpunk postrock psychedelic punk rap rb rnb randb reggae reggaeton rock salsa samba schlager ska
  soul soundtrack spoken swing synthpop synthwave tango techno trance trap triphop world worldmusic`.split(
    /\s+/,
  ),
);

const GENERIC_FOLDERS = new Set(
  `albums all artists audio au clips collection data dataset datasets desktop documents downloads files flac
  genre genres genresoriginal gtzan library media mp3 mp3s music musik mymusic ogg
  recordings samples songs sounds tmp tracks untitledfolder unknown unsorted wav wavs`.split(/\s+/),
);

const DISC_FOLDER = /^(cd|disc|disk|part|side|vol|volume)\d*$/;

/** "Hip-Hop" and "hip_hop" → "hiphop", "R&B" → "rb". */
function bareWord(folder: string): string {
  return folder
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_.\-&'’/()]+/gu, '');
}

/** True for a widely used genre name, in any spelling. */
export function isKnownGenre(folder: string): boolean {
  return KNOWN_GENRES.has(bareWord(folder));
}

/** True for a folder that holds music without saying which: "Music", "genres_original", "CD 1". */
export function isGenericFolder(folder: string): boolean {
  const word = bareWord(folder);
  return word === '' || GENERIC_FOLDERS.has(word) || DISC_FOLDER.test(word);
}
