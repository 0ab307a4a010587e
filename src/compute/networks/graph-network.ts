// Runs a TensorFlow.js graph model on the tfjs backend that is active. The only file that knows tfjs-converter.

import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { EarmarkError, toEarmarkError } from '../../core/errors';
import type { Network, TensorData, TensorFacts } from '../../core/tensor-data';

const specSchema = v.looseObject({
  name: v.string(),
  shape: v.array(v.number()),
  dtype: v.string(),
});
const modelSchema = v.looseObject({
  modelTopology: v.record(v.string(), v.unknown()),
  signature: v.optional(v.record(v.string(), v.unknown())),
  weightsManifest: v.array(v.looseObject({ weights: v.array(specSchema) })),
});

/** `weights`: the shards of its manifest, one after another. @throws EarmarkError `backbone-unreadable` */
export async function loadGraphNetwork(json: string, weights: ArrayBuffer): Promise<Network> {
  try {
    const { modelTopology, signature, weightsManifest } = v.parse(modelSchema, JSON.parse(json));
    const weightSpecs = weightsManifest.flatMap((group) => group.weights);
    const model = await loadGraphModel(
      tf.io.fromMemory({
        ...{ modelTopology, weightSpecs: weightSpecs as tf.io.WeightsManifestEntry[] },
        ...{ weightData: weights, ...(signature && { signature }) },
      }),
    );
    return {
      inputs: model.inputs.map(factsOf),
      outputs: model.outputs.map(factsOf),
      device: tf.getBackend(),
      run: (input, value, outputs) => runModel(model, { input, value, outputs }),
      dispose: async () => model.dispose(),
    };
  } catch (error) {
    throw new EarmarkError('backbone-unreadable', toEarmarkError(error).got, { cause: error });
  }
}

type GraphModel = Awaited<ReturnType<typeof loadGraphModel>>;

interface Question {
  readonly input: string;
  readonly value: TensorData;
  readonly outputs: readonly string[];
}

async function runModel(
  model: GraphModel,
  { input, value, outputs }: Question,
): Promise<TensorData[]> {
  const results = tf.tidy(() => {
    const tensor = tf.tensor(value.data, [...value.dims]);
    return [model.execute({ [input]: tensor }, [...outputs])].flat();
  });
  try {
    return await Promise.all(
      results.map(async (result): Promise<TensorData> => ({
        data: (await result.data<'float32'>()).slice(),
        dims: result.shape,
      })),
    );
  } finally {
    tf.dispose(results);
  }
}

function factsOf({ name, dtype, shape }: GraphModel['inputs'][number]): TensorFacts {
  return { name, type: dtype, dims: (shape ?? []).map((dim) => (dim > 0 ? dim : null)) };
}
