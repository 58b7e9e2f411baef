import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  serialise,
  tensor,
  toModel,
} from '../../graph/index.js';
import type { OnnxModel } from '../../graph/index.js';
import type { Image } from '../../image/index.js';
import { checkBackbone, type Backbone } from '../backbone.js';

/** A backbone whose features are the means of the three channels, in 0..255. */
export function tinyBackbone(size: number, opset = 17): Promise<Backbone> {
  const graph = createGraph({ opset });
  const input = addInput(graph, 'image', 'float32', ['N', 3, 'H', 'W']);
  addOutput(graph, emitOne(graph, 'Relu', [input]), 'logit');
  const about = { title: 'Tiny', source: 'a test', licence: 'MIT', pretraining: null };
  return checkBackbone({ name: 'tiny', bytes: serialise(graph), about }, { size, scale: 1 });
}

/** A head of one dense layer: `weights` row-major [length, 2]. */
export function tinyHead(length: number, weights: ArrayLike<number>, opset = 17): OnnxModel {
  const graph = createGraph({ opset });
  const features = addInput(graph, 'features', 'float32', ['N', length]);
  const kernel = addConstant(graph, tensor('float32', [length, 2], weights), 'kernel');
  addOutput(graph, emitOne(graph, 'MatMul', [features, kernel]), 'scores');
  return toModel(graph);
}

/** A picture by a formula, the same on every machine. */
export function patterned(height: number, width: number, seed = 0): Image {
  const data = Uint8Array.from(
    { length: height * width * 3 },
    (_, i) => (i * 37 + seed * 91 + ((i * i) % 59) * 3) % 256,
  );
  return { width, height, data };
}
