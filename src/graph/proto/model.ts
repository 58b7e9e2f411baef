import { AssayError } from '../../errors.js';
import type { Attribute } from '../attributes.js';
import type { OnnxModel, OnnxNode, OnnxValueInfo } from '../model.js';
import { codeOfType, typeOfCode, type Dim } from '../types.js';
import { readAttribute, writeAttribute } from './attribute.js';
import { invalid, protoFields, readBytes, readInt, readText, safeInt } from './reader.js';
import { readTensor, writeTensor } from './tensor.js';
import { createProtoWriter, type ProtoWriter } from './writer.js';

/** Writes a ModelProto. The bytes depend on the model only: attributes and metadata go in the order of their names. */
export function writeModel(model: OnnxModel): Uint8Array {
  const writer = createProtoWriter();
  writer.int(1, model.irVersion);
  writer.text(2, model.producer);
  writer.message(7, (graph) => {
    for (const node of model.nodes) graph.message(1, (nested) => writeNode(nested, node));
    graph.text(2, model.graphName);
    for (const [name, tensor] of model.initializers) {
      graph.message(5, (nested) => writeTensor(nested, tensor, name));
    }
    for (const input of model.inputs) graph.message(11, (nested) => writeValueInfo(nested, input));
    for (const output of model.outputs) graph.message(12, (nested) => writeValueInfo(nested, output));
  });
  for (const [domain, version] of [['', model.opset] as const, ...sorted(model.domains)]) {
    writer.message(8, (opset) => {
      opset.text(1, domain);
      opset.int(2, version);
    });
  }
  writeMetadata(writer, model.metadata);
  return writer.finish();
}

