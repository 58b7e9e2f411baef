import {
  addInput,
  addOutput,
  createGraph,
  emitOne,
  inChannelBlocks,
  serialise,
  tensor,
  type Graph,
  type Tensor,
} from '../graph/index.js';
import { openSession, type Engine } from './session.js';

/** Sizes that onnxruntime's kernels use: AVX-512 and some ARM 16, AVX2 8. */
const CANDIDATES = [16, 8, 4];
const SIDE = 5;

const known = new WeakMap<Engine, Promise<number>>();

/**
 * How many channels the engine convolves at a time on this processor: found by trying, once for each
 * engine, whether a small convolution written for each size gives the right numbers. 0 where none does, as
 * in WebAssembly.
 */
export function channelBlockOf(engine: Engine): Promise<number> {
  const before = known.get(engine);
  if (before) return before;
  const found = findBlock(engine);
  known.set(engine, found);
  return found;
}

async function findBlock(engine: Engine): Promise<number> {
  const wanted = await convolve(engine, (graph) => graph);
  for (const block of CANDIDATES) {
    try {
      const got = await convolve(engine, (graph) => inChannelBlocks(graph, block));
      if (got.every((item, i) => Math.abs(item - wanted[i]!) < 1e-4)) return block;
    } catch {
      // This engine does not have the operator for this size.
    }
  }
  return 0;
}

/** A depthwise convolution over twice the largest block and a half, so that no wrong order passes for right. */
async function convolve(engine: Engine, lower: (graph: Graph) => Graph): Promise<number[]> {
  const channels = 40;
  const graph = createGraph();
  const x = addInput(graph, 'x', 'float32', [2, channels, SIDE, SIDE]);
  const w = addInput(graph, 'w', 'float32', [channels, 1, 3, 3]);
  addOutput(graph, emitOne(graph, 'Conv', [x, w], { group: channels, pads: [1, 1, 1, 1] }), 'y');
  const session = await openSession(engine, serialise(lower(graph)), { threads: 1 });
  const numbers = (dims: number[], step: number): Tensor =>
    tensor(
      'float32',
      dims,
      Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * step)),
    );
  try {
    const { y } = await session.run({
      x: numbers([2, channels, SIDE, SIDE], 1.7),
      w: numbers([channels, 1, 3, 3], 0.9),
    });
    return Array.from(y!.data, Number);
  } finally {
    await session.release();
  }
}
