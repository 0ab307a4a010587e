// Reggae: one drop, chords cut short off the beat, a bass that sings, organ bubble, tape echo.

import { figure } from '../compose/bass-lines';
import { comping } from '../compose/comping';
import { drumming } from '../compose/drumming';
import { melody } from '../compose/melody';
import { kitOf, preferred, timbreOf } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const TUNES = ['..x-x-x-', 'x-xxx---', '..x---x-', 'x---..xx', '.xx-x---'];

export const reggae: Genre = {
  tempo: [66, 90],
  swing: [0.5, 0.56],
  swingUnitBeats: 0.25,
  progressions: [
    { scale: 'minor', bars: 'i|i|iv|iv' },
    { scale: 'majorPentatonic', bars: 'I|IV|I|V' },
    { scale: 'dorian', bars: 'i|bVII' },
    { scale: 'major', bars: 'I|ii|I|ii' },
    { scale: 'major', bars: 'I|V|vi|IV' },
  ],
  layers: {
    drums: (s) => [
      drumming(s, {
        kit: kitOf(s, {
          tuning: [0.5, 1],
          hatLength: [0, 0.4],
          kickLength: [0.2, 0.6],
          metal: [0.1, 0.6],
          snareLength: [0, 0.4],
        }),
        patterns: [
          { kick: '....X.......X...', rim: '....X.......X...', hat: 'x.x.x.x.x.x.x.x.' },
          { kick: '........X.......', snare: '........X.......', hat: 'x.o.x.o.x.o.x.o.' },
          { kick: 'X...X...X...X...', rim: '....X.......X...', hat: '..x...x...x...x.' },
          { kick: 'X.....x.X.....x.', snare: '....X.......X...', hat: 'x.xox.xox.xox.xo' },
          { kick: '....X.......X...', rim: '....X..x..x.X...', hat: 'xoxoxoxoxoxoxoxo' },
        ],
        fills: [
          { tomHigh: 'x.xx....', tomMid: '....x.x.' },
          { snare: 'xxx.x.x.' },
          { rim: 'x..x..x.' },
        ],
        levelDb: 0,
      }),
    ],
    bass: (s) => {
      const voice = preferred(s, 'bass-voice', [
        'electric-bass',
        'electric-bass',
        'sub-bass',
      ] as const);
      const line = preferred(s, 'riddim', [
        { rhythm: 'x-..x-x-....x-x-', steps: [0, 0, 7, 5, 7] },
        { rhythm: '....x-x-x---..x-', steps: [0, 4, 7, 0] },
        { rhythm: 'x---..x-x-x-....', steps: [0, 7, 5, 3] },
        { rhythm: 'x-x-x---..x-x---', steps: [0, 0, 7, 10, 12] },
      ]);
      const timbre = timbreOf(s, 'bass', { bright: [0, 0.25] });
      return [
        { kind: 'pitched', voice, timbre, notes: figure(s, { ...line, lowest: 28 }), levelDb: 5 },
      ];
    },
    chords: (s) => {
      const rhythm = preferred(s, 'skank', [
        '..X...X...X...X.',
        '..X...X...X...X.',
        '..Xo..X...Xo..X.',
        '..X.x.X...X.x.X.',
      ]);
      const voice = preferred(s, 'chords', [
        'muted-guitar',
        'muted-guitar',
        'clean-guitar',
        'organ',
      ] as const);
      const notes = comping(s, { rhythm, lowest: 58, legato: 0.6, strumBeats: 0.008 });
      const timbre = timbreOf(s, 'chords');
      return [
        {
          kind: 'pitched',
          voice,
          timbre,
          notes,
          levelDb: -1,
          effects: { echo: 0.2 + 0.4 * timbre.ring },
        },
      ];
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', [
        'singer',
        'singer',
        'melodica',
        'brass',
        'rapper',
      ] as const);
      const low = voice === 'singer' ? 52 : voice === 'rapper' ? 45 : 62;
      const notes = melody(s, { register: [low, low + 15], rhythms: TUNES, rest: 0.25 });
      const timbre = timbreOf(s, 'lead');
      return [
        {
          kind: 'pitched',
          voice,
          timbre,
          notes,
          levelDb: -3,
          effects: { echo: 0.2 + 0.5 * timbre.ring },
        },
      ];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', ['organ', 'organ', 'brass', 'electric-piano'] as const);
      const rhythm = voice === 'brass' ? 'x-x---......x-x-' : '.xox.xox.xox.xox';
      const notes = comping(s, { rhythm, lowest: 53, legato: 0.7 });
      return [{ kind: 'pitched', voice, timbre: timbreOf(s, 'colour'), notes, levelDb: -6 }];
    },
  },
  presence: { drums: 0.96, bass: 0.98, chords: 0.98, lead: 0.7, colour: 0.85 },
  neighbours: ['hiphop', 'pop', 'rock'],
  mix: {
    ...PLAIN_MIX,
    loudnessDb: [-19, -14],
    tiltDb: [-5, -2],
    reverbSeconds: [1, 2.2],
    reverbAmount: [0.16, 0.3],
    noiseDb: [-66, -52],
  },
};
