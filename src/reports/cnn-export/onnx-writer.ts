// Writes the few messages of ONNX's protobuf schema (onnx.proto) that a plain feed-forward network needs.
// What the network is made of is not known here.

import { Writer } from 'protobufjs/minimal.js';

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Written as float32 or as int64. */
  readonly data: Float32Array | readonly number[];
}

export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly ints?: Readonly<Record<string, number | readonly number[]>>;
  readonly floats?: Readonly<Record<string, number>>;
}

export interface OnnxValue {
  readonly name: string;
  /** A word stands for a length that is known when the model runs. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly name: string;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly description: string;
  readonly irVersion: number;
  readonly opset: number;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

const FLOAT = 1;
const INT64 = 7;
/** AttributeProto.AttributeType */
const ATTRIBUTE = { float: 1, int: 2, ints: 7 } as const;

// Wire types of protobuf.
const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

class Message {
  readonly #writer = Writer.create();

  text(field: number, value: string): this {
    this.#tag(field, BYTES).string(value);
    return this;
  }

  texts(field: number, values: readonly string[]): this {
    for (const value of values) this.text(field, value);
    return this;
  }

  int(field: number, value: number): this {
    this.#tag(field, VARINT).int64(value);
    return this;
  }

  ints(field: number, values: readonly number[]): this {
    for (const value of values) this.int(field, value);
    return this;
  }

  float(field: number, value: number): this {
    this.#tag(field, FIXED32).float(value);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, BYTES).bytes(value);
    return this;
  }

  messages<Item>(field: number, items: readonly Item[], write: (item: Item) => Message): this {
    for (const item of items) this.bytes(field, write(item).finish());
    return this;
  }

  finish(): Uint8Array {
    return this.#writer.finish();
  }

  #tag(field: number, wireType: number): Writer {
    return this.#writer.uint32((field << 3) | wireType);
  }
}

/** The bytes of a `.onnx` file. */
export function writeOnnx(model: OnnxModel): Uint8Array {
  return new Message()
    .int(1, model.irVersion)
    .text(2, model.producerName)
    .text(3, model.producerVersion)
    .text(6, model.description)
    .messages(7, [model], graph)
    .messages(8, [model.opset], (version) => new Message().text(1, '').int(2, version))
    .messages(14, Object.entries(model.metadata), ([key, value]) =>
      new Message().text(1, key).text(2, value),
    )
    .finish();
}

function graph({ name, nodes, initializers, inputs, outputs }: OnnxModel): Message {
  return new Message()
    .messages(1, nodes, node)
    .text(2, name)
    .messages(5, initializers, tensor)
    .messages(11, inputs, valueInfo)
    .messages(12, outputs, valueInfo);
}

function node({ type, inputs, output, ints = {}, floats = {} }: OnnxNode): Message {
  return new Message()
    .texts(1, inputs)
    .text(2, output)
    .text(3, output)
    .text(4, type)
    .messages(5, Object.entries(ints), ([name, value]) => {
      const attribute = new Message().text(1, name);
      return typeof value === 'number'
        ? attribute.int(3, value).int(20, ATTRIBUTE.int)
        : attribute.ints(8, value).int(20, ATTRIBUTE.ints);
    })
    .messages(5, Object.entries(floats), ([name, value]) =>
      new Message().text(1, name).float(2, value).int(20, ATTRIBUTE.float),
    );
}

function tensor({ name, shape, data }: OnnxTensor): Message {
  const isFloat = data instanceof Float32Array;
  return new Message()
    .ints(1, shape)
    .int(2, isFloat ? FLOAT : INT64)
    .text(8, name)
    .bytes(9, isFloat ? littleEndian(data) : int64s(data));
}

function valueInfo({ name, shape }: OnnxValue): Message {
  const dimensions = new Message().messages(1, shape, (length) =>
    typeof length === 'number' ? new Message().int(1, length) : new Message().text(2, length),
  );
  const tensorType = new Message().int(1, FLOAT).bytes(2, dimensions.finish());
  const type = new Message().bytes(1, tensorType.finish());
  return new Message().text(1, name).bytes(2, type.finish());
}

/** The values' bytes whatever the machine's own byte order. */
export function littleEndian(values: Float32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return new Uint8Array(view.buffer);
}

function int64s(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => view.setBigInt64(8 * i, BigInt(value), true));
  return new Uint8Array(view.buffer);
}
