// WebGL: an older road to the graphics processor. Where a renderer only imitates one, WebAssembly is faster.

import { activate } from '../activate';
import { rendererName, webglObstacle } from '../availability';
import type { BackendCandidate } from './candidate';

export const webglBackend: BackendCandidate = {
  name: 'webgl',
  title: 'WebGL',
  whyNot: webglObstacle,
  start: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
    await activate('webgl');
    return { device: rendererName() ?? '', remark: null };
  },
};
