import type { Attribute } from '../attributes.js';
import {
  invalid,
  protoFields,
  readBytes,
  readFixed,
  readFloat,
  readInt,
  readInts,
  readText,
  type ProtoField,
} from './reader.js';
import { readTensor, writeTensor } from './tensor.js';
import type { ProtoWriter } from './writer.js';

/** Writes the fields of an AttributeProto. */
export function writeAttribute(writer: ProtoWriter, name: string, attribute: Attribute): void {
  writer.text(1, name);
  switch (attribute.kind) {
    case 'float':
      writer.float(2, attribute.value);
      return writer.int(20, 1);
    case 'int':
      writer.int(3, attribute.value);
      return writer.int(20, 2);
    case 'string':
      writer.text(4, attribute.value);
      return writer.int(20, 3);
    case 'tensor':
      writer.message(5, (nested) => writeTensor(nested, attribute.value));
      return writer.int(20, 4);
    case 'graph':
      writer.bytes(6, attribute.value);
      return writer.int(20, 5);
    case 'floats':
      writer.packedFloats(7, attribute.value);
      return writer.int(20, 6);
    case 'ints':
      writer.packedInts(8, attribute.value);
      return writer.int(20, 7);
    case 'strings':
      for (const text of attribute.value) writer.text(9, text);
      return writer.int(20, 8);
  }
}

const KIND_OF_FIELD: Record<number, Attribute['kind']> = {
  2: 'float',
  3: 'int',
  4: 'string',
  5: 'tensor',
  6: 'graph',
  7: 'floats',
  8: 'ints',
  9: 'strings',
};
const KINDS: (Attribute['kind'] | undefined)[] = [
  undefined,
  'float',
  'int',
  'string',
  'tensor',
  'graph',
  'floats',
  'ints',
  'strings',
];

/** Reads an AttributeProto. Throws E_ONNX_INVALID. Kinds that ONNX has and nothing here uses read as undefined. */
export function readAttribute(bytes: Uint8Array): { name: string; attribute: Attribute | undefined } {
  const fields = new Map<number, ProtoField[]>();
  let name = '';
  let kind: Attribute['kind'] | undefined;
  for (const field of protoFields(bytes)) {
    if (field.field === 1) name = readText(field);
    else if (field.field === 20) kind = KINDS[readInt(field)];
    else if (field.field >= 2 && field.field <= 9) {
      const seen = fields.get(field.field);
      if (seen) seen.push(field);
      else fields.set(field.field, [field]);
    }
  }
  // Writers before IR version 2 left the type out: the field that is there says it.
  kind ??= fields.size === 1 ? KIND_OF_FIELD[[...fields.keys()][0]!] : undefined;
  return { name, attribute: kind === undefined ? undefined : attributeOf(kind, fields, name) };
}

function attributeOf(kind: Attribute['kind'], fields: Map<number, ProtoField[]>, name: string): Attribute {
  const last = (number: number): ProtoField | undefined => fields.get(number)?.at(-1);
  const all = (number: number): ProtoField[] => fields.get(number) ?? [];
  switch (kind) {
    case 'float':
      return { kind, value: last(2) ? readFloat(last(2)!) : 0 };
    case 'int': {
      const field = last(3);
      if (field && field.wire !== 0) throw invalid(`attribute "${name}" is not an integer`);
      return { kind, value: field ? clamp(BigInt.asIntN(64, field.varint)) : 0 };
    }
    case 'string':
      return { kind, value: last(4) ? readText(last(4)!) : '' };
    case 'tensor':
      if (!last(5)) throw invalid(`attribute "${name}" lacks its tensor`);
      return { kind, value: readTensor(readBytes(last(5)!)).tensor };
    case 'graph':
      return { kind, value: last(6) ? readBytes(last(6)!).slice() : new Uint8Array(0) };
    case 'floats':
      return {
        kind,
        value: all(7).flatMap((field) => [...new Float32Array(readFixed(field, 4).slice().buffer)]),
      };
    case 'ints': {
      const bits: bigint[] = [];
      for (const field of all(8)) readInts(field, bits);
      return { kind, value: bits.map(clamp) };
    }
    case 'strings':
      return { kind, value: all(9).map(readText) };
  }
}

/** Exporters write "to the end" as the largest int64: the largest safe integer means the same. */
function clamp(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return Number.MAX_SAFE_INTEGER;
  if (value < BigInt(Number.MIN_SAFE_INTEGER)) return Number.MIN_SAFE_INTEGER;
  return Number(value);
}
