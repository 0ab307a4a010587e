// The page's side of a bench of a network, in a process of its own, as WebAssembly's memory never shrinks:
// node --import tsx bench/network-session.ts FILE INPUT DIMS THREADS TURNS, as bench/peers/onnxruntime_clip.py.

import { readFileSync } from 'node:fs';
import { loadOnnxNetwork } from '../src/compute/networks/onnx-network';

export interface SessionResult {
  readonly loadSeconds: number;
  readonly seconds: readonly number[];
  /** How far the process has grown at most, the network's file and everything else included. */
  readonly peakBytes: number;
  /** Of WebAssembly alone; only what runs it in Node or a page has one. */
  readonly heapBytes?: number;
  readonly embedding: readonly number[];
}

const [file, inputFile, dims, threads, turns] = process.argv.slice(2) as [
  ...[string, string, string, string, string],
];

const heaps: WebAssembly.Memory[] = [];
WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
  construct(target, args: [WebAssembly.MemoryDescriptor]) {
    const memory = new target(...args);
    heaps.push(memory);
    return memory;
  },
});

const seconds = (since: number): number => (performance.now() - since) / 1000;

const bytes = readFileSync(inputFile);
const value = {
  data: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
  dims: dims.split(',').map(Number),
};
const before = process.memoryUsage.rss();
const started = performance.now();
const network = await loadOnnxNetwork(readFileSync(file), {
  webgpu: false,
  threads: Number(threads),
});
const loadSeconds = seconds(started);
const input = network.inputs[0]!.name;
const output = network.outputs[0]!.name;

const times: number[] = [];
let embedding: number[] = [];
for (let turn = 0; turn < Number(turns); turn++) {
  const began = performance.now();
  const [result] = await network.run(input, value, [output]);
  times.push(seconds(began));
  embedding = Array.from(result!.data);
}

const result: SessionResult = {
  loadSeconds,
  seconds: times,
  peakBytes: process.resourceUsage().maxRSS * 1024 - before,
  heapBytes: heaps.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  embedding,
};
process.stdout.write(JSON.stringify(result), () => process.exit(0));
