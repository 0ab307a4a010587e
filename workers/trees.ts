// Grows trees for the training worker; several of these work side by side.

import { transfer } from 'comlink';
import { serveWorker } from '../src/rpc/worker-server';
import { createTreeThread, type TreeThread } from '../src/trainers/trees/tree-thread';

const thread = createTreeThread();

const api: TreeThread = {
  ...thread,
  async grow(task) {
    const grown = await thread.grow(task);
    return transfer(grown, [grown.answers.buffer]);
  },
  async answer(tree) {
    const answers = await thread.answer(tree);
    return transfer(answers, [answers.buffer]);
  },
};

serveWorker(api, self.name);
