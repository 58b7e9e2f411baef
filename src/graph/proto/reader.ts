import { AssayError } from '../../errors.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** One field of a message: the wire type says which of the readers below fits. */
export interface ProtoField {
  readonly field: number;
  readonly wire: 0 | 1 | 2 | 5;
  /** The bits of a varint (wire type 0), else 0n. */
  readonly varint: bigint;
  /** The bytes of wire types 1, 2 and 5 (a view, not a copy). */
  readonly bytes: Uint8Array;
}

const EMPTY = new Uint8Array(0);

/** Walks the fields of one protobuf message. Never reads outside `bytes`; throws E_ONNX_INVALID on anything malformed. */
export function* protoFields(bytes: Uint8Array): Generator<ProtoField> {
  let at = 0;
  const varint = (): bigint => {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (at >= bytes.length) throw invalid('it ends inside a number');
      const byte = bytes[at++]!;
      low += (byte & 127) * 2 ** shift;
      if (byte < 128) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      if (at >= bytes.length) throw invalid('it ends inside a number');
      const byte = bytes[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw invalid('a number is longer than ten bytes');
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) {
      throw invalid(`a field claims ${length} bytes where ${bytes.length - at} are left`);
    }
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag > 0xffffffffn) throw invalid('a field tag is out of range');
    const field = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (field === 0) throw invalid('a field has number 0');
    if (wire === 0) yield { field, wire, varint: varint(), bytes: EMPTY };
    else if (wire === 1) yield { field, wire, varint: 0n, bytes: take(8) };
    else if (wire === 5) yield { field, wire, varint: 0n, bytes: take(4) };
    else if (wire === 2) {
      const length = varint();
      if (length > BigInt(bytes.length)) {
        throw invalid(`a field claims ${length} bytes where ${bytes.length - at} are left`);
      }
      yield { field, wire, varint: 0n, bytes: take(Number(length)) };
    } else throw invalid(`wire type ${wire} is not one that ONNX uses`);
  }
}

/** A signed integer field that fits a JavaScript number. */
export function readInt(field: ProtoField): number {
  if (field.wire !== 0) throw invalid(`field ${field.field} should be a number`);
  return safeInt(field.varint);
}

/** A float field (fixed 32 bits). */
export function readFloat(field: ProtoField): number {
  if (field.wire !== 5) throw invalid(`field ${field.field} should be a 32-bit float`);
  return new DataView(field.bytes.buffer, field.bytes.byteOffset, 4).getFloat32(0, true);
}

/** A length-delimited field. */
export function readBytes(field: ProtoField): Uint8Array {
  if (field.wire !== 2) throw invalid(`field ${field.field} should hold bytes`);
  return field.bytes;
}

/** A UTF-8 string field. */
export function readText(field: ProtoField): string {
  try {
    return decoder.decode(readBytes(field));
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw invalid(`field ${field.field} is not UTF-8 text`);
  }
}

/** Appends one entry, or all of a packed run, of a repeated integer field. */
export function readInts(field: ProtoField, into: bigint[]): void {
  if (field.wire === 0) {
    into.push(BigInt.asIntN(64, field.varint));
    return;
  }
  const bytes = readBytes(field);
  let at = 0;
  while (at < bytes.length) {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length || shift > 63n) throw invalid('it ends inside a packed number');
      const byte = bytes[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) break;
    }
    into.push(BigInt.asIntN(64, value));
  }
}

/** The bytes of one entry, or of a packed run, of a repeated fixed-width field. */
export function readFixed(field: ProtoField, width: 4 | 8): Uint8Array {
  if (field.wire === 0 || field.bytes.length % width !== 0) {
    throw invalid(`field ${field.field} should hold ${width}-byte numbers`);
  }
  return field.bytes;
}

/** A 64-bit two's complement integer as a number; refuses what a number cannot hold exactly. */
export function safeInt(bits: bigint): number {
  const value = BigInt.asIntN(64, bits);
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw invalid(`the integer ${value} is out of range`);
  return number;
}

/** The error for bytes that are not a well-formed ONNX model. */
export function invalid(what: string): AssayError {
  return new AssayError(
    'E_ONNX_INVALID',
    `Not a readable ONNX model: ${what}. Expected an .onnx file as exporters write it; copy or export it again.`,
  );
}
