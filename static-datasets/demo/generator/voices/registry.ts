// Every instrument there is. To add one: a voice, and one line here.

import * as held from './bowed-blown';
import * as keys from './keys';
import * as singers from './singer';
import * as strings from './strings-plucked';
import * as synths from './synths';
import type { Voice } from './voice';

export const VOICES = {
  'acoustic-guitar': strings.acousticGuitar,
  'clean-guitar': strings.cleanGuitar,
  'muted-guitar': strings.mutedGuitar,
  'electric-string': synths.electricString,
  banjo: strings.banjo,
  harp: strings.harp,
  'upright-bass': strings.uprightBass,
  'electric-bass': strings.electricBass,
  'slap-bass': strings.slapBass,
  'synth-bass': synths.synthBass,
  'sub-bass': synths.subBass,
  piano: keys.piano,
  'electric-piano': keys.electricPiano,
  organ: keys.organ,
  vibraphone: keys.vibraphone,
  bell: keys.bell,
  violins: held.violins,
  'solo-string': held.soloString,
  fiddle: held.fiddle,
  brass: held.brass,
  'muted-trumpet': held.mutedTrumpet,
  saxophone: held.saxophone,
  flute: held.flute,
  clarinet: held.clarinet,
  harmonica: held.harmonica,
  melodica: held.melodica,
  'pedal-steel': held.pedalSteel,
  'synth-lead': synths.synthLead,
  'square-lead': synths.squareLead,
  'synth-pad': synths.synthPad,
  'synth-pluck': synths.synthPluck,
  singer: singers.singer,
  rapper: singers.rapper,
} satisfies Record<string, Voice>;

export type VoiceId = keyof typeof VOICES;
