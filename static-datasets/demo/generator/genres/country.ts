// Country: train beat, bass between root and fifth, boom-chick guitar, banjo rolls, steel and fiddle.

import { figure, walking } from '../compose/bass-lines';
import { broken, comping } from '../compose/comping';
import { drumming } from '../compose/drumming';
import { melody } from '../compose/melody';
import { kitOf, preferred, timbreOf } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const TUNES = ['x-x-x---', 'x-xxx-x-', '..x-x-x-', 'x---xxx-', 'x-x---..', 'xxxxx---'];

export const country: Genre = {
  tempo: [84, 148],
  swing: [0.5, 0.62],
  swingUnitBeats: 0.5,
  progressions: [
    { scale: 'majorPentatonic', bars: 'I|I|IV|I|I|I|V|V' },
    { scale: 'major', bars: 'I|IV|I|V|I|IV|V|I' },
    { scale: 'majorPentatonic', bars: 'I|V|vi|IV' },
    { scale: 'mixolydian', bars: 'I|bVII|IV|I' },
    { scale: 'major', bars: 'I|iii|IV|V7' },
  ],
  layers: {
    drums: (s) => [
      drumming(s, {
        kit: kitOf(s, {
          snareWires: [0.5, 1],
          kickLength: [0.05, 0.35],
          snareLength: [0.1, 0.5],
          metal: [0.4, 0.9],
        }),
        patterns: [
          { snare: 'ooXooooxooXoooox', kick: 'X.......X.......' },
          { brush: 'xxXxxxXx', kick: 'X...X...' },
          { brush: 'oxoXoxoX', kick: 'X.x.X.x.', hat: '..x...x.' },
          { hat: 'xxxxxxxx', kick: 'X...X...', snare: '..X...X.' },
          { hat: 'x.x.x.x.', kick: 'X..xX...', rim: '..X...X.' },
        ],
      }),
    ],
    bass: (s) => {
      const voice = preferred(s, 'bass-voice', ['electric-bass', 'upright-bass'] as const);
      const timbre = timbreOf(s, 'bass', { bright: [0.1, 0.55] });
      const line = preferred(s, 'bass-line', ['alternate', 'alternate', 'walk', 'push'] as const);
      const notes =
        line === 'walk'
          ? walking(s, 29)
          : line === 'push'
            ? figure(s, { rhythm: 'x--xx--x', steps: [0, 0, 7, 7], lowest: 29 })
            : figure(s, { rhythm: 'x-..x-..', steps: [0, 7], lowest: 31 });
      return [{ kind: 'pitched', voice, timbre, notes, levelDb: -3 }];
    },
    chords: (s) => {
      const rhythm = preferred(s, 'strum', [
        '..x...x.',
        '..x.x.xx',
        'x.xxx.xx',
        '..xx..xx',
        'X.x.X.xx',
      ]);
      const voice = preferred(s, 'chords', [
        'acoustic-guitar',
        'acoustic-guitar',
        'clean-guitar',
        'piano',
      ] as const);
      const notes = comping(s, { rhythm, lowest: 52, legato: 0.8, strumBeats: 0.025 });
      return [{ kind: 'pitched', voice, timbre: timbreOf(s, 'chords'), notes, levelDb: -5 }];
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', [
        'singer',
        'fiddle',
        'pedal-steel',
        'clean-guitar',
        'harmonica',
      ] as const);
      const low = voice === 'singer' ? 50 : 60;
      const notes = melody(s, {
        register: [low, low + 17],
        rhythms: TUNES,
        scale: 'majorPentatonic',
        rest: 0.18,
      });
      const timbre = timbreOf(s, 'lead');
      return [
        {
          kind: 'pitched',
          voice,
          timbre,
          notes,
          levelDb: -3,
          effects: { echo: 0.25 * timbre.body },
        },
      ];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', [
        'banjo',
        'acoustic-guitar',
        'pedal-steel',
        'clean-guitar',
      ] as const);
      const timbre = timbreOf(s, 'colour');
      if (voice === 'pedal-steel') {
        const notes = comping(s, { rhythm: 'x-------', lowest: 62, legato: 1 });
        return [{ kind: 'pitched', voice, timbre, notes, levelDb: -8 }];
      }
      const order = preferred(s, 'roll', [
        [0, 2, 4, 1, 2, 4, 2, 4],
        [0, 1, 2, 3],
        [4, 2, 1, 0, 2, 1],
      ]);
      const notes = broken(s, {
        order,
        stepBeats: preferred(s, 'roll-step', [0.25, 0.5]),
        lowest: 55,
        gaps: 0.12,
      });
      return [{ kind: 'pitched', voice, timbre, notes, levelDb: -5 }];
    },
  },
  presence: { drums: 0.85, bass: 0.95, chords: 0.95, lead: 0.85, colour: 0.8 },
  neighbours: ['rock', 'blues', 'pop'],
  mix: {
    ...PLAIN_MIX,
    tiltDb: [-0.5, 2.5],
    reverbAmount: [0.03, 0.14],
    noiseDb: [-66, -52],
    saturation: [0.03, 0.2],
  },
};
