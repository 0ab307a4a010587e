// Rock: backbeat, strummed fifths through a hot amplifier, eighth-note bass, a lead or a singer.

import { figure } from '../compose/bass-lines';
import { comping } from '../compose/comping';
import { drumming } from '../compose/drumming';
import { melody } from '../compose/melody';
import { kitOf, preferred, timbreOf } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const TUNES = ['x-x-x---', 'x---xxx-', '..x-x-xx', 'xxx-x---', 'x-----x-', 'x-xxx-x-'];

export const rock: Genre = {
  tempo: [94, 164],
  swing: [0.5, 0.57],
  swingUnitBeats: 0.5,
  progressions: [
    { scale: 'mixolydian', bars: 'I|bVII|IV|I' },
    { scale: 'major', bars: 'I|IV|V|IV' },
    { scale: 'minorPentatonic', bars: 'i|bIII|IV|i' },
    { scale: 'major', bars: 'I|V|vi|IV' },
    { scale: 'minor', bars: 'i|bVII|bVI|bVII' },
  ],
  layers: {
    drums: (s) => [
      drumming(s, {
        kit: kitOf(s, { kickLength: [0.15, 0.55], snareLength: [0.4, 0.9], hatLength: [0.3, 0.9] }),
        patterns: [
          { kick: 'X...X...', snare: '..X...X.', hat: 'xxxxxxxx' },
          { kick: 'X..xX...', snare: '..X...X.', openHat: 'X.x.X.x.' },
          { kick: 'X..x.xx.', snare: '..X...X.', ride: 'x.x.x.x.' },
          { kick: 'X.x.x.x.', snare: '..X...X.', crash: 'x...x...', hat: 'x.x.x.x.' },
          { kick: 'X...X..x', snare: '..X...Xo', hat: 'XxXxXxXx', tomLow: '.......x' },
        ],
      }),
    ],
    bass: (s) => {
      const rhythm = preferred(s, 'bass-rhythm', ['xxxxxxxx', 'x.xxx.xx', 'x--xx-x-', 'x---x-xx']);
      const steps = preferred(s, 'bass-steps', [[0], [0], [0, 0, 7, 0]]);
      const timbre = timbreOf(s, 'bass', { bright: [0.25, 0.8] });
      const notes = figure(s, { rhythm, steps, lowest: 28 });
      return [
        {
          kind: 'pitched',
          voice: 'electric-bass',
          timbre,
          notes,
          levelDb: -3,
          effects: { drive: 0.2 * timbre.body },
        },
      ];
    },
    chords: (s) => {
      const timbre = timbreOf(s, 'guitar', { bright: [0.25, 0.85] });
      const rhythm = preferred(s, 'strum', [
        'X-x-X-x-',
        'XxxxXxxx',
        'X--x--x-',
        'XooxXoox',
        'X-.xX-xx',
        'X-------',
      ]);
      const shape = preferred(s, 'shape', ['power', 'power', 'voicing'] as const);
      const notes = comping(s, {
        rhythm,
        lowest: shape === 'power' ? 40 : 50,
        shape,
        strumBeats: 0.012,
      });
      const drive = 0.3 + 0.4 * timbre.body;
      return [
        {
          kind: 'pitched',
          voice: 'electric-string',
          timbre,
          notes,
          levelDb: 1,
          effects: { drive },
        },
      ];
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', [
        'singer',
        'singer',
        'electric-string',
        'electric-string',
        'organ',
      ] as const);
      const low = voice === 'singer' ? 53 : 62;
      const timbre = timbreOf(s, 'lead', { vibrato: [0.2, 0.9] });
      const notes = melody(s, { register: [low, low + 17], rhythms: TUNES, rest: 0.22 });
      const drive = voice === 'electric-string' ? 0.4 + 0.3 * timbre.body : 0.05;
      return [
        {
          kind: 'pitched',
          voice,
          timbre,
          notes,
          levelDb: -3,
          effects: { drive, echo: 0.25 * timbre.ring },
        },
      ];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', [
        'organ',
        'piano',
        'acoustic-guitar',
        'clean-guitar',
      ] as const);
      const rhythm = preferred(s, 'colour-rhythm', ['x-------', 'xxxxxxxx', 'x.x.x.x.']);
      const notes = comping(s, { rhythm, lowest: 55 });
      return [
        {
          kind: 'pitched',
          voice,
          timbre: timbreOf(s, 'colour'),
          notes,
          levelDb: -9,
          effects: { chorus: 0.4 },
        },
      ];
    },
  },
  presence: { drums: 0.95, bass: 0.95, chords: 0.93, lead: 0.8, colour: 0.25 },
  neighbours: ['metal', 'blues', 'country', 'pop'],
  mix: {
    ...PLAIN_MIX,
    loudnessDb: [-16, -12],
    tiltDb: [-1.5, 2],
    noiseDb: [-62, -46],
    saturation: [0.2, 0.6],
  },
};
