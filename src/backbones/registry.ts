// The pretrained networks that are known beforehand. To add one: a folder `models/<id>/` with its manifest, one line here.

import * as v from 'valibot';
import ast from '../../models/ast-audioset/manifest.json';
import basicPitch from '../../models/basic-pitch/manifest.json';
import clap from '../../models/clap-htsat/manifest.json';
import efficientAt from '../../models/efficientat-mn04/manifest.json';
import maest from '../../models/maest-30s/manifest.json';
import musicnn from '../../models/musicnn-msd/manifest.json';
import openJmla from '../../models/openjmla/manifest.json';
import yamnet from '../../models/yamnet/manifest.json';
import { manifestSchema, type BackboneManifest } from './contract';

const parsed = (manifest: unknown): BackboneManifest => v.parse(manifestSchema, manifest);

/** Comes with the page. */
export const BUNDLED_BACKBONES: readonly BackboneManifest[] = [basicPitch].map(parsed);

/** Known by their files' hashes where those are told, else by their inputs and outputs: dropped, they need no questions. */
export const KNOWN_BACKBONES: readonly BackboneManifest[] = [
  efficientAt,
  musicnn,
  yamnet,
  openJmla,
].map(parsed);

/** Can be fetched by their address. */
export const PRESET_BACKBONES: readonly BackboneManifest[] = [clap, maest, ast].map(parsed);
