// The two files of essentia.js that Earmark uses, typed by `essentia-modules.d.ts`: the package's own types are all `any`.

export { default as Essentia } from 'essentia.js/dist/essentia.js-core.es.js';
export { EssentiaWASM } from 'essentia.js/dist/essentia-wasm.es.js';
