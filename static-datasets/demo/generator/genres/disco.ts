// Disco: four on the floor, open hats between the beats, octave bass, strings and scratched guitar.

import { figure } from '../compose/bass-lines';
import { broken, comping } from '../compose/comping';
import { drumming } from '../compose/drumming';
import { melody } from '../compose/melody';
import { kitOf, preferred, timbreOf } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const TUNES = ['x-x-x-xx', '..xxx-x-', 'x---x-x-', 'x-.xx-.x', 'xx-xx---'];

export const disco: Genre = {
  tempo: [104, 134],
  swing: [0.5, 0.55],
  swingUnitBeats: 0.25,
  progressions: [
    { scale: 'dorian', bars: 'i7|i7|iv7|iv7' },
    { scale: 'minor', bars: 'i7|bVII|bVImaj7|V7' },
    { scale: 'major', bars: 'ii7|V7|Imaj7|vi7' },
    { scale: 'minor', bars: 'i|bVI|bIII|bVII' },
    { scale: 'major', bars: 'IVmaj7|iii7|vi7|V' },
  ],
  layers: {
    drums: (s) => [
      drumming(s, {
        kit: kitOf(s, {
          hatLength: [0.4, 1],
          kickLength: [0.1, 0.45],
          metal: [0.4, 1],
          kickClick: [0.3, 0.8],
        }),
        patterns: [
          { kick: 'X.X.X.X.', openHat: '.X.X.X.X', clap: '..X...X.' },
          {
            kick: 'X...X...X...X...',
            hat: 'x.o.x.o.x.o.x.o.',
            openHat: '..X...X...X...X.',
            snare: '....X.......X...',
          },
          {
            kick: 'X...X...X...X...',
            hat: 'xoxoxoxoxoxoxoxo',
            snare: '....X.......X..x',
            tambourine: '..x...x...x...x.',
          },
          { kick: 'X.X.X.X.', openHat: '.x.x.x.x', snare: '..X...X.', conga: 'x.x..xx.' },
          { kick: 'X.X.X.X.', hat: 'xxxxxxxx', clap: '..X...X.', cowbell: 'x.xx.xx.' },
        ],
      }),
    ],
    bass: (s) => {
      const voice = preferred(s, 'bass-voice', [
        'electric-bass',
        'synth-bass',
        'slap-bass',
      ] as const);
      const timbre = timbreOf(s, 'bass', { bright: [0.2, 0.8] });
      const line = preferred(s, 'bass-line', [
        { rhythm: 'xxxxxxxx', steps: [0, 12] },
        { rhythm: 'x.xxx.xx', steps: [0, 12, 10, 12, 0, 12] },
        { rhythm: 'x-.xx..xx-.x.xx.', steps: [0, 12, 7, 10, 0, 12, 7, 5] },
      ]);
      const notes = figure(s, { ...line, lowest: 29, legato: 0.7 });
      return [{ kind: 'pitched', voice, timbre, notes, levelDb: -1 }];
    },
    chords: (s) => {
      const style = preferred(s, 'chords', ['scratch', 'scratch', 'keys', 'synth'] as const);
      const timbre = timbreOf(s, 'chords');
      if (style === 'scratch') {
        const rhythm = preferred(s, 'scratch', [
          'xxoxxoxoxxoxxoxo',
          '..x.xox...x.xoxx',
          'x..xx..xx..xx.x.',
        ]);
        const notes = comping(s, { rhythm, lowest: 60, legato: 0.5, strumBeats: 0.01 });
        return [
          {
            kind: 'pitched',
            voice: 'muted-guitar',
            timbre,
            notes,
            levelDb: -5,
            effects: { wah: 0.6 * timbre.body },
          },
        ];
      }
      const rhythm = preferred(s, 'keys', ['..x...x.', '.x.x.x.x', 'x..x..x.']);
      const notes = comping(s, { rhythm, lowest: 58, legato: 0.6 });
      const voice = style === 'keys' ? 'electric-piano' : 'synth-pluck';
      return [
        {
          kind: 'pitched',
          voice,
          timbre,
          notes,
          levelDb: -6,
          effects: { chorus: 0.6 * timbre.body },
        },
      ];
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', [
        'singer',
        'singer',
        'violins',
        'brass',
        'synth-lead',
      ] as const);
      const low = voice === 'singer' ? 55 : 62;
      const notes = melody(s, { register: [low, low + 17], rhythms: TUNES, rest: 0.25 });
      const timbre = timbreOf(s, 'lead');
      return [
        {
          kind: 'pitched',
          voice,
          timbre,
          notes,
          levelDb: -3,
          effects: { echo: 0.2 * timbre.ring },
        },
      ];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', ['violins', 'brass', 'synth-pad', 'piano'] as const);
      const timbre = timbreOf(s, 'colour');
      const rhythm = preferred(s, 'colour-rhythm', ['x-------', '....x.xX', 'x--x----']);
      const notes =
        voice === 'piano'
          ? broken(s, { order: [0, 2, 1, 3], stepBeats: 0.25, lowest: 60, gaps: 0.4 })
          : comping(s, { rhythm, lowest: 64, legato: 0.95 });
      return [{ kind: 'pitched', voice, timbre, notes, levelDb: -5 }];
    },
  },
  presence: { drums: 0.97, bass: 0.95, chords: 0.9, lead: 0.8, colour: 0.85 },
  neighbours: ['pop', 'pop', 'hiphop'],
  mix: {
    ...PLAIN_MIX,
    loudnessDb: [-17, -13],
    tiltDb: [0, 3],
    noiseDb: [-62, -46],
    saturation: [0.1, 0.4],
  },
};
