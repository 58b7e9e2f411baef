import { AssayError } from '../../errors.js';
import { bytesOf, codeOfType, elementBytes, typeOfCode, viewAs, arrayOf, type Tensor } from '../types.js';
import { invalid, protoFields, readBytes, readFixed, readInt, readInts, readText } from './reader.js';
import type { ProtoWriter } from './writer.js';

/** Writes the fields of a TensorProto, its data as raw bytes (little-endian, as every platform of Node is). */
export function writeTensor(writer: ProtoWriter, tensor: Tensor, name?: string): void {
  if (tensor.dims.length > 0) writer.packedInts(1, tensor.dims);
  writer.int(2, codeOfType(tensor.type));
  if (name !== undefined) writer.text(8, name);
  writer.bytes(9, bytesOf(tensor.data));
}

/** Reads a TensorProto; its size must agree with its shape. Throws E_ONNX_INVALID, E_ONNX_UNSUPPORTED. */
export function readTensor(bytes: Uint8Array): { name: string; tensor: Tensor } {
  const dimBits: bigint[] = [];
  const integers: bigint[] = [];
  const fixed: Uint8Array[] = [];
  let code = 0;
  let name = '';
  let raw: Uint8Array | undefined;
  let external = false;
  for (const field of protoFields(bytes)) {
    if (field.field === 1) readInts(field, dimBits);
    else if (field.field === 2) code = readInt(field);
    else if (field.field === 4) fixed.push(readFixed(field, 4));
    else if (field.field === 10) fixed.push(readFixed(field, 8));
    else if (field.field === 5 || field.field === 7) readInts(field, integers);
    else if (field.field === 8) name = readText(field);
    else if (field.field === 9) raw = readBytes(field);
    else if (field.field === 14) external = readInt(field) === 1;
  }
  if (external) {
    throw new AssayError(
      'E_ONNX_UNSUPPORTED',
      `The weights "${name}" lie in a second file beside the model. Save the model again as one file (in Python: onnx.save(model, path) with external data turned off).`,
    );
  }
  const type = typeOfCode(code);
  if (type === undefined) {
    throw new AssayError(
      'E_ONNX_UNSUPPORTED',
      `The tensor "${name}" has ONNX element type ${code}, which Assay does not read. Convert it to float32, float16, int64 or another plain type.`,
    );
  }
  if (dimBits.length > 64) throw invalid(`the tensor "${name}" has ${dimBits.length} dimensions`);
  const dims = dimBits.map(Number);
  const length = dims.reduce((product, dim) => product * dim, 1);
  if (dims.some((dim) => dim < 0) || !Number.isSafeInteger(length)) {
    throw invalid(`the tensor "${name}" has shape [${dimBits.join(', ')}]`);
  }
  const mismatch = (found: number, unit: string): AssayError =>
    invalid(`the tensor "${name}" has shape [${dims.join(', ')}] but ${found} ${unit} of data`);
  if (raw !== undefined || fixed.length > 0) {
    const data = raw ?? joined(fixed);
    if (raw === undefined && type !== 'float32' && type !== 'float64')
      throw mismatch(data.length, 'float bytes');
    if (data.length !== length * elementBytes(type)) throw mismatch(data.length, 'bytes');
    return { name, tensor: { type, dims, data: viewAs(type, data.slice()) } };
  }
  if (integers.length !== length) throw mismatch(integers.length, 'elements');
  const data = arrayOf(type, length);
  for (let i = 0; i < length; i++) {
    if (data instanceof BigInt64Array) data[i] = integers[i]!;
    else data[i] = Number(integers[i]!);
  }
  return { name, tensor: { type, dims, data } };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
