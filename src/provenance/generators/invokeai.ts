import { nameOf } from './a1111.js';
import type { GeneratorReader } from './finding.js';
import { asObject, asText, found, parseObject, pick, type Json } from './json.js';

/** InvokeAI, newest first: `invokeai_metadata` (3 and later), `sd-metadata` (2), `Dream` (1: a command line). */
export const readInvokeAi: GeneratorReader = (fields) => {
  const byKeyword = (name: string): (typeof fields)[number] | undefined =>
    fields.find(({ keyword }) => keyword.toLowerCase() === name);
  const used = fields.filter(({ keyword }) =>
    /^(invokeai|invokeai_metadata|invokeai_graph|invokeai_workflow|sd-metadata|dream)$/i.test(keyword),
  );
  const readers = [
    ['invokeai_metadata', parseVersion3],
    ['sd-metadata', parseVersion2],
    ['dream', parseDream],
  ] as const;
  for (const [keyword, parse] of readers) {
    const field = byKeyword(keyword);
    const parsed = field && parse(field.value);
    if (field && parsed) {
      return {
        source: 'invokeai',
        tool: 'InvokeAI',
        statement: 'generated',
        fields: parsed,
        raw: field.value,
        where: nameOf(field),
        used,
      };
    }
  }
  return undefined;
};

function parseVersion3(text: string): Record<string, string> | undefined {
  const object = parseObject(text);
  if (!object || !('positive_prompt' in object || 'generation_mode' in object || 'app_version' in object)) {
    return undefined;
  }
  const model = asObject(object.model);
  return found({
    model: pick(model ?? {}, 'name', 'model_name') ?? asText(object.model),
    modelHash: pick(model ?? {}, 'hash'),
    sampler: pick(object, 'scheduler'),
    steps: pick(object, 'steps'),
    cfgScale: pick(object, 'cfg_scale'),
    seed: pick(object, 'seed'),
    size: sizeOf(object.width, object.height),
    loras: loraNames(object.loras),
    version: pick(object, 'app_version'),
    prompt: pick(object, 'positive_prompt'),
    negativePrompt: pick(object, 'negative_prompt'),
  });
}

function parseVersion2(text: string): Record<string, string> | undefined {
  const object = parseObject(text);
  const image = asObject(object?.image);
  if (!object || !image) return undefined;
  const prompts = Array.isArray(image.prompt)
    ? image.prompt.flatMap((part) => asText(asObject(part)?.prompt) ?? []).join(', ')
    : asText(image.prompt);
  return found({
    ...splitDreamPrompt(prompts),
    model: pick(object, 'model_weights', 'model'),
    modelHash: pick(object, 'model_hash'),
    sampler: pick(image, 'sampler'),
    steps: pick(image, 'steps'),
    cfgScale: pick(image, 'cfg_scale'),
    seed: pick(image, 'seed'),
    size: sizeOf(image.width, image.height),
    version: pick(object, 'app_version'),
  });
}

/** `"prompt [negative]" -s 50 -S 298 -W 512 -H 768 -C 5 -A k_lms` */
function parseDream(text: string): Record<string, string> | undefined {
  const quoted = /^\s*"((?:[^"\\]|\\.)*)"\s/s.exec(`${text.slice(0, 65_536)} `);
  if (!quoted) return undefined;
  const flags = text.slice(quoted[0].length - 1);
  const flag = (name: string): string | undefined =>
    new RegExp(`(?:^|\\s)-${name}\\s*([\\w.]+)`).exec(flags)?.[1];
  if (flag('s') === undefined && flag('S') === undefined) return undefined;
  return found({
    ...splitDreamPrompt(quoted[1]),
    sampler: flag('A'),
    steps: flag('s'),
    cfgScale: flag('C'),
    seed: flag('S'),
    size: sizeOf(flag('W'), flag('H')),
  });
}

/** Old prompts keep what is unwanted in square brackets. */
function splitDreamPrompt(text: string | undefined): { prompt?: string; negativePrompt?: string } {
  if (text === undefined) return {};
  const negative = [...text.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '').join(', ');
  const prompt = text.replace(/\[[^[\]]*\]/g, '').trim();
  return { ...(prompt !== '' && { prompt }), ...(negative !== '' && { negativePrompt: negative }) };
}

export function sizeOf(width: Json | undefined, height: Json | undefined): string | undefined {
  const [w, h] = [asText(width), asText(height)];
  return w !== undefined && h !== undefined ? `${w}x${h}` : undefined;
}

function loraNames(loras: Json | undefined): string | undefined {
  if (!Array.isArray(loras)) return undefined;
  const names = loras.slice(0, 50).flatMap((entry) => {
    const lora = asObject(entry);
    const model = asObject(lora?.model) ?? asObject(lora?.lora) ?? {};
    const name = pick(model, 'name', 'model_name') ?? asText(lora?.lora);
    const weight = asText(lora?.weight);
    return name === undefined ? [] : [weight === undefined ? name : `${name} (${weight})`];
  });
  return names.length > 0 ? names.join(', ') : undefined;
}
