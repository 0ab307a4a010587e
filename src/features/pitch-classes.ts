// The names of the twelve pitch classes, in the order of every chroma table: from C.

export const PITCH_CLASSES = [
  'C',
  'C♯',
  'D',
  'D♯',
  'E',
  'F',
  'F♯',
  'G',
  'G♯',
  'A',
  'A♯',
  'B',
] as const;
