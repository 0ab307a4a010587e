// Plain JavaScript: slow, but always there.

import { activate } from '../activate';
import type { BackendCandidate } from './candidate';

export const cpuBackend: BackendCandidate = {
  name: 'cpu',
  title: 'plain JavaScript',
  whyNot: async () => null,
  start: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await activate('cpu');
    return { device: '', remark: null };
  },
};
