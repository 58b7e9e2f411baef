import type { WeightTensor } from './weights.js';

/** Zeros around a picture: top, left, bottom, right. */
export type Pads = readonly [number, number, number, number];

/** How a sliding window meets the border: TensorFlow's SAME (size / stride, rounded up), or exact zeros. */
export type Padding = 'same' | Pads;

export const NO_PADS: Pads = [0, 0, 0, 0];

/** Height and width of a window, or of its step. */
export type Pair = readonly [number, number];

/** One layer of a convolutional network; `from` names the layers it reads. */
export type Layer =
  | { kind: 'input'; from: readonly [] }
  | {
      kind: 'convolution';
      from: readonly [string];
      /** TensorFlow layout: [height, width, in, out], or [height, width, channels, 1] when depthwise. */
      weight: WeightTensor;
      bias?: Float32Array;
      depthwise: boolean;
      stride: Pair;
      padding: Padding;
    }
  /** `x * scale + offset`, per channel, or with one number for all of them. */
  | { kind: 'affine'; from: readonly [string]; scale: Float32Array; offset: Float32Array }
  | { kind: 'clip'; from: readonly [string]; min: number; max: number }
  | { kind: 'pad'; from: readonly [string]; pads: Pads }
  | { kind: 'max-pool' | 'average-pool'; from: readonly [string]; size: Pair; stride: Pair; padding: Padding }
  | { kind: 'add'; from: readonly [string, string] }
  | { kind: 'concatenate'; from: readonly string[] }
  | { kind: 'identity'; from: readonly [string] };

/** A network as both TensorFlow.js formats come to: layers by name, and the one whose output is wanted. */
export interface ConvNetwork {
  layers: Map<string, Layer>;
  output: string;
}

/** The layers that `output` depends on, each after those it reads. */
export function inOrder(network: ConvNetwork): [string, Layer][] {
  const ordered: [string, Layer][] = [];
  const done = new Set<string>();
  const stack = [network.output];
  while (stack.length > 0) {
    const name = stack[stack.length - 1]!;
    const layer = network.layers.get(name);
    if (!layer) throw new Error(`layer "${name}" is read but not defined`);
    const missing = done.has(name) ? [] : layer.from.filter((source) => !done.has(source));
    if (missing.length > 0) {
      if (stack.length > network.layers.size) throw new Error(`layer "${name}" depends on itself`);
      stack.push(missing[0]!);
      continue;
    }
    stack.pop();
    if (!done.has(name)) ordered.push([name, layer]);
    done.add(name);
  }
  return ordered;
}
