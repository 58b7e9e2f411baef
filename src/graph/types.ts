import { AssayError } from '../errors.js';

/** The element types that graphs here may hold; `bool` is kept as bytes, `float16` as its bit patterns. */
export type DataType = 'float32' | 'float16' | 'float64' | 'int64' | 'int32' | 'uint8' | 'int8' | 'bool';

/** One extent of a shape: a number, or a name for what is known only when the graph runs (`'N'`). */
export type Dim = number | string;

/** The arrays that hold tensor data: one class for each data type (see `arrayOf`). */
export type TypedArray =
  Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array | Int8Array | Uint16Array;

/** Numbers with a type and a shape, row-major. */
export interface Tensor {
  type: DataType;
  dims: number[];
  data: TypedArray;
}

/** An edge of a graph: what a node, an input or a constant gives. */
export interface Value {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly Dim[];
}

/** A type and a shape, without a name. */
export interface ValueType {
  type: DataType;
  shape: readonly Dim[];
}

/** TensorProto.DataType codes of the ONNX standard. */
const CODES: Record<DataType, number> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
};

const ARRAYS = {
  float32: Float32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  float16: Uint16Array,
  float64: Float64Array,
} as const;

const TYPES = new Map(Object.entries(CODES).map(([type, code]) => [code, type as DataType]));

/** The ONNX code of a data type. */
export function codeOfType(type: DataType): number {
  return CODES[type];
}

/** The data type of an ONNX code, or undefined when graphs here do not hold it. */
export function typeOfCode(code: number): DataType | undefined {
  return TYPES.get(code);
}

/** Bytes of one element. */
export function elementBytes(type: DataType): number {
  return ARRAYS[type].BYTES_PER_ELEMENT;
}

/** A new zeroed array of `length` elements of this type. */
export function arrayOf(type: DataType, length: number): TypedArray {
  return new ARRAYS[type](length);
}

/** The elements of a typed array's own bytes seen as `type`; copies when the bytes are not aligned. */
export function viewAs(type: DataType, bytes: Uint8Array): TypedArray {
  const size = elementBytes(type);
  const own = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes); // slice() of a Buffer does not copy
  return new ARRAYS[type](own.buffer as ArrayBuffer, own.byteOffset, own.byteLength / size);
}

/** The bytes under a typed array, without copying. */
export function bytesOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** The number of elements of a shape whose extents are all known. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** Makes a tensor from plain numbers, or checks that the given array is of the type and size. Throws E_GRAPH_INVALID. */
export function tensor(
  type: DataType,
  dims: readonly number[],
  data: ArrayLike<number> | TypedArray,
): Tensor {
  const length = sizeOf(dims);
  if (data.length !== length) {
    throw new AssayError(
      'E_GRAPH_INVALID',
      `A tensor of shape [${dims.join(', ')}] needs ${length} elements, but ${data.length} were given.`,
    );
  }
  if (data instanceof ARRAYS[type]) return { type, dims: [...dims], data };
  const array = arrayOf(type, length);
  for (let i = 0; i < length; i++) {
    const item = data[i]!;
    array[i] = array instanceof BigInt64Array ? BigInt(item) : Number(item);
  }
  return { type, dims: [...dims], data: array };
}

/** A float32 tensor of one number and no dimensions. */
export function scalar(number: number, type: DataType = 'float32'): Tensor {
  return tensor(type, [], [number]);
}

/** An int64 vector: shapes, axes, pads. */
export function ints(numbers: readonly number[]): Tensor {
  return tensor('int64', [numbers.length], numbers);
}

/** A shape as people read it: `[N, 3, 96, 96]`. */
export function formatShape(shape: readonly Dim[]): string {
  return `[${shape.join(', ')}]`;
}
