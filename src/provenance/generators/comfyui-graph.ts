import { asObject, asText, type Json, type JsonObject } from './json.js';

/** One node of a ComfyUI prompt graph. */
export interface ComfyNode {
  type: string;
  inputs: JsonObject;
}

export type ComfyGraph = ReadonlyMap<string, ComfyNode>;

/** Nodes visited from one start: far above real graphs, and the end of any loop. */
const MAX_VISITS = 2_000;

/** The API form of a ComfyUI graph: node identifier → { class_type, inputs }. Undefined for any other object. */
export function parseGraph(object: JsonObject): ComfyGraph | undefined {
  const graph = new Map<string, ComfyNode>();
  for (const [id, value] of Object.entries(object)) {
    const node = asObject(value);
    const type = asText(node?.class_type);
    if (node && type) graph.set(id, { type, inputs: asObject(node.inputs) ?? {} });
  }
  return graph.size > 0 ? graph : undefined;
}

/** The node types of a saved workflow, which keeps a list of nodes and no named inputs. */
export function workflowTypes(object: JsonObject): string[] | undefined {
  if (!Array.isArray(object.nodes)) return undefined;
  const types = object.nodes.flatMap((node) => asText(asObject(node)?.type) ?? []);
  return types.length > 0 ? types : undefined;
}

/**
 * The first literal value under one of `keys`, searched from a node upwards through its links, nearest first.
 * A link to a value node (primitive, seed, text) counts as the literal it holds.
 */
export function upstreamValue(
  graph: ComfyGraph,
  start: string,
  keys: readonly string[],
  accept: (value: Json | undefined) => string | undefined = asText,
): string | undefined {
  for (const node of upstream(graph, start)) {
    for (const key of keys) {
      const value = literal(graph, node.inputs[key], accept);
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

/** Accepts what can be a prompt: words, not numbers. */
export function asWords(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? asText(value) : undefined;
}

/** The node and all nodes it draws from, breadth first. */
export function* upstream(graph: ComfyGraph, start: string): Generator<ComfyNode> {
  const seen = new Set([start]);
  const queue = [start];
  for (let id = queue.shift(); id !== undefined && seen.size < MAX_VISITS; id = queue.shift()) {
    const node = graph.get(id);
    if (!node) continue;
    yield node;
    for (const input of Object.values(node.inputs)) {
      const next = linkOf(input);
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
}

/** The node a link points to: links are [identifier, slot]. */
export function linkOf(input: Json | undefined): string | undefined {
  if (!Array.isArray(input) || input.length !== 2 || typeof input[1] !== 'number') return undefined;
  return typeof input[0] === 'string' || typeof input[0] === 'number' ? String(input[0]) : undefined;
}

const VALUE_KEYS = [
  'value',
  'text',
  'string',
  'seed',
  'noise_seed',
  'int',
  'float',
  'prompt',
  'populated_text',
];

function literal(
  graph: ComfyGraph,
  input: Json | undefined,
  accept: (value: Json | undefined) => string | undefined,
): string | undefined {
  const linked = linkOf(input);
  if (linked === undefined) return accept(input);
  const inputs = graph.get(linked)?.inputs ?? {};
  for (const key of VALUE_KEYS) {
    const value = accept(inputs[key]);
    if (value !== undefined) return value;
  }
  return undefined;
}
