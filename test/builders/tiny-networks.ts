// Tiny ONNX networks that hear and answer as real ones do.

import tiny from '../golden/tiny_networks.json' with { type: 'json' };

export type TinyNetwork = keyof typeof tiny.networks;

export const TINY_NETWORKS = Object.keys(tiny.networks) as TinyNetwork[];

export function tinyNetwork(name: TinyNetwork): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(tiny.networks[name]), (char) => char.charCodeAt(0));
}

/** One with the inputs and outputs of the network of that manifest. */
export function standInOf(id: keyof typeof tiny.standIns): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(tiny.standIns[id]), (char) => char.charCodeAt(0));
}
