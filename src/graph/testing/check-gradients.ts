import { createRandom, shuffle, type Random } from '../../random.js';
import { gradients } from '../gradients/gradients.js';
import { addConstant, addInput, addOutput, createGraph, type Graph } from '../graph.js';
import { add, mul, reduceSum } from '../ops.js';
import { serialise } from '../serialise.js';
import { sizeOf, tensor, type Tensor, type Value } from '../types.js';
import { evaluate, real, type Real } from './reference.js';
import { runOnnx } from './run.js';

/** One form of an operator or net to be checked. */
export interface GradientCase {
  /** Shapes of the float32 inputs. These and all that the layers declare are checked, unless listed in `fixed`. */
  inputs: Record<string, readonly number[]>;
  /** Gives the values whose randomly weighted sum is the loss. */
  build: (graph: Graph, inputs: Record<string, Value>) => Value | readonly Value[];
  /** Given data instead of draws. */
  data?: Record<string, readonly number[]>;
  fixed?: readonly string[];
  /** Half-width of the uniform draws (default 1), and their centre (default 0). */
  spread?: number;
  centre?: number;
  seed?: number;
}

/** What a check found. */
export interface GradientReport {
  /** max |engine - difference| / max |difference|, over every input. */
  gradientError: number;
  /** max |engine - reference| / max |reference| of the outputs. */
  forwardError: number;
}

/**
 * Runs the gradient graph on onnxruntime in float32 and compares every entry of every gradient with
 * central differences of the float64 reference forward at the same float32 point. The step 2⁻¹⁴ keeps the
 * truncation below 1e-8 and the rounding near 1e-12. Draws keep clear of one another (and of multiples of
 * 1/8) by more than the step, so that no kink of ReLU, max or clip lies inside a difference.
 */
export async function checkGradients(test: GradientCase): Promise<GradientReport> {
  const random = createRandom(test.seed ?? 1);
  const graph = createGraph();
  const inputs = Object.fromEntries(
    Object.entries(test.inputs).map(([name, dims]) => [name, addInput(graph, name, 'float32', dims)]),
  );
  const built = test.build(graph, inputs);
  // Layers add their parameters as inputs of their own: those are drawn and checked as well.
  const feeds = Object.fromEntries(
    graph.inputs.map(({ name, type, shape }, place) => {
      const dims = shape.map(Number);
      const given = test.data?.[name];
      const { spread = 1, centre = 0 } = test;
      return [name, tensor(type, dims, given ?? draws(sizeOf(dims), random, spread, centre, place))];
    }),
  );
  const outputs = 'name' in built ? [built] : [...built];
  const shapes = evaluate(graph, toReal(feeds));
  const parts = outputs.map((output) => {
    const { dims } = shapes.get(output.name)!;
    const weights = tensor('float32', dims, draws(sizeOf(dims), random, 1, 0, 0));
    const axes = [...dims.keys()];
    const weighted = mul(graph, output, addConstant(graph, weights));
    return axes.length > 0 ? reduceSum(graph, weighted, axes) : weighted;
  });
  const loss = parts.slice(1).reduce((sum, part) => add(graph, sum, part), parts[0]!);
  const forward = graph.nodes.slice();
  const wanted = graph.inputs.filter(({ name, type }) => type === 'float32' && !test.fixed?.includes(name));
  const checked = wanted.map(({ name }) => name);
  const given = gradients(graph, loss, wanted);
  given.forEach((value, i) => addOutput(graph, value, `gradient of ${checked[i]!}`));
  outputs.forEach((value, i) => addOutput(graph, value, `result ${i}`));
  const engine = await runOnnx(serialise(graph), feeds);
  let gradientError = 0;
  for (const name of checked) {
    const want = differences(graph, forward, toReal(feeds), name, loss.name);
    gradientError = Math.max(gradientError, relative(engine[`gradient of ${name}`]!, want));
  }
  let forwardError = 0;
  outputs.forEach((output, i) => {
    forwardError = Math.max(forwardError, relative(engine[`result ${i}`]!, shapes.get(output.name)!));
  });
  return { gradientError, forwardError };
}

/** Draws on a grid of spacing 2·spread/n, shifted by input, in random order: no two are near, none is round. */
function draws(n: number, random: Random, spread: number, centre: number, place: number): number[] {
  const cells = shuffle([...Array(n).keys()], random);
  return cells.map((cell) => centre + spread * ((2 * (cell + 0.37 + 0.11 * place)) / n - 1));
}

const STEP = 2 ** -14;

function differences(
  graph: Graph,
  nodes: Graph['nodes'],
  feeds: Record<string, Real>,
  name: string,
  loss: string,
): Real {
  const at = feeds[name]!;
  const lossAt = (): number => evaluate(graph, feeds, nodes).get(loss)!.data[0]!;
  const data = at.data.map((item, i) => {
    at.data[i] = item + STEP;
    const up = lossAt();
    at.data[i] = item - STEP;
    const down = lossAt();
    at.data[i] = item;
    return (up - down) / (2 * STEP);
  });
  return { dims: at.dims, data };
}

function toReal(feeds: Readonly<Record<string, Tensor>>): Record<string, Real> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { dims, data }]) => [name, real(dims, Array.from(data, Number))]),
  );
}

function relative(engine: Tensor, want: Real): number {
  if (engine.dims.join() !== want.dims.join()) {
    throw new Error(`the engine gives shape [${engine.dims.join()}], the reference [${want.dims.join()}]`);
  }
  let worst = 0;
  let top = 0;
  want.data.forEach((item, i) => {
    const off = Math.abs(Number(engine.data[i]) - item);
    worst = Number.isNaN(off) ? Infinity : Math.max(worst, off);
    top = Math.max(top, Math.abs(item));
  });
  return top === 0 ? worst : worst / top;
}
