// Jazz: ride cymbal and walking bass, ii–V–I, rootless chords off the beat, a horn that improvises.

import { figure, walking } from '../compose/bass-lines';
import { comping } from '../compose/comping';
import { drumming } from '../compose/drumming';
import { melody } from '../compose/melody';
import { kitOf, preferred, timbreOf } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const SOLOS = ['xxxxxxxx', '.xxxxxx-', 'x-.xxxxx', 'x---..xx', '.x-xx-x-', 'xxx-....', 'X-xx.xx-'];

export const jazz: Genre = {
  tempo: [92, 208],
  swing: [0.55, 0.67],
  swingUnitBeats: 0.5,
  progressions: [
    { scale: 'major', bars: 'ii7|V7|Imaj7|VI7' },
    { scale: 'harmonicMinor', bars: 'iihalf|V7|i7|i7' },
    { scale: 'major', bars: 'Imaj7 VI7|ii7 V7|iii7 VI7|ii7 V7' },
    { scale: 'blues', bars: 'I7|IV7|I7|v7 I7|IV7|IV7|I7|VI7|ii7|V7|I7 VI7|ii7 V7' },
    { scale: 'dorian', bars: 'i7|i7|i7|i7|iv7|iv7|i7|i7' },
  ],
  layers: {
    drums: (s) => [
      drumming(s, {
        kit: kitOf(s, {
          tuning: [0.5, 1],
          kickLength: [0, 0.3],
          kickClick: [0, 0.35],
          metal: [0, 0.6],
        }),
        mark: 'ride',
        patterns: [
          { ride: 'X.XxX.Xx', hat: '..x...x.', kick: 'o.o.o.o.', snare: '...o.o.o' },
          { ride: 'X.XxX.Xx', hat: '..X...X.', snare: '.o.....o', kick: '...o....' },
          { brush: 'x.XxxoXx', hat: '..x...x.', kick: 'o...o...' },
          { ride: 'X.x.X.x.', rim: '......x.', hat: '..x...x.', kick: 'o.......' },
          { hat: 'xxxxxxxx', rim: 'x..x..x...x..x..', kick: 'x..xx..x' },
        ],
        fills: [
          { snare: 'x.xxx.xX' },
          { tomHigh: 'x..x..x.', snare: '.x..x..X' },
          { snare: '..x..x.X', kick: 'x..x..x.' },
        ],
        levelDb: 1,
      }),
    ],
    bass: (s) => {
      const style = preferred(s, 'bass-line', ['walk', 'walk', 'walk', 'two']);
      const notes =
        style === 'walk'
          ? walking(s, 31)
          : figure(s, { rhythm: 'x--xx--.', steps: [0, 7, 7], lowest: 31 });
      const timbre = timbreOf(s, 'bass', { bright: [0.05, 0.5] });
      return [{ kind: 'pitched', voice: 'upright-bass', timbre, notes, levelDb: -1 }];
    },
    chords: (s) => {
      const voice = preferred(s, 'chords', [
        'piano',
        'piano',
        'clean-guitar',
        'vibraphone',
        'electric-piano',
      ] as const);
      const rhythm = preferred(s, 'comp', [
        'x..x....',
        '.x..x...',
        '...x..x.',
        'x-x-x-x-',
        'x..x...x..x.....',
      ]);
      const notes = comping(s, { rhythm, patternBars: rhythm.length / 8, lowest: 53, legato: 0.7 });
      return [
        {
          kind: 'pitched',
          voice,
          timbre: timbreOf(s, 'chords', { bright: [0.1, 0.6] }),
          notes,
          levelDb: -7,
        },
      ];
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', [
        'saxophone',
        'muted-trumpet',
        'piano',
        'clean-guitar',
        'vibraphone',
        'clarinet',
      ] as const);
      const notes = melody(s, { register: [57, 80], rhythms: SOLOS, rest: 0.15, leap: 3 });
      return [{ kind: 'pitched', voice, timbre: timbreOf(s, 'lead'), notes, levelDb: -3 }];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', ['brass', 'saxophone', 'flute'] as const);
      const rhythm = preferred(s, 'colour-rhythm', ['......xX', 'x-----..', '..x-x...']);
      const notes = comping(s, { rhythm, lowest: 60 });
      return [{ kind: 'pitched', voice, timbre: timbreOf(s, 'colour'), notes, levelDb: -9 }];
    },
  },
  presence: { drums: 0.82, bass: 0.93, chords: 0.88, lead: 0.9, colour: 0.25 },
  neighbours: ['blues', 'classical', 'hiphop'],
  mix: {
    ...PLAIN_MIX,
    loudnessDb: [-23, -17],
    tiltDb: [-3, 0.5],
    reverbSeconds: [0.5, 1.8],
    noiseDb: [-62, -46],
    saturation: [0, 0.15],
  },
};
