// Blues: twelve bars of I, IV and V, shuffled; boogie guitar, walking bass, a lead that bends.

import { walking, figure } from '../compose/bass-lines';
import { comping } from '../compose/comping';
import { drumming } from '../compose/drumming';
import { melody } from '../compose/melody';
import { kitOf, preferred, timbreOf } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const LEAD_RHYTHMS = ['x-x-x---', '..x-xxx-', 'x---x-x-', '.xx-x---', 'xxx-..x-', 'X-----xx'];

export const blues: Genre = {
  tempo: [66, 138],
  swing: [0.6, 0.68],
  swingUnitBeats: 0.5,
  progressions: [
    { scale: 'blues', bars: 'I7|I7|I7|I7|IV7|IV7|I7|I7|V7|IV7|I7|V7' },
    { scale: 'blues', bars: 'I7|IV7|I7|I7|IV7|IV7|I7|I7|V7|IV7|I7 IV7|I7 V7' },
    { scale: 'minorPentatonic', bars: 'i7|i7|i7|i7|iv7|iv7|i7|i7|bVI7|V7|i7|V7' },
    { scale: 'blues', bars: 'I7|V7|IV7|IV7|I7|V7|I7|V7' },
    { scale: 'mixolydian', bars: 'I7|VI7|II7|V7' },
  ],
  layers: {
    drums: (s) => [
      drumming(s, {
        kit: kitOf(s, { metal: [0.1, 0.6], kickLength: [0.15, 0.5], snareLength: [0.3, 0.7] }),
        patterns: [
          { hat: 'XxXxXxXx', kick: 'X...X...', snare: '..X...X.' },
          { ride: 'X.XxX.Xx', kick: 'X..xX...', snare: '..X..oX.' },
          { ride: 'X.XxX.Xx', hat: '..x...x.', kick: 'x.x.x.x.', snare: '..X...Xo' },
          { hat: 'X.x.X.x.', kick: 'X...X..x', rim: '..X...X.' },
          { snare: 'oxoXoxoX', kick: 'x...x...', hat: '..x...x.' },
        ],
      }),
    ],
    bass: (s) => {
      const voice = preferred(s, 'bass-voice', [
        'electric-bass',
        'upright-bass',
        'electric-bass',
      ] as const);
      const boogie = preferred(s, 'bass-line', [true, false, false]);
      const notes = boogie
        ? figure(s, { rhythm: 'x-x-x-x-', steps: [0, 4, 7, 9], lowest: 28 })
        : walking(s, 28);
      const timbre = timbreOf(s, 'bass', { bright: [0.1, 0.6] });
      return [{ kind: 'pitched', voice, timbre, notes, levelDb: -2 }];
    },
    chords: (s) => {
      const style = preferred(s, 'chords', ['boogie', 'stabs', 'organ', 'piano'] as const);
      const timbre = timbreOf(s, 'chords');
      const drive = 0.05 + 0.35 * timbre.body;
      switch (style) {
        case 'boogie': {
          const notes = comping(s, {
            rhythm: 'XxXxXxXx',
            lowest: 40,
            shape: 'boogie',
            legato: 0.7,
          });
          return [
            {
              kind: 'pitched',
              voice: 'clean-guitar',
              timbre,
              notes,
              levelDb: -6,
              effects: { drive },
            },
          ];
        }
        case 'stabs': {
          const rhythm = preferred(s, 'stab-rhythm', ['..x...x.', '.x.x..x.', 'x..x....']);
          const notes = comping(s, { rhythm, lowest: 54, legato: 0.6, strumBeats: 0.02 });
          return [
            {
              kind: 'pitched',
              voice: 'clean-guitar',
              timbre,
              notes,
              levelDb: -7,
              effects: { drive: 0.5 * drive },
            },
          ];
        }
        case 'organ': {
          const notes = comping(s, { rhythm: 'x---x---', lowest: 55 });
          return [{ kind: 'pitched', voice: 'organ', timbre, notes, levelDb: -9 }];
        }
        case 'piano': {
          const notes = comping(s, { rhythm: 'x.xxx.xx', lowest: 57, legato: 0.6 });
          return [{ kind: 'pitched', voice: 'piano', timbre, notes, levelDb: -7 }];
        }
      }
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', [
        'electric-string',
        'harmonica',
        'singer',
        'saxophone',
      ] as const);
      const timbre = timbreOf(s, 'lead', { vibrato: [0.4, 1] });
      const low = voice === 'singer' ? 50 : 60;
      const notes = melody(s, {
        register: [low, low + 19],
        rhythms: LEAD_RHYTHMS,
        scale: 'blues',
        rest: 0.25,
      });
      const drive =
        voice === 'electric-string' ? 0.25 + 0.4 * timbre.body : voice === 'harmonica' ? 0.2 : 0;
      return [
        {
          kind: 'pitched',
          voice,
          timbre,
          notes,
          levelDb: -3,
          effects: { drive, echo: 0.2 * timbre.ring },
        },
      ];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', ['organ', 'brass', 'clean-guitar'] as const);
      const notes = comping(s, {
        rhythm: preferred(s, 'colour-rhythm', ['x-------', '......xX', '..x---..']),
        lowest: 60,
      });
      return [
        {
          kind: 'pitched',
          voice,
          timbre: timbreOf(s, 'colour'),
          notes,
          levelDb: -12,
          effects: { tremolo: 0.5 },
        },
      ];
    },
  },
  presence: { drums: 0.9, bass: 0.95, chords: 0.92, lead: 0.85, colour: 0.2 },
  neighbours: ['rock', 'jazz', 'country'],
  mix: {
    ...PLAIN_MIX,
    loudnessDb: [-20, -15],
    tiltDb: [-3.5, -0.5],
    reverbSeconds: [0.4, 1.1],
    saturation: [0.15, 0.45],
    noiseDb: [-56, -41],
  },
};
