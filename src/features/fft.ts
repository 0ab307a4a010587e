// The complex FFT, by the package fft.js. Power spectra of many frames are `stft.ts`'s, which is far quicker.

export { default as FFT } from 'fft.js';