/** Writes metadata_props in the order of their names. */
export function writeMetadata(writer: ProtoWriter, metadata: Readonly<Record<string, string>>): void {
  for (const [key, value] of sorted(metadata)) {
    writer.message(14, (entry) => {
      entry.text(1, key);
      entry.text(2, value);
    });
  }
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function writeNode(writer: ProtoWriter, node: OnnxNode): void {
  for (const input of node.inputs) writer.text(1, input);
  for (const output of node.outputs) writer.text(2, output);
  if (node.name !== '') writer.text(3, node.name);
  writer.text(4, node.opType);
  for (const [name, attribute] of sorted<Attribute>(node.attributes)) {
    writer.message(5, (nested) => writeAttribute(nested, name, attribute));
  }
  if (node.domain !== '') writer.text(7, node.domain);
}

function writeValueInfo(writer: ProtoWriter, info: OnnxValueInfo): void {
  writer.text(1, info.name);
  const { type, shape } = info;
  if (type === undefined) return;
  writer.message(2, (typeProto) =>
    typeProto.message(1, (tensorType) => {
      tensorType.int(1, codeOfType(type));
      if (shape === undefined) return;
      tensorType.message(2, (shapeProto) => {
        for (const dim of shape) {
          shapeProto.message(1, (entry) =>
            typeof dim === 'number' ? entry.int(1, dim) : entry.text(2, dim),
          );
        }
      });
    }),
  );
}

/**
 * Reads an .onnx file. Memory stays within a small multiple of the bytes given, nothing is read outside
 * them, and the bodies of control-flow nodes are not entered.
 * Throws E_ONNX_INVALID on malformed bytes, E_ONNX_UNSUPPORTED on weights kept elsewhere or of odd types.
 */
export function parseModel(bytes: Uint8Array): OnnxModel {
  const model: OnnxModel = {
    irVersion: 0,
    opset: 0,
    domains: {},
    producer: '',
    graphName: '',
    nodes: [],
    initializers: new Map(),
    inputs: [],
    outputs: [],
    valueInfo: new Map(),
    metadata: {},
  };
  let graphs = 0;
  for (const field of protoFields(bytes)) {
    if (field.field === 1) model.irVersion = readInt(field);
    else if (field.field === 2) model.producer = readText(field);
    else if (field.field === 7) {
      graphs++;
      readGraph(readBytes(field), model);
    } else if (field.field === 8) readOpset(readBytes(field), model);
    else if (field.field === 14) readEntry(readBytes(field), model.metadata);
    else if (field.field === 25) {
      throw new AssayError(
        'E_ONNX_UNSUPPORTED',
        'The model defines functions of its own. Export it again with functions inlined (onnx.inliner.inline_local_functions).',
      );
    }
  }
  if (graphs !== 1) throw invalid(`it holds ${graphs} graphs where one is expected`);
  if (model.opset < 1) throw invalid('it names no version of the standard operators');
  model.inputs = model.inputs.filter((input) => !model.initializers.has(input.name));
  return model;
}

function readGraph(bytes: Uint8Array, model: OnnxModel): void {
  for (const field of protoFields(bytes)) {
    if (field.field === 1) model.nodes.push(readNode(readBytes(field)));
    else if (field.field === 2) model.graphName = readText(field);
    else if (field.field === 5) {
      const { name, tensor } = readTensor(readBytes(field));
      if (model.initializers.has(name)) throw invalid(`it holds the weights "${name}" twice`);
      model.initializers.set(name, tensor);
    } else if (field.field === 11) model.inputs.push(readValueInfo(readBytes(field)));
    else if (field.field === 12) model.outputs.push(readValueInfo(readBytes(field)));
    else if (field.field === 13) {
      const info = readValueInfo(readBytes(field));
      model.valueInfo.set(info.name, info);
    } else if (field.field === 15) {
      throw new AssayError(
        'E_ONNX_UNSUPPORTED',
        'The model holds sparse weights. Export it again with dense ones.',
      );
    }
  }
}

function readNode(bytes: Uint8Array): OnnxNode {
  const attributes: Record<string, Attribute> = {};
  const node = { name: '', opType: '', domain: '', inputs: [] as string[], outputs: [] as string[] };
  for (const field of protoFields(bytes)) {
    if (field.field === 1) node.inputs.push(readText(field));
    else if (field.field === 2) node.outputs.push(readText(field));
    else if (field.field === 3) node.name = readText(field);
    else if (field.field === 4) node.opType = readText(field);
    else if (field.field === 7) node.domain = readText(field);
    else if (field.field === 5) {
      const { name, attribute } = readAttribute(readBytes(field));
      if (attribute !== undefined) define(attributes, name, attribute);
    }
  }
  if (node.opType === '') throw invalid('a node names no operator');
  // 'ai.onnx' is the long name of the standard domain.
  return { ...node, domain: node.domain === 'ai.onnx' ? '' : node.domain, attributes };
}

function readValueInfo(bytes: Uint8Array): OnnxValueInfo {
  const info: OnnxValueInfo = { name: '', type: undefined, shape: undefined };
  for (const field of protoFields(bytes)) {
    if (field.field === 1) info.name = readText(field);
    if (field.field !== 2) continue;
    for (const typeField of protoFields(readBytes(field))) {
      if (typeField.field !== 1) continue;
      for (const part of protoFields(readBytes(typeField))) {
        if (part.field === 1) info.type = typeOfCode(readInt(part));
        else if (part.field === 2) info.shape = readShape(readBytes(part), info.name);
      }
    }
  }
  return info;
}

function readShape(bytes: Uint8Array, name: string): Dim[] {
  const shape: Dim[] = [];
  for (const field of protoFields(bytes)) {
    if (field.field !== 1) continue;
    let dim: Dim = `${name}_dim_${shape.length}`;
    for (const part of protoFields(readBytes(field))) {
      if (part.field === 1) {
        const extent = safeInt(part.varint);
        if (extent >= 0) dim = extent;
      } else if (part.field === 2 && part.bytes.length > 0) dim = readText(part);
    }
    shape.push(dim);
    if (shape.length > 64) throw invalid(`"${name}" has more than 64 dimensions`);
  }
  return shape;
}

function readOpset(bytes: Uint8Array, model: OnnxModel): void {
  let domain = '';
  let version = 0;
  for (const field of protoFields(bytes)) {
    if (field.field === 1) domain = readText(field);
    else if (field.field === 2) version = readInt(field);
  }
  if (domain === '' || domain === 'ai.onnx') model.opset = version;
  else define(model.domains, domain, version);
}

/** Reads one metadata entry into `metadata`. */
export function readEntry(bytes: Uint8Array, metadata: Record<string, string>): void {
  let key = '';
  let value = '';
  for (const field of protoFields(bytes)) {
    if (field.field === 1) key = readText(field);
    else if (field.field === 2) value = readText(field);
  }
  define(metadata, key, value);
}

/** Sets an own property even for names such as `__proto__`, which files may hold. */
function define<T>(record: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
}
