// Where the build puts the files of the networks that come with the page, by the name that their manifests give them.

import basicPitchModel from '../../../models/basic-pitch/model.json?url';
import basicPitchWeights from '../../../models/basic-pitch/group1-shard1of1.bin?url';

const FILES: Readonly<Record<string, string>> = {
  'models/basic-pitch/model.json': basicPitchModel,
  'models/basic-pitch/group1-shard1of1.bin': basicPitchWeights,
};

/** Undefined for a file that does not come with the page. */
export function bundledFile(url: string | null): string | undefined {
  return url === null ? undefined : FILES[url];
}
