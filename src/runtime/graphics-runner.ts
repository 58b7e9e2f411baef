import { AssayError } from '../errors.js';
import {
  addInput,
  addOutput,
  createGraph,
  emitOne,
  scalar,
  serialise,
  type StateTensor,
  type TrainingStep,
} from '../graph/index.js';
import { fillBank, type Banks } from './banks.js';
import { drawMasks, namedExtents } from './masks.js';
import { openResidentSession, type Resident } from './resident-session.js';
import type { Engine } from './session.js';
import { checkFinite, type RunStep } from './step-runner.js';

/** Runs steps whose state stays in the memory of the graphics processor. */
export interface GraphicsRunner {
  run: RunStep;
  /** Brings the state into the banks. */
  pull(): Promise<void>;
  /** The banks hold the state from now on. */
  push(): void;
  release(): Promise<void>;
}

/** Loads a step written for graphics. Throws E_RUNTIME_GRAPHICS, E_RUNTIME_MODEL. */
export async function createGraphicsRunner(
  step: TrainingStep,
  engine: Engine,
  banks: Banks,
): Promise<GraphicsRunner> {
  const moving = step.state.filter(({ output }) => output !== null);
  const outputs = moving.map(({ output }) => output!);
  const reader = await openResidentSession(engine, copies(moving), []);
  const session = await openResidentSession(engine, step.bytes, outputs).catch(async (error: unknown) => {
    await reader.release();
    throw error;
  });
  /** The state by the tensors' names; null while the banks hold it. */
  let held: Record<string, Resident> | null = null;

  const drop = (): void => {
    for (const resident of Object.values(held ?? {})) resident.dispose();
    held = null;
  };

  return {
    run: async (batches, { learningRate, number, random }) => {
      const [batch] = batches;
      if (!batch || batches.length > 1) {
        throw new AssayError(
          'E_ARGUMENT',
          `A step on a graphics processor was given ${batches.length} batches; expected one.`,
        );
      }
      const masks = drawMasks(step.masks, namedExtents(step.inputs, batch), random);
      const rates = { learningRate: scalar(learningRate), step: scalar(number, 'float64') };
      const { results, residents } = await session.run({
        ...batch,
        ...banks.now,
        ...held,
        ...masks,
        ...rates,
      });
      const loss = Number(results['loss']!.data[0]);
      const gradientNorm = Number(results['gradientNorm']!.data[0]);
      try {
        checkFinite(loss, gradientNorm, { learningRate, number, random });
      } catch (error) {
        for (const resident of Object.values(residents)) resident.dispose();
        throw error;
      }
      drop();
      held = Object.fromEntries(moving.map(({ name, output }) => [name, residents[output!]!]));
      return {
        loss,
        gradientNorm,
        outputs: [Object.fromEntries(step.outputs.map(({ name }) => [name, results[name]!]))],
      };
    },
    pull: async () => {
      if (held === null) return;
      const { results } = await reader.run(held);
      for (const entry of moving) {
        fillBank(banks, entry, results[`${entry.name}/copy`]!.data as Float32Array);
      }
    },
    push: drop,
    release: async () => {
      drop();
      await session.release();
      await reader.release();
    },
  };
}

/** A graph that gives every tensor as it is: onnxruntime-node cannot read one from the graphics processor by itself. */
function copies(entries: readonly StateTensor[]): Uint8Array {
  const graph = createGraph({ name: 'copies' });
  for (const { name, shape } of entries) {
    addOutput(graph, emitOne(graph, 'Identity', [addInput(graph, name, 'float32', shape)]), `${name}/copy`);
  }
  return serialise(graph);
}
