// Metal: palm-muted riffs in fifths, double kick, dark scales, fast solos, a dense and loud mix.

import { figure } from '../compose/bass-lines';
import { comping } from '../compose/comping';
import { drumming } from '../compose/drumming';
import { melody } from '../compose/melody';
import { kitOf, preferred, timbreOf, type Session } from '../compose/session';
import { PLAIN_MIX, type Genre } from './genre';

const RIFFS = [
  'Xoo.Xoo.Xoo.X-X-',
  'XoooXoooXoooX-X-',
  'XooXooXooXooX-o.',
  'X---ooooX---oooo',
  'X-------X---X---',
  'XoXoXoXoX-X-X-X-',
];
const SOLOS = ['xxxxxxxxxxxxxxxx', 'xxxxxxx-xxxxxxx-', 'x---x---xxxxxxxx', 'x-------x-x-xxxx'];

/** Guitars and bass share the riff. */
function riffOf(session: Session): string {
  return preferred(session, 'riff', RIFFS);
}

export const metal: Genre = {
  tempo: [92, 186],
  swing: [0.5, 0.5],
  swingUnitBeats: 0.5,
  progressions: [
    { scale: 'phrygian', bars: 'i5|i5|bII5|i5' },
    { scale: 'minor', bars: 'i5|bVI5|bVII5|i5' },
    { scale: 'harmonicMinor', bars: 'i5 bII5|i5|bVI5|V5' },
    { scale: 'minor', bars: 'i5|bIII5|iv5|bVI5 bVII5' },
    { scale: 'minorPentatonic', bars: 'i5|i5|iv5|bIII5' },
  ],
  layers: {
    drums: (s) => [
      drumming(s, {
        kit: kitOf(s, { kickClick: [0.5, 1], kickLength: [0, 0.35], snareLength: [0.35, 1] }),
        patterns: [
          {
            kick: 'xxxxxxxxxxxxxxxx',
            snare: '....X.......X...',
            crash: 'X.......',
            hat: '..x...x.',
          },
          { kick: 'X.xxX.xxX.xxX.xx', snare: '....X.......X...', ride: 'x.x.x.x.x.x.x.x.' },
          { kick: 'x.x.x.x.x.x.x.x.', snare: '.x.x.x.x.x.x.x.x', crash: 'x...x...' },
          { kick: 'X..X..X.X..X..X.', snare: '........X.......', crash: 'X.X.X.X.' },
          { kick: 'X.x...x.X.x...x.', snare: '....X.......X...', openHat: 'x.x.x.x.' },
        ],
        levelDb: 1,
      }),
    ],
    bass: (s) => {
      const timbre = timbreOf(s, 'bass', { bright: [0.4, 0.9] });
      const notes = figure(s, { rhythm: riffOf(s), steps: [0], lowest: 27 });
      return [
        {
          kind: 'pitched',
          voice: 'electric-bass',
          timbre,
          notes,
          levelDb: -4,
          effects: { drive: 0.15 + 0.3 * timbre.body },
        },
      ];
    },
    chords: (s) => {
      const timbre = timbreOf(s, 'guitar', { bright: [0.3, 0.9] });
      const notes = comping(s, { rhythm: riffOf(s), lowest: 38, shape: 'power', legato: 0.95 });
      const drive = 0.65 + 0.35 * timbre.body;
      return [
        {
          kind: 'pitched',
          voice: 'electric-string',
          timbre,
          notes,
          levelDb: 0,
          effects: { drive },
        },
      ];
    },
    lead: (s) => {
      const voice = preferred(s, 'lead', ['electric-string', 'rapper', 'singer'] as const);
      const timbre = timbreOf(s, 'lead', { vibrato: [0.3, 1] });
      if (voice === 'electric-string') {
        const notes = melody(s, { register: [64, 86], rhythms: SOLOS, rest: 0.2, leap: 1.5 });
        return [
          {
            kind: 'pitched',
            voice,
            timbre,
            notes,
            levelDb: -3,
            effects: { drive: 0.7, echo: 0.3 },
          },
        ];
      }
      const growl = voice === 'rapper';
      const rhythms = growl
        ? ['x-x-x-x-', 'xxx-x-x-', 'x---x---']
        : ['x---x---', 'x-----x-', 'x-x-x---'];
      const notes = melody(s, {
        register: growl ? [36, 45] : [54, 70],
        rhythms,
        rest: 0.25,
        leap: 1,
      });
      return [
        {
          kind: 'pitched',
          voice,
          timbre,
          notes,
          levelDb: -3,
          effects: { drive: growl ? 0.75 : 0.25 },
        },
      ];
    },
    colour: (s) => {
      const voice = preferred(s, 'colour', ['electric-string', 'synth-pad', 'bell'] as const);
      const notes = comping(s, { rhythm: 'x-------', lowest: 55, legato: 1 });
      const effects = voice === 'electric-string' ? { drive: 0.6, chorus: 0.5 } : { echo: 0.3 };
      return [
        { kind: 'pitched', voice, timbre: timbreOf(s, 'colour'), notes, levelDb: -9, effects },
      ];
    },
  },
  presence: { drums: 0.93, bass: 0.92, chords: 0.97, lead: 0.6, colour: 0.3 },
  neighbours: ['rock', 'rock', 'hiphop'],
  mix: {
    ...PLAIN_MIX,
    loudnessDb: [-14, -12],
    tiltDb: [0, 3.5],
    saturation: [0.3, 0.75],
    reverbAmount: [0.02, 0.14],
  },
};
