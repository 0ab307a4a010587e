// A thread that grows trees as `workers/trees.ts` does in a browser.

import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { createTreeThread } from '../src/trainers/trees/tree-thread';

if (!parentPort) throw new Error('This file is for a thread of its own.');
expose(createTreeThread(), nodeEndpoint(parentPort));
