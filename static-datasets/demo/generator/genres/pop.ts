// Pop: four chords, synths or piano, a steady beat, a singer; it borrows from everybody.

import { figure } from '../compose/bass-lines';
import { broken, comping } from '../compose/comping';
import { drumming } from '../compose/drumming';
import { melody } from '../compose/melody';
import { kitOf, preferred, timbreOf } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const TUNES = ['x-x-x---', 'xxx-x-x-', '..xxx-x-', 'x-xx-xx-', 'x---x-xx', '.xxxx---'];

export const pop: Genre = {
  tempo: [84, 132],
  swing: [0.5, 0.55],
  swingUnitBeats: 0.25,
  progressions: [
    { scale: 'major', bars: 'I|V|vi|IV' },
    { scale: 'major', bars: 'vi|IV|I|V' },
    { scale: 'major', bars: 'I|vi|IV|V' },
    { scale: 'major', bars: 'IV|V|iii|vi' },
    { scale: 'minor', bars: 'i|bVI|bIII|bVII' },
  ],
  layers: {
    drums: (s) => [
      drumming(s, {
        kit: kitOf(s, {
          kickClick: [0.2, 0.8],
          snareWires: [0.4, 1],
          metal: [0.4, 1],
          hatLength: [0, 0.5],
        }),
        patterns: [
          { kick: 'X...X.X.', snare: '..X...X.', hat: 'xxxxxxxx' },
          { kick: 'X.X.X.X.', clap: '..X...X.', hat: '.x.x.x.x' },
          { kick: 'X..X..X.', snare: '..X...X.', shaker: 'xoxoxoxoxoxoxoxo' },
          { kick: 'X.....x.X.......', clap: '....X.......X...', hat: 'x.x.x.x.x.xxx.x.' },
          { kick: 'X.X.X.X.', snare: '..X...X.', openHat: '.x.x.x.x', tambourine: 'xxxxxxxx' },
        ],
      }),
    ],
    bass: (s) => {
      const voice = preferred(s, 'bass-voice', [
        'synth-bass',
        'electric-bass',
        'sub-bass',
      ] as const);
      const rhythm = preferred(s, 'bass-rhythm', [
        'xxxxxxxx',
        'x--x--x-',
        'x-------',
        '.xxx.xxx',
        'x-xxx-xx',
      ]);
      const steps = preferred(s, 'bass-steps', [[0], [0], [0, 12]]);
      const notes = figure(s, { rhythm, steps, lowest: 30 });
      return [{ kind: 'pitched', voice, timbre: timbreOf(s, 'bass'), notes, levelDb: -2 }];
    },
    chords: (s) => {
      const style = preferred(s, 'chords', ['pad', 'pluck', 'stabs', 'piano', 'guitar'] as const);
      const timbre = timbreOf(s, 'chords');
      switch (style) {
        case 'pad': {
          const notes = comping(s, { rhythm: 'x-------', lowest: 55, legato: 1 });
          return [
            {
              kind: 'pitched',
              voice: 'synth-pad',
              timbre,
              notes,
              levelDb: -5,
              effects: { chorus: 0.5, pump: 0.7 },
            },
          ];
        }
        case 'piano': {
          const notes = comping(s, {
            rhythm: preferred(s, 'piano', ['x-x-x-x-', 'x--x--x-', 'x---x---']),
            lowest: 55,
          });
          return [{ kind: 'pitched', voice: 'piano', timbre, notes, levelDb: -4 }];
        }
        case 'pluck': {
          const notes = broken(s, {
            order: [0, 2, 1, 3, 2, 4, 1, 2],
            stepBeats: 0.5,
            lowest: 60,
            gaps: 0.1,
          });
          return [
            {
              kind: 'pitched',
              voice: 'synth-pluck',
              timbre,
              notes,
              levelDb: -4,
              effects: { echo: 0.4, pump: 0.4 },
            },
          ];
        }
        case 'guitar': {
          const notes = comping(s, { rhythm: 'x.xx.xxx', lowest: 52, strumBeats: 0.02 });
          return [{ kind: 'pitched', voice: 'acoustic-guitar', timbre, notes, levelDb: -5 }];
        }
        case 'stabs': {
          const notes = comping(s, { rhythm: 'x..x..x.', lowest: 57, legato: 0.7 });
          return [
            {
              kind: 'pitched',
              voice: 'synth-lead',
              timbre,
              notes,
              levelDb: -5,
              effects: { chorus: 0.4, pump: 0.5 },
            },
          ];
        }
      }
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', [
        'singer',
        'singer',
        'singer',
        'synth-lead',
        'square-lead',
      ] as const);
      const low = voice === 'singer' ? 55 : 64;
      const notes = melody(s, { register: [low, low + 16], rhythms: TUNES, rest: 0.18 });
      const timbre = timbreOf(s, 'lead');
      return [
        {
          kind: 'pitched',
          voice,
          timbre,
          notes,
          levelDb: -2,
          effects: { echo: 0.3 * timbre.ring },
        },
      ];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', [
        'synth-pad',
        'bell',
        'clean-guitar',
        'synth-pluck',
        'violins',
      ] as const);
      const order = preferred(s, 'colour-order', [
        [0, 1, 2],
        [4, 2, 0, 2],
        [0, 3, 1, 3],
      ]);
      const notes =
        voice === 'synth-pad' || voice === 'violins'
          ? comping(s, { rhythm: 'x-------', lowest: 64, legato: 1 })
          : broken(s, { order, stepBeats: 0.5, lowest: 67, gaps: 0.3 });
      return [
        {
          kind: 'pitched',
          voice,
          timbre: timbreOf(s, 'colour'),
          notes,
          levelDb: -9,
          effects: { echo: 0.3 },
        },
      ];
    },
  },
  presence: { drums: 0.93, bass: 0.93, chords: 0.95, lead: 0.88, colour: 0.5 },
  neighbours: ['disco', 'rock', 'country', 'hiphop'],
  mix: {
    ...PLAIN_MIX,
    loudnessDb: [-15, -12],
    tiltDb: [0.5, 3.5],
    noiseDb: [-70, -56],
    saturation: [0.1, 0.45],
  },
};
