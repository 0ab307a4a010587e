// Hip-hop: boom bap or slow 808s, swung hats, sub bass, a dusty loop, a voice that speaks in rhythm.

import { figure } from '../compose/bass-lines';
import { broken, comping } from '../compose/comping';
import { drumming } from '../compose/drumming';
import { melody } from '../compose/melody';
import { kitOf, preferred, timbreOf } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const FLOWS = [
  'xxxxxx.xxxxxx.x.',
  'x.xxx.xxx.xxx.x.',
  '..xxxxx.xx.xxxx.',
  'xxx.xxx.xxx.xx..',
  'x.x.xxxxx.x.xx..',
];
const HOOKS = ['x---x-x-', 'x-..x-..', '..x-x---', 'x-x-..x-'];

export const hiphop: Genre = {
  tempo: [74, 108],
  swing: [0.5, 0.63],
  swingUnitBeats: 0.25,
  progressions: [
    { scale: 'minorPentatonic', bars: 'i7|i7|bVImaj7|bVImaj7' },
    { scale: 'dorian', bars: 'i9|iv9' },
    { scale: 'minor', bars: 'i|bVI|iv|V' },
    { scale: 'dorian', bars: 'ii7|V7|Imaj7|VI7' },
    { scale: 'minor', bars: 'i|i|i|bII' },
  ],
  layers: {
    drums: (s) => [
      drumming(s, {
        kit: kitOf(s, {
          kickLength: [0.5, 1],
          snareLength: [0.15, 0.6],
          tuning: [0, 0.5],
          metal: [0.2, 0.7],
        }),
        mark: 'openHat',
        patterns: [
          { kick: 'X..x......x.....', snare: '....X.......X...', hat: 'x.x.x.x.x.x.x.x.' },
          { kick: 'X......x..X.....', snare: '....X..o....X..o', hat: 'x.xox.xox.xox.xo' },
          { kick: 'X.....x...xx....', clap: '....X.......X...', hat: 'xxxxxxxxxxxxxxxx' },
          {
            kick: 'X.........x..x..',
            clap: '........X.......',
            hat: 'x.x.x.xxx.x.xxxx',
            openHat: '......x.........',
          },
          { kick: 'X..X..x...X..x..', snare: '....X.......X...', shaker: 'xoxoxoxoxoxoxoxo' },
        ],
        fills: [
          { snare: '.....xXx' },
          { kick: 'X.X.....', hat: 'xxxxxxxx' },
          { openHat: '....X...' },
        ],
      }),
    ],
    bass: (s) => {
      const voice = preferred(s, 'bass-voice', [
        'sub-bass',
        'sub-bass',
        'electric-bass',
        'synth-bass',
      ] as const);
      const rhythm = preferred(s, 'bass-rhythm', [
        'x--x------x-----',
        'x-----x---x-----',
        'x-------..x-x---',
        'x-.x..x-..x-....',
      ]);
      const notes = figure(s, {
        rhythm,
        steps: preferred(s, 'bass-steps', [[0], [0, 0, 7], [0, 12, 0, 10]]),
        lowest: 28,
      });
      return [{ kind: 'pitched', voice, timbre: timbreOf(s, 'bass'), notes, levelDb: 1 }];
    },
    chords: (s) => {
      const voice = preferred(s, 'chords', [
        'electric-piano',
        'piano',
        'synth-pad',
        'vibraphone',
        'clean-guitar',
      ] as const);
      const timbre = timbreOf(s, 'chords', { bright: [0.05, 0.6] });
      const effects = { chorus: 0.4 * timbre.body, tremolo: 0.4 * timbre.vibrato };
      const loop = preferred(s, 'loop', ['chops', 'held', 'broken'] as const);
      const notes =
        loop === 'broken'
          ? broken(s, { order: [0, 1, 2, 3, 2, 1], stepBeats: 0.5, lowest: 55, gaps: 0.15 })
          : comping(s, { rhythm: loop === 'held' ? 'x-------' : 'x..x..x.....x...', lowest: 52 });
      return [{ kind: 'pitched', voice, timbre, notes, levelDb: -7, effects }];
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', [
        'rapper',
        'rapper',
        'rapper',
        'singer',
        'square-lead',
      ] as const);
      const spoken = voice === 'rapper';
      const notes = melody(s, {
        register: spoken ? [43, 52] : [55, 72],
        rhythms: spoken ? FLOWS : HOOKS,
        rest: spoken ? 0.06 : 0.3,
        leap: 1,
        legato: 0.8,
      });
      return [{ kind: 'pitched', voice, timbre: timbreOf(s, 'lead'), notes, levelDb: -1 }];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', [
        'bell',
        'brass',
        'violins',
        'flute',
        'synth-lead',
      ] as const);
      const notes = melody(s, { register: [64, 82], rhythms: HOOKS, rest: 0.35, legato: 0.7 });
      return [
        {
          kind: 'pitched',
          voice,
          timbre: timbreOf(s, 'colour'),
          notes,
          levelDb: -9,
          effects: { echo: 0.4 },
        },
      ];
    },
  },
  presence: { drums: 0.95, bass: 0.92, chords: 0.85, lead: 0.75, colour: 0.45 },
  neighbours: ['reggae', 'pop', 'jazz'],
  mix: {
    ...PLAIN_MIX,
    loudnessDb: [-16, -12],
    tiltDb: [-3.5, 0],
    reverbAmount: [0.02, 0.12],
    noiseDb: [-56, -40],
    crackle: [2, 14],
  },
};
