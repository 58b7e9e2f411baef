import { readEntry, writeMetadata } from './model.js';
import { invalid, protoFields, readBytes } from './reader.js';
import { createProtoWriter } from './writer.js';

/** The metadata of an .onnx file, without reading its weights. Throws E_ONNX_INVALID. */
export function readMetadata(bytes: Uint8Array): Record<string, string> {
  const metadata: Record<string, string> = {};
  let graphs = 0;
  for (const field of protoFields(bytes)) {
    if (field.field === 7) graphs++;
    if (field.field === 14) readEntry(readBytes(field), metadata);
  }
  if (graphs !== 1) throw invalid(`it holds ${graphs} graphs where one is expected`);
  return metadata;
}

/**
 * The same .onnx file with other metadata (all of it: earlier entries go). Every other byte of the model
 * stays as it is. Throws E_ONNX_INVALID.
 */
export function withMetadata(bytes: Uint8Array, metadata: Readonly<Record<string, string>>): Uint8Array {
  readMetadata(bytes); // refuses what is not a model before anything is copied
  const writer = createProtoWriter();
  for (const field of protoFields(bytes)) {
    if (field.field === 14) continue;
    if (field.wire === 0) writer.int(field.field, field.varint);
    else if (field.wire === 2) writer.bytes(field.field, field.bytes);
    else throw invalid(`field ${field.field} of the model is a fixed-width number, which ONNX does not have`);
  }
  writeMetadata(writer, metadata);
  return writer.finish();
}
