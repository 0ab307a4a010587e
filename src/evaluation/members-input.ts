// What a model is given, be it of one approach or of several that answer together.

import type { FeatureChoice, RunConfig } from '../core/run-types';
import { EarmarkError } from '../core/errors';
import type { FileWindow } from '../features/extract-windows';
import type { FeatureId } from '../features/registry';
import { findApproach } from '../trainers/registry';
import type { MembersInput, TrainingInput } from '../trainers/trainer';
import { inputOfWindows } from './training-input';

export type AskedConfig = Pick<RunConfig, 'approach'> & FeatureChoice;

/** The input of each member, side by side; of what is no ensemble, its own. */
export async function inputOfMembers(
  config: AskedConfig,
  inputOf: (features: readonly FeatureId[]) => Promise<TrainingInput>,
): Promise<TrainingInput> {
  if (!config.ensemble) return inputOf(featuresOf(config));
  const inputs: MembersInput['inputs'][number][] = [];
  for (const member of config.ensemble.members) {
    const input = await inputOf(featuresOf(member));
    if (input.kind === 'members') {
      throw new EarmarkError('model-incompatible', 'an ensemble inside an ensemble');
    }
    inputs.push(input);
  }
  const [first] = inputs;
  const length = first?.kind === 'table' ? first.matrix.rows : (first?.length ?? 0);
  return { kind: 'members', length, inputs };
}

/** The same for the windows of one file, which carry all features of `config`. */
export function inputOfHeardWindows(
  config: AskedConfig,
  windows: readonly FileWindow[],
): Promise<TrainingInput> {
  const all = featuresOf(config);
  return inputOfMembers(config, (features) => {
    const places = features.map((feature) => all.indexOf(feature));
    const own = windows.map((window) => ({
      ...window,
      features: places.map((place) => window.features[place]!),
    }));
    return inputOfWindows(features, own);
  });
}

function featuresOf(config: AskedConfig): readonly FeatureId[] {
  const approach = findApproach(config.approach);
  if (approach) return approach.features(config);
  throw new EarmarkError('model-incompatible', `the approach "${config.approach}"`);
}
