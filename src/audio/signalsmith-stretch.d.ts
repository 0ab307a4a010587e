// The package is made for an AudioWorklet and states no types: `stretch-runtime.ts` says what it uses of it.
declare module 'signalsmith-stretch';
