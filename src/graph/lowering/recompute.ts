import { emitOne } from '../emit.js';
import { sharedConstant, type Graph, type GraphNode, withNodes } from '../graph.js';
import { bytesOfValue, peakBytes } from '../memory.js';
import { add, mul, reshape } from '../ops.js';
import { prune } from '../serialise.js';
import { scalar, type Value } from '../types.js';

/** Values below this are kept in any case: statistics of channels, scalars, shapes. */
const SMALL = 1 << 16;
/** The most segments that are tried. */
const SEGMENTS = 24;

/**
 * The same graph in less memory (Chen et al. 2016): of the forward pass, the nodes before `end` over `data`, only what goes from
 * one segment to a later one is kept, and the backward pass computes the rest anew, a segment at a time, when it
 * gets there. Into how many segments, and where, is chosen by `peakBytes`. Costs at most one more forward pass; the
 * numbers stay the same. The graph itself where an extent is open or nothing is gained.
 */
export function recompute(graph: Graph, end: number, data: readonly Value[]): Graph {
  const before = peakBytes(graph);
  if (before === undefined) return graph;
  const forward = describeForward(graph, end, data);
  let best = { graph, peak: before };
  for (let segments = 2; segments <= SEGMENTS; segments++) {
    const candidate = withCuts(graph, forward, chooseCuts(forward, segments));
    const peak = peakBytes(candidate)!;
    if (peak < best.peak) best = { graph: candidate, peak };
  }
  return best.graph;
}

/** What is to be known of a forward pass. */
interface Forward {
  end: number;
  /** Place of the node that makes a value from data, by the value's name. */
  madeAt: ReadonlyMap<string, number>;
  /** The last forward node that reads it. */
  readUntil: ReadonlyMap<string, number>;
  /** Bytes made up to and with each node that the backward pass reads. */
  saved: readonly number[];
  /** Bytes that go from the nodes up to this one to later forward nodes. */
  crossing: readonly number[];
  outputs: ReadonlySet<string>;
  data: ReadonlySet<string>;
}

function describeForward(graph: Graph, end: number, data: readonly Value[]): Forward {
  const fed = new Set(data.map(({ name }) => name));
  const madeAt = new Map<string, number>();
  const readUntil = new Map<string, number>();
  const readLater = new Set<string>();
  graph.nodes.forEach(({ inputs, outputs }, at) => {
    const isOfData = inputs.some((input) => input && (fed.has(input.name) || madeAt.has(input.name)));
    if (at < end && isOfData) for (const output of outputs) madeAt.set(output.name, at);
    for (const input of inputs) {
      if (!input || !madeAt.has(input.name)) continue;
      if (at < end) readUntil.set(input.name, at);
      else readLater.add(input.name);
    }
  });
  const saved: number[] = [];
  const starts = new Array<number>(end + 1).fill(0);
  let total = 0;
  graph.nodes.slice(0, end).forEach(({ outputs }, at) => {
    for (const output of outputs) {
      if (readLater.has(output.name)) total += bytesOfValue(output);
      const until = readUntil.get(output.name);
      if (until === undefined) continue;
      starts[at]! += bytesOfValue(output);
      starts[until]! -= bytesOfValue(output);
    }
    saved.push(total);
  });
  let now = 0;
  const crossing = starts.slice(0, end).map((change) => (now += change));
  const kept = new Set(graph.outputs.map(({ value }) => value.name));
  return { end, madeAt, readUntil, saved, crossing, outputs: kept, data: fed };
}

/** For each segment but the last, its last node: near equal shares of what is saved, where little crosses. */
function chooseCuts({ end, saved, crossing }: Forward, segments: number): number[] {
  const share = (saved.at(-1) ?? 0) / segments;
  const cuts = new Set<number>();
  for (let k = 1; k < segments; k++) {
    let cut = -1;
    for (let at = 0; at < end; at++) {
      const near = Math.abs(saved[at]! - k * share) < share / 2;
      if (near && (cut < 0 || crossing[at]! < crossing[cut]!)) cut = at;
    }
    if (cut >= 0) cuts.add(cut);
  }
  return [...cuts].sort((a, b) => a - b);
}

function withCuts(graph: Graph, forward: Forward, cuts: readonly number[]): Graph {
  const { end, madeAt, readUntil, outputs, data } = forward;
  const made = withNodes(graph, graph.nodes.slice(0, end));
  const segmentOf = (at: number): number => cuts.filter((cut) => cut < at).length;
  const segments = Array.from({ length: end }, (_, at) => segmentOf(at));
  /** Whether the backward pass has to compute a value anew. */
  const isGone = (value: Value): boolean => {
    const at = madeAt.get(value.name);
    if (at === undefined || bytesOfValue(value) < SMALL || outputs.has(value.name)) return false;
    const until = readUntil.get(value.name) ?? at;
    return segments[at]! < cuts.length && segments[until] === segments[at];
  };
  const anew = new Map<string, Value>();
  const late = new Map<string, Value>();
  const used = new Set(prune(graph).nodes);
  let gradient: Value | null = null;
  let zero: Value | null = null;
  let zeroOf = -1;

  /**
   * A kept value that is there only once the backward pass has come this far: nothing is added to it but 0 times a
   * gradient. Else the engine would do the work early, or see that it was done before, and keep it.
   */
  const delayed = (value: Value, segment: number): Value => {
    const isOfData = madeAt.has(value.name) || data.has(value.name);
    if (!isOfData || value.type !== 'float32' || bytesOfValue(value) < SMALL || gradient === null)
      return value;
    const key = `${segment} ${value.name}`;
    const known = late.get(key);
    if (known) return known;
    if (zero === null || zeroOf !== segment) {
      const first = emitOne(made, 'Gather', [
        reshape(made, gradient, [-1]),
        sharedConstant(made, scalar(0, 'int64')),
      ]);
      zero = mul(made, first, 0);
      zeroOf = segment;
    }
    const result = add(made, value, zero);
    late.set(key, result);
    return result;
  };
  const again = (value: Value): Value => {
    const known = anew.get(value.name);
    if (known) return known;
    const at = madeAt.get(value.name)!;
    const node = graph.nodes[at]!;
    const inputs = node.inputs.map((input) => {
      if (!input) return null;
      return isGone(input) ? again(input) : delayed(input, segments[at]!);
    });
    copyNode(made, node, inputs).forEach((output, i) => anew.set(node.outputs[i]!.name, output));
    return anew.get(value.name)!;
  };
  for (const node of graph.nodes.slice(end)) {
    if (!used.has(node)) continue;
    const inputs = node.inputs.map((input) => (input && isGone(input) ? again(input) : input));
    made.nodes.push({ ...node, inputs });
    const [output] = node.outputs;
    if (output?.type === 'float32' && output.shape.length > 0) gradient = output;
  }
  return made;
}

function copyNode(graph: Graph, node: GraphNode, inputs: readonly (Value | null)[]): Value[] {
  const outputs = node.outputs.map(({ type, shape, name }) => {
    const value: Value = { name: `${name}/again`, type, shape };
    graph.values.set(value.name, value);
    return value;
  });
  graph.nodes.push({ ...node, inputs, outputs });
  return outputs;
}
