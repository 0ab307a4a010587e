// Every genre of the demo set, by the name of its folder.

import { blues } from './blues';
import { classical } from './classical';
import { country } from './country';
import { disco } from './disco';
import type { Genre } from './genre';
import { hiphop } from './hiphop';
import { jazz } from './jazz';
import { metal } from './metal';
import { pop } from './pop';
import { reggae } from './reggae';
import { rock } from './rock';

export const GENRES: Readonly<Record<string, Genre>> = {
  blues,
  classical,
  country,
  disco,
  hiphop,
  jazz,
  metal,
  pop,
  reggae,
  rock,
};

export const GENRE_IDS = Object.keys(GENRES);
