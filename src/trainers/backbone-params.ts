// The settings of an approach that hears clips with a pretrained network: which, and how what it says of the pieces of a
// clip becomes one embedding.

import type { BackboneUse, FeatureChoice, ParamSpec } from '../core/run-types';
import { embeddingOf, poolingOf, POOLING_PARAM } from '../backbones/embedding-choice';
import type { EmbeddingId } from '../features/embedding-feature';

export const backboneParam: ParamSpec = {
  kind: 'choice',
  name: 'backbone',
  label: 'Pretrained network (backbone)',
  help: 'Hears the clips and describes them by numbers; it stays as it is (frozen), and only what learns from its numbers is trained. Networks that learned from much music tell genres apart better than anything that is learned from a few hundred clips.',
  default: 'basic-pitch',
  isOpen: true,
  options: [{ value: 'basic-pitch', label: 'Basic Pitch' }],
};

export const poolingParam: ParamSpec = {
  kind: 'choice',
  name: POOLING_PARAM,
  label: 'From pieces to clip (pooling)',
  help: 'The network hears a clip in pieces of some seconds. Their average is a good summary; with the spread beside it, what changes within a clip counts as well; the highest values tell what was there at least once.',
  default: 'mean',
  options: [
    { value: 'mean', label: 'average (mean)', short: 'mean' },
    { value: 'mean-std', label: 'average and spread (mean + std)', short: 'mean + std' },
    { value: 'max', label: 'highest values (max)', short: 'max' },
  ],
  advanced: true,
};

/** What the run learns from; nothing while its network is not known. */
export function chosenEmbedding({ params, backbone }: FeatureChoice): readonly EmbeddingId[] {
  return backbone ? [embeddingOf(backbone, poolingOf(params))] : [];
}

/** The setting with the networks that there are. */
export function withBackbones(spec: ParamSpec, backbones: readonly BackboneUse[]): ParamSpec {
  if (spec.name !== backboneParam.name || spec.kind !== 'choice') return spec;
  return { ...spec, options: backbones.map(({ id, title }) => ({ value: id, label: title })) };
}
