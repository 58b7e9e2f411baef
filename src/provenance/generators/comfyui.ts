import type { TextField } from '../metadata/metadata.js';
import { nameOf } from './a1111.js';
import {
  asWords,
  linkOf,
  parseGraph,
  upstream,
  upstreamValue,
  workflowTypes,
  type ComfyGraph,
} from './comfyui-graph.js';
import type { GeneratorFinding, GeneratorReader } from './finding.js';
import { asObject, found, parseObject, type JsonObject } from './json.js';

/** Nodes that only load, move, look at or save pictures. A graph of nothing else has generated nothing. */
const PLAIN_NODES =
  /^(Load|Save|Preview|Note$|MarkdownNote$|Reroute|Primitive|ImageScale|ImageCrop|ImagePad|ImageInvert|ImageBatch|ImageResize|ImageRotate|ImageFlip|GetImageSize|Mask)/;
const UPSCALER_NODES = /upscale/i;
const SAMPLER_NODES = /sampler/i;

/**
 * ComfyUI graphs: PNG chunks `prompt` and `workflow`, the same as EXIF text behind "Prompt:" and "Workflow:" (savers
 * put it in Make, Model or ImageDescription), or as JSON in UserComment.
 */
export const readComfyUi: GeneratorReader = (fields) => {
  const graphs = fields.flatMap((field) => {
    const graph = graphIn(field);
    return graph ? [{ field, graph }] : [];
  });
  const workflows = fields.flatMap((field) => {
    const types = typesIn(field);
    return types ? [{ field, types }] : [];
  });
  const used = [...graphs, ...workflows].map(({ field }) => field);
  const first = graphs[0]?.field ?? workflows[0]?.field;
  if (first === undefined) return undefined;
  const graph = graphs[0]?.graph;
  const types = graph ? [...graph.values()].map(({ type }) => type) : (workflows[0]?.types ?? []);
  return {
    source: 'comfyui',
    tool: 'ComfyUI',
    statement: statementOf(types),
    fields: graph ? graphFields(graph) : {},
    raw: first.value,
    where: used.map(nameOf).join(', '),
    used,
  };
};

function statementOf(types: readonly string[]): GeneratorFinding['statement'] {
  const working = types.filter((type) => !PLAIN_NODES.test(type));
  if (working.some((type) => !UPSCALER_NODES.test(type))) return 'generated';
  return types.some((type) => UPSCALER_NODES.test(type)) ? 'edited-with-ai' : 'edited';
}

function graphIn(field: TextField): ComfyGraph | undefined {
  const object = objectIn(field);
  if (!object) return undefined;
  const inner = asObject(object.prompt) ?? object;
  return parseGraph(inner);
}

function typesIn(field: TextField): string[] | undefined {
  const object = objectIn(field);
  if (!object) return undefined;
  return workflowTypes(asObject(object.workflow) ?? object);
}

/** JSON, alone or behind the label that EXIF savers put in front. */
function objectIn({ value }: TextField): JsonObject | undefined {
  const label = /^\s*(?:prompt|workflow)\s*:\s*/i.exec(value.slice(0, 40))?.[0] ?? '';
  return parseObject(value.slice(label.length));
}

function graphFields(graph: ComfyGraph): Record<string, string> {
  const sampler = samplerOf(graph);
  if (sampler === undefined) return found({ model: anywhere(graph, MODEL_KEYS), loras: lorasOf(graph) });
  const value = (...keys: string[]): string | undefined => upstreamValue(graph, sampler, keys);
  return found({
    model: value(...MODEL_KEYS),
    sampler: value('sampler_name', 'sampler'),
    scheduler: value('scheduler'),
    steps: value('steps'),
    cfgScale: value('cfg', 'guidance'),
    seed: value('seed', 'noise_seed'),
    denoising: value('denoise'),
    loras: lorasOf(graph),
    prompt: promptOf(graph, sampler, ['positive', 'guider', 'conditioning']),
    negativePrompt: promptOf(graph, sampler, ['negative']),
  });
}

const MODEL_KEYS = ['ckpt_name', 'unet_name', 'model_name', 'gguf_name', 'base_ckpt_name'];

/** The sampler that draws on most nodes: the last one of a chain. */
function samplerOf(graph: ComfyGraph): string | undefined {
  let best: { id: string; size: number } | undefined;
  for (const [id, { type, inputs }] of graph) {
    const runs = 'latent_image' in inputs || 'positive' in inputs || 'guider' in inputs || 'seed' in inputs;
    if (!SAMPLER_NODES.test(type) || !runs) continue;
    const size = [...upstream(graph, id)].length;
    if (!best || size > best.size) best = { id, size };
    if (graph.size > 500) break; // a graph this large is searched once
  }
  return best?.id;
}

function promptOf(graph: ComfyGraph, sampler: string, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const node = linkOf(graph.get(sampler)?.inputs[key]);
    const text = node === undefined ? undefined : upstreamValue(graph, node, PROMPT_KEYS, asWords);
    if (text !== undefined) return text;
  }
  return undefined;
}

const PROMPT_KEYS = ['text', 'text_g', 'text_l', 't5xxl', 'clip_l', 'prompt', 'string', 'value'];

function anywhere(graph: ComfyGraph, keys: readonly string[]): string | undefined {
  for (const { inputs } of graph.values()) {
    for (const key of keys) if (typeof inputs[key] === 'string') return inputs[key];
  }
  return undefined;
}

function lorasOf(graph: ComfyGraph): string | undefined {
  const names = [...graph.values()].flatMap(({ inputs }) =>
    typeof inputs.lora_name === 'string' && inputs.lora_name !== 'None' ? [inputs.lora_name] : [],
  );
  return names.length > 0 ? [...new Set(names)].slice(0, 50).join(', ') : undefined;
}
