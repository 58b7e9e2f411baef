import type { Tensor } from './types.js';

/** An attribute of a node as ONNX keeps it. A `graph` (the body of If or Loop) is carried as bytes only. */
export type Attribute =
  | { kind: 'float'; value: number }
  | { kind: 'int'; value: number }
  | { kind: 'string'; value: string }
  | { kind: 'tensor'; value: Tensor }
  | { kind: 'floats'; value: number[] }
  | { kind: 'ints'; value: number[] }
  | { kind: 'strings'; value: string[] }
  | { kind: 'graph'; value: Uint8Array };

/** Attributes by name, as ONNX keeps them. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** What `emit` takes: plain values; numbers are integers unless fractional or known to ONNX as floats. */
export type AttributeValue =
  number | string | readonly number[] | readonly string[] | Tensor | Attribute | undefined;

/** Attributes that the ONNX operators define as floats, so that `{ alpha: 1 }` is written rightly. */
const FLOATS = new Set(
  (
    'alpha beta gamma epsilon momentum bias lambd ratio cubic_coeff_a extrapolation_value value_float ' +
    'value_floats spatial_scale mean scale high low min max scales norm_coefficient'
  ).split(' '),
);

/** Turns plain attribute values into ONNX attributes; undefined ones are left out. */
export function toAttributes(values: Readonly<Record<string, AttributeValue>>): Attributes {
  const attributes: Record<string, Attribute> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) attributes[name] = toAttribute(name, value);
  }
  return attributes;
}

function toAttribute(name: string, value: Exclude<AttributeValue, undefined>): Attribute {
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'number') {
    return { kind: FLOATS.has(name) || !Number.isInteger(value) ? 'float' : 'int', value };
  }
  if ('kind' in value) return value;
  if ('dims' in value) return { kind: 'tensor', value };
  if (value.some((item) => typeof item === 'string')) return { kind: 'strings', value: value.map(String) };
  const numbers = value.map(Number);
  return {
    kind: FLOATS.has(name) || !numbers.every(Number.isInteger) ? 'floats' : 'ints',
    value: numbers,
  };
}

/** An integer or float attribute, or the default. */
export function numberAttribute(attributes: Attributes, name: string, otherwise: number): number {
  const attribute = attributes[name];
  return attribute?.kind === 'int' || attribute?.kind === 'float' ? attribute.value : otherwise;
}

/** A list-of-integers attribute, or undefined when absent. */
export function intsAttribute(attributes: Attributes, name: string): number[] | undefined {
  const attribute = attributes[name];
  return attribute?.kind === 'ints' ? attribute.value : undefined;
}

/** A string attribute, or the default. */
export function stringAttribute(attributes: Attributes, name: string, otherwise: string): string {
  const attribute = attributes[name];
  return attribute?.kind === 'string' ? attribute.value : otherwise;
}
