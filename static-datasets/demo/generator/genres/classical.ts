// Classical: no drums; piano, strings, harp and woodwind in functional harmony and a hall.

import { figure } from '../compose/bass-lines';
import { broken, comping } from '../compose/comping';
import { melody } from '../compose/melody';
import { preferred, timbreOf } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const TUNES = [
  'x-------x---x---',
  'x---x---x---xxxx',
  'x-------x-x-x-x-',
  'X---------x-x---',
  'xxxxx---x---x---',
];

export const classical: Genre = {
  tempo: [58, 138],
  swing: [0.5, 0.5],
  swingUnitBeats: 0.5,
  beatsPerBar: [4, 3, 4],
  progressions: [
    { scale: 'major', bars: 'I|V7|I|IV|ii|V7|I|I' },
    { scale: 'harmonicMinor', bars: 'i|iv|V7|i|bVI|iv|V|V7' },
    { scale: 'major', bars: 'I|vi|ii7|V7|iii|vi|IV V7|I' },
    { scale: 'harmonicMinor', bars: 'i|V7|i|bVII|bIII|bVI|iv V|i' },
    { scale: 'major', bars: 'I|V|vi|iii|IV|I|IV|V' },
  ],
  layers: {
    drums: () => [],
    bass: (s) => {
      const voice = preferred(s, 'bass-voice', ['solo-string', 'piano', 'violins'] as const);
      const rhythm = preferred(s, 'bass-rhythm', ['x-------', 'x---x---', 'x-x-x-x-', 'xxxxxxxx']);
      const notes = figure(s, { rhythm, steps: [0, 7, 12, 7], lowest: 36 });
      const timbre = timbreOf(s, 'bass', { bright: [0.15, 0.6] });
      return [{ kind: 'pitched', voice, timbre, notes, levelDb: -5 }];
    },
    chords: (s) => {
      const style = preferred(s, 'chords', [
        'alberti',
        'arpeggio',
        'strings',
        'staccato',
        'harp',
      ] as const);
      const timbre = timbreOf(s, 'chords', { bright: [0.1, 0.65] });
      switch (style) {
        case 'alberti': {
          const notes = broken(s, { order: [0, 2, 1, 2], stepBeats: 0.5, lowest: 52, gaps: 0.02 });
          return [{ kind: 'pitched', voice: 'piano', timbre, notes, levelDb: -5 }];
        }
        case 'arpeggio': {
          const notes = broken(s, {
            order: [0, 1, 2, 3, 4, 3, 2, 1],
            stepBeats: 0.25,
            lowest: 48,
            ringBeats: 0.6,
          });
          return [{ kind: 'pitched', voice: 'piano', timbre, notes, levelDb: -4 }];
        }
        case 'harp': {
          const notes = broken(s, {
            order: [0, 1, 2, 3, 4, 5],
            stepBeats: 1 / 3,
            lowest: 50,
            ringBeats: 1,
          });
          return [{ kind: 'pitched', voice: 'harp', timbre, notes, levelDb: -4 }];
        }
        case 'strings': {
          const notes = comping(s, { rhythm: 'x-------', lowest: 55, legato: 1 });
          return [{ kind: 'pitched', voice: 'violins', timbre, notes, levelDb: -5 }];
        }
        case 'staccato': {
          const notes = comping(s, { rhythm: 'x.x.x.x.', lowest: 55, legato: 0.5 });
          return [{ kind: 'pitched', voice: 'violins', timbre, notes, levelDb: -5 }];
        }
      }
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', [
        'solo-string',
        'flute',
        'clarinet',
        'piano',
        'violins',
      ] as const);
      const timbre = timbreOf(s, 'lead', { bright: [0.15, 0.7] });
      const notes = melody(s, {
        register: [64, 86],
        rhythms: TUNES,
        rest: 0.1,
        leap: 2,
        legato: 1,
      });
      return [{ kind: 'pitched', voice, timbre, notes, levelDb: -3 }];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', ['violins', 'clarinet', 'brass', 'harp'] as const);
      const notes = melody(s, {
        register: [52, 67],
        rhythms: ['x-------x-------', 'x-----------x---'],
        legato: 1,
      });
      return [{ kind: 'pitched', voice, timbre: timbreOf(s, 'colour'), notes, levelDb: -8 }];
    },
  },
  presence: { drums: 0, bass: 0.7, chords: 0.92, lead: 0.85, colour: 0.5 },
  neighbours: ['jazz', 'pop'],
  mix: {
    ...PLAIN_MIX,
    loudnessDb: [-25, -17],
    tiltDb: [-4, 0.5],
    reverbSeconds: [1.1, 2.8],
    reverbAmount: [0.16, 0.4],
    noiseDb: [-66, -46],
    saturation: [0, 0.1],
  },
};
