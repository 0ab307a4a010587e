// The version that runs are stamped with.

import { version } from '../../package.json';

export const APP_VERSION: string = version;
