// The part of the error catalogue (`errors.ts`) about tables of features: CSV, Parquet and FMA's files.

export const TABLE_ERRORS = {
  'table-empty': {
    title: 'The table is empty',
    expected: 'a row of column names and at least one row of values',
    next: 'Check that the file was saved whole.',
  },
  'table-not-text': {
    title: 'This is not a CSV',
    expected: 'text: UTF-8 or UTF-16',
    next: 'Save the table as CSV or Parquet and drop that.',
  },
  'table-one-column': {
    title: 'The table has only one column',
    expected: 'columns with a comma, semicolon, tab or | between them',
    next: 'Save it with commas between the columns, and with their names in the first line: lines of notes above them must go.',
  },
  'table-too-wide': {
    title: 'The table has too many columns',
    expected: 'at most 20,000 columns',
    next: 'Leave columns out, or check that every clip is on a line of its own.',
  },
  'table-row-too-long': {
    title: 'A row of the table does not end',
    expected: 'a line end within 32 MB',
    next: 'Check that every clip is on a line of its own.',
  },
  'table-quote-open': {
    title: 'A quotation mark is never closed',
    expected: 'a second " for each " that a cell begins with',
    next: 'Correct that line, or save the table again from the program that made it.',
  },
  'table-ragged': {
    title: 'Many rows have too few or too many cells',
    expected: 'as many cells as there are column names, in at least 95 % of the rows',
    next: 'Save the table again; texts that contain the delimiter need quotation marks.',
  },
  'table-no-numbers': {
    title: 'There are no measurements in the table',
    expected: 'at least one column of numbers',
    next: 'Drop a table with one row a clip and one column a feature (lists of numbers inside a cell are read from Parquet); a list of clips needs a column called file.',
  },
  'table-label-missing': {
    title: 'No column says the genre',
    expected: 'a column named genre or label, or one with a few words that repeat',
    next: 'Choose the column that holds it in the list of columns. Several columns of 0 and 1 can each be a label: “One of several labels”.',
  },
  'table-role-unfit': {
    title: 'The column cannot have that role',
    expected: 'a column of numbers or of short texts',
    next: 'Choose another column for it.',
  },
  'table-several': {
    title: 'Several tables at once',
    expected: 'one table, or the files of FMA’s metadata together',
    next: 'Drop them one after the other.',
  },
  'fma-tracks-missing': {
    title: 'FMA’s features without its tracks',
    expected: 'features.csv together with tracks.csv, which holds genres, artists and splits',
    next: 'Drop both files together, or fma_metadata.zip.',
  },
  'fma-features-missing': {
    title: 'FMA’s tracks without its features',
    expected: 'tracks.csv together with features.csv, which holds the measurements',
    next: 'Drop both files together, or fma_metadata.zip.',
  },
  'fma-invalid': {
    title: 'FMA’s files are not as they should be',
    expected: 'features.csv, tracks.csv and genres.csv of FMA’s metadata, unchanged',
    next: 'Download fma_metadata.zip again and drop it as it is.',
  },
  'parquet-invalid': {
    title: 'The Parquet file could not be read',
    expected: 'a whole Parquet file, not encrypted',
    next: 'Download or save it again, or save the table as CSV.',
  },
  'note-table-rows-set-aside': {
    title: 'Rows with too few or too many cells',
    expected: 'as many cells as there are column names',
    next: 'Nothing to do: they are left out, all other rows are used.',
  },
  'note-table-cells': {
    title: 'Cells that are not numbers',
    expected: 'numbers in a column of numbers',
    next: 'Nothing to do: they count as missing values.',
  },
  'note-table-too-large': {
    title: 'Numbers beyond all measure',
    expected: 'values up to 3.4e38',
    next: 'Nothing to do: they count as missing values.',
  },
  'note-table-names': {
    title: 'Column names changed',
    expected: 'a name of its own for every column',
    next: 'Nothing to do: every column is kept.',
  },
  'note-table-encoding': {
    title: 'Texts that are not UTF-8',
    expected: 'UTF-8 or UTF-16',
    next: 'Nothing to do if names look right; else save the table as UTF-8 and drop it again.',
  },
  'note-table-decimal-comma': {
    title: 'Commas are read as decimal commas',
    expected: 'a point before the decimals',
    next: 'If they part thousands, save the table without them and drop it again.',
  },
  'note-table-durations': {
    title: 'Durations are read in seconds',
    expected: 'numbers',
    next: 'Nothing to do: they count as any other measurement.',
  },
  'note-table-constant': {
    title: 'Columns with the same value in every row',
    expected: 'values that differ between clips',
    next: 'Nothing to do: there is nothing to learn from them.',
  },
  'note-table-all-missing': {
    title: 'Columns without any value',
    expected: 'values',
    next: 'Nothing to do: they are left out.',
  },
  'note-table-one-genre': {
    title: 'Only one genre in the table',
    expected: 'at least 2 genres',
    next: 'Add rows of another genre, or choose another column as the genre.',
  },
  'note-table-rows-unmatched': {
    title: 'Tracks that only one of FMA’s files has',
    expected: 'the same tracks in features.csv and tracks.csv',
    next: 'Nothing to do: the tracks that both have are used.',
  },
} as const;
