import { AssayError } from '../errors.js';
import type { Dim, OnnxModel } from '../graph/index.js';
import type { NetworkInput } from './input-graph.js';

/** How a user says a network takes pictures; each has a safe default (`docs/backbones.md`). */
export interface BackboneOptions {
  /** Side of the square view, pixels. Default: what the file fixes, else what it was trained at, else 224. */
  size?: number;
  /** Default: where the shape of the input has its three channels. */
  layout?: 'nchw' | 'nhwc';
  /** Default rgb. */
  channels?: 'rgb' | 'bgr';
  /** Pixels of 0..255 are multiplied by this; default 1/255. */
  scale?: number;
  /** Subtracted after scaling, one number a channel in the order they are fed; default 0. */
  mean?: readonly number[];
  /** Divided by after that; default 1. */
  std?: readonly number[];
  /** The output, or inner value, to take the features from; default the only one. */
  output?: string;
}

/** Normalisation and layout that a model's input and the options come to, and the side of the view. */
export function readInput(
  model: OnnxModel,
  options: BackboneOptions,
  usualSize: number,
): { name: string; size: number; input: NetworkInput } {
  const [info] = model.inputs;
  if (!info || model.inputs.length > 1) {
    const names = model.inputs.map((input) => input.name).join(', ') || 'none';
    throw unfit(`it has ${model.inputs.length} inputs (${names}), and one is expected, the picture`);
  }
  const { name, type, shape } = info;
  if (type !== 'float32' && type !== 'float16') {
    throw unfit(`its input "${name}" is ${type ?? 'of an unknown type'}, and float32 or float16 is expected`);
  }
  if (shape?.length !== 4) {
    throw unfit(
      `its input "${name}" has shape ${shape ? `[${shape.join(', ')}]` : 'unknown'}, and [N, 3, H, W] or [N, H, W, 3] is expected`,
    );
  }
  const layout = readLayout(name, shape, options.layout);
  const [height, width] = layout === 'nchw' ? [shape[2]!, shape[3]!] : [shape[1]!, shape[2]!];
  return {
    name,
    size: readSize(name, height, width, options.size, usualSize),
    input: {
      layout,
      channels: options.channels ?? 'rgb',
      scale: number(options.scale ?? 1 / 255, 'scale'),
      mean: three(options.mean ?? [0, 0, 0], 'mean'),
      std: three(options.std ?? [1, 1, 1], 'std').map((value) => nonZero(value)),
      type,
    },
  };
}

function readLayout(name: string, shape: readonly Dim[], wanted?: 'nchw' | 'nhwc'): 'nchw' | 'nhwc' {
  const at = { nchw: shape[1]!, nhwc: shape[3]! };
  const possible = (['nchw', 'nhwc'] as const).filter(
    (layout) => at[layout] === 3 || typeof at[layout] === 'string',
  );
  // An extent of 3 in one of the two places tells the layout; a free one only allows it.
  const told = possible.filter((layout) => at[layout] === 3);
  const candidates = told.length === 1 ? told : possible;
  const shown = `its input "${name}" has shape [${shape.join(', ')}]`;
  if (candidates.length === 0) throw unfit(`${shown}, and three colour channels are expected`);
  if (wanted && !candidates.includes(wanted)) throw unfit(`${shown}, and the wanted layout is ${wanted}`);
  if (wanted) return wanted;
  if (candidates.length === 1) return candidates[0]!;
  throw unfit(
    `${shown}, which does not tell where the channels are; say so with --backbone-layout nchw or nhwc`,
  );
}

function readSize(name: string, height: Dim, width: Dim, wanted: number | undefined, usual: number): number {
  if (typeof height === 'number' && typeof width === 'number' && height !== width) {
    throw unfit(`its input "${name}" takes ${height} x ${width} pixels only, and a square is expected`);
  }
  const fixed = [height, width].find((dim) => typeof dim === 'number');
  if (fixed !== undefined && wanted !== undefined && fixed !== wanted) {
    throw unfit(
      `its input "${name}" takes ${fixed} x ${fixed} pixels only, not ${wanted}; use --size ${fixed}`,
    );
  }
  const size = wanted ?? fixed ?? usual;
  if (Number.isInteger(size) && size >= 1 && size <= 4096) return size;
  throw new AssayError(
    'E_ARGUMENT',
    `A view of ${size} pixels was asked for; give a whole number from 1 to 4096.`,
  );
}

function three(values: readonly number[], what: string): number[] {
  if (values.length === 3) return values.map((value) => number(value, what));
  throw new AssayError(
    'E_ARGUMENT',
    `The backbone's ${what} has ${values.length} numbers; give three, one a channel.`,
  );
}

function number(value: number, what: string): number {
  if (Number.isFinite(value)) return value;
  throw new AssayError('E_ARGUMENT', `The backbone's ${what} is ${value}; give a finite number.`);
}

function nonZero(value: number): number {
  if (value !== 0) return value;
  throw new AssayError('E_ARGUMENT', "The backbone's std holds a zero, and pixels are divided by it.");
}

/** The error for a backbone that does not take pictures as it must. */
export function unfit(what: string, cause?: unknown): AssayError {
  return new AssayError(
    'E_BACKBONE_INPUT',
    `This backbone cannot be used: ${what}. See docs/backbones.md for what a backbone must take.`,
    { cause },
  );
}
