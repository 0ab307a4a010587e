// The names that columns of published tables have, in the form of `bareName`, the surest first.

import type { ColumnFacts } from './column-facts';
import { bareName } from './column-names';

export const LABEL = [
  ...['genre_top', 'top_genre', 'track_genre_top', 'genre', 'label', 'main_genre', 'primary_genre'],
  ...['music_genre', 'playlist_genre', 'track_genre', 'genre_name', 'genre_label', 'label_name'],
  ...['class_name', 'class_label', 'class', 'category', 'style', 'target', 'y'],
];

export const LABELS = [
  ...['genres', 'genres_all', 'all_genres', 'genre_list', 'genre_tags', 'track_genres_all'],
  ...['track_genres', 'labels', 'tags', 'styles', 'moods', 'categories', 'classes'],
];

export const ID = [
  ...['filename', 'file_name', 'file', 'filepath', 'file_path', 'path', 'audio_path', 'audio_file'],
  ...['clip', 'clip_id', 'track_id', 'song_id', 'audio_id', 'sample_id', 'id', 'uri', 'url'],
  ...['track_name', 'song_name', 'name', 'song', 'track', 'title'],
];

export const ARTIST = [
  ...['artist', 'artist_id', 'artist_name', 'artists', 'artist_names', 'track_artist'],
  ...['band', 'performer', 'composer', 'singer'],
];

export const SPLIT = [
  ...[
    'split',
    'set_split',
    'artist_split',
    'set',
    'subset',
    'partition',
    'part',
    'fold',
    'dataset',
  ],
  'filtered_split',
];

export const FOLD = ['fold', 'folds', 'fold_id', 'kfold', 'cv_fold'];

export const INDEX = /^(?:unnamed.*|index|idx|row|row_id|row_number|(?:index_)?level_0|no|nr)$/;

export const OTHER_ID = /(?:^|_)(?:id|ids|uuid|isrc)$/;

/** What says how a file was cut or stored. */
export const CUT = [
  ...['length', 'size', 'file_size', 'filesize', 'n_samples', 'num_samples', 'samples'],
  ...['n_frames', 'num_frames', 'frames', 'sample_rate', 'samplerate', 'sampling_rate', 'sr'],
  ...['bit_rate', 'bitrate', 'bit_depth', 'channels', 'n_channels', 'start', 'end', 'offset'],
  ...['start_time', 'end_time', 'segment', 'slice'],
];

/** A track's duration may tell something, a clip's does not. */
export const DURATION = /^(?:duration|length|len)(?:_.*)?$|_duration(?:_.*)?$/;

/** Columns of numbers that stand for one label each: "genre_rock". */
export const ONE_HOT = /^(?:genre|label|tag|class)_./;

/** Another form of the label: as a feature it would give the answer away. */
export function isLabelLike(name: string): boolean {
  return (
    LABEL.includes(name) ||
    LABELS.includes(name) ||
    /^(?:genre|label|class|target)s?(?:_|$)/.test(name)
  );
}

/** Columns of any of these names, the surest name first. */
export function inOrder(
  columns: readonly ColumnFacts[],
  names: readonly string[],
): readonly ColumnFacts[] {
  const rank = (column: ColumnFacts): number => names.indexOf(bareName(column.name));
  return columns.filter((column) => rank(column) >= 0).sort((a, b) => rank(a) - rank(b));
}

/** Whether a column's cells are needed as text even if they are numbers: its name says they are no measurement. */
export function isNamedForText(name: string): boolean {
  const bare = bareName(name);
  return (
    [LABEL, LABELS, ID, ARTIST, SPLIT].some((names) => names.includes(bare)) || ONE_HOT.test(bare)
  );
}
