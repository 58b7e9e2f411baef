import type { TextField } from '../metadata/metadata.js';
import { nameOf } from './a1111.js';
import type { GeneratorFinding, GeneratorReader } from './finding.js';
import { sizeOf } from './invokeai.js';
import { asObject, asText, found, parseObject, pick, type Json, type JsonObject } from './json.js';

/** A tool that writes its settings as one JSON object. */
interface JsonTool {
  source: string;
  tool: string;
  /** True where the object, or the chunk it stood in, is the tool's. */
  is: (object: JsonObject, field: TextField, fields: readonly TextField[]) => boolean;
  /** The object that holds the settings. */
  settings?: (object: JsonObject) => JsonObject | undefined;
}

const hasKeyword = (fields: readonly TextField[], name: string): boolean =>
  fields.some(({ keyword }) => keyword.toLowerCase() === name);

/** In order: the more specific before the more general. */
const TOOLS: readonly JsonTool[] = [
  {
    source: 'swarmui',
    tool: 'SwarmUI',
    is: (object) => 'sui_image_params' in object,
    settings: (object) => asObject(object.sui_image_params),
  },
  {
    source: 'stability-matrix',
    tool: 'Stability Matrix',
    is: (object, { keyword }) => keyword.toLowerCase() === 'parameters-json' && 'PositivePrompt' in object,
  },
  {
    source: 'tensorart',
    tool: 'TensorArt',
    is: (object, { keyword }) => keyword.toLowerCase() === 'generation_data' && 'prompt' in object,
  },
  {
    source: 'ruined-fooocus',
    tool: 'RuinedFooocus',
    is: (object) => /^RuinedFooocus/i.test(asText(object.software) ?? ''),
  },
  {
    source: 'fooocus',
    tool: 'Fooocus',
    is: (object, _, fields) =>
      hasKeyword(fields, 'fooocus_scheme') ||
      /^Fooocus/i.test(pick(object, 'version') ?? '') ||
      (pick(object, 'base_model') !== undefined && pick(object, 'performance') !== undefined),
  },
  {
    source: 'draw-things',
    tool: 'Draw Things',
    is: (object) =>
      typeof object.c === 'string' && 'uc' in object && 'model' in object && 'sampler' in object,
  },
  {
    source: 'easy-diffusion',
    tool: 'Easy Diffusion',
    is: (object) => pick(object, 'use_stable_diffusion_model') !== undefined,
  },
  {
    source: 'diffusion-json',
    tool: 'a diffusion pipeline',
    is: isDiffusionSettings,
  },
];

/** Tools that write JSON: SwarmUI, Stability Matrix, TensorArt, Fooocus, Draw Things, Easy Diffusion, Spaces. */
export const readJsonTools: GeneratorReader = (fields) => {
  const objects = fields.flatMap((field) => {
    const object = parseObject(field.value);
    return object ? [{ field, object }] : [];
  });
  for (const tool of TOOLS) {
    for (const { field, object } of objects) {
      if (tool.is(object, field, fields)) return finding(tool, field, object, fields);
    }
  }
  return undefined;
};

function finding(
  { source, tool, settings }: JsonTool,
  field: TextField,
  object: JsonObject,
  fields: readonly TextField[],
): GeneratorFinding {
  return {
    source,
    tool,
    statement: 'generated',
    fields: settingsFields(settings?.(object) ?? object),
    raw: field.value,
    where: nameOf(field),
    used: companions(source, field, fields),
  };
}

/** Chunks a tool writes beside its own are the same claim, not another one. */
function companions(source: string, field: TextField, fields: readonly TextField[]): TextField[] {
  const beside: Record<string, RegExp> = {
    'stability-matrix': /^(parameters|parameters-json|smproj|prompt|workflow)$/i,
    tensorart: /^(generation_data|prompt|workflow)$/i,
    fooocus: /^(parameters|fooocus_scheme|comment)$/i,
  };
  return fields.filter((other) => other === field || beside[source]?.test(other.keyword));
}

/** A prompt, and at least two settings that only a diffusion sampler has. */
function isDiffusionSettings(object: JsonObject): boolean {
  const prompt = pick(object, 'prompt', 'positive_prompt');
  const settings = [
    pick(object, 'num_inference_steps', 'steps'),
    pick(object, 'guidance_scale', 'cfg_scale', 'cfg'),
    pick(object, 'seed'),
    pick(object, 'sampler', 'sampler_name', 'scheduler'),
    pick(object, 'negative_prompt'),
  ];
  return prompt !== undefined && settings.filter((value) => value !== undefined).length >= 2;
}

function settingsFields(object: JsonObject): Record<string, string> {
  const base = asObject(object.baseModel);
  return found({
    model:
      pick(object, 'model', 'base_model', 'base_model_name', 'modelname', 'use_stable_diffusion_model') ??
      (base && pick(base, 'modelFileName', 'label')),
    modelHash: pick(object, 'model_hash', 'base_model_hash') ?? (base && pick(base, 'hash')),
    sampler: pick(object, 'sampler', 'sampler_name', 'ksamplerName'),
    scheduler: pick(object, 'scheduler'),
    steps: pick(object, 'steps', 'num_inference_steps'),
    cfgScale: pick(object, 'cfgscale', 'cfg', 'guidance_scale', 'scale'),
    seed: pick(object, 'seed'),
    size: pick(object, 'resolution', 'size') ?? sizeOf(object.width, object.height),
    loras: loraNames(object.loras),
    version: pick(object, 'version', 'swarm_version'),
    prompt: pick(object, 'prompt', 'positive_prompt', 'PositivePrompt', 'c'),
    negativePrompt: pick(object, 'negative_prompt', 'negativeprompt', 'negative', 'uc'),
  });
}

function loraNames(loras: Json | undefined): string | undefined {
  if (!Array.isArray(loras) || loras.length === 0) return asText(loras);
  const names = loras.slice(0, 50).flatMap((entry) => {
    const name = Array.isArray(entry)
      ? entry[0]
      : asObject(entry)
        ? pick(asObject(entry)!, 'name', 'model')
        : entry;
    return asText(name) ?? [];
  });
  return names.length > 0 ? names.join(', ') : undefined;
}
