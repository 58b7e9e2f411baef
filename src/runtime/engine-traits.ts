import { addInput, addOutput, createGraph, emitOne, serialise } from '../graph/index.js';
import type { Engine } from './session.js';

const known = new WeakMap<Engine, Promise<boolean>>();

/**
 * Whether the engine writes results into tensors given to it, found by trying once: onnxruntime-node does;
 * onnxruntime-web 1.30 takes such tensors for processor memory and leaves them as they are.
 */
export function writesIntoGivenTensors(engine: Engine): Promise<boolean> {
  const before = known.get(engine);
  if (before) return before;
  const found = tryOnce(engine);
  known.set(engine, found);
  return found;
}

async function tryOnce(engine: Engine): Promise<boolean> {
  const graph = createGraph();
  addOutput(graph, emitOne(graph, 'Neg', [addInput(graph, 'x', 'float32', [2])]), 'y');
  const session = await engine.InferenceSession.create(serialise(graph));
  const room = Float32Array.of(0, 0);
  const x = new engine.Tensor('float32', Float32Array.of(3, 5), [2]);
  await session.run({ x }, { y: new engine.Tensor('float32', room, [2]) });
  await session.release();
  return room[0] === -3 && room[1] === -5;
}
