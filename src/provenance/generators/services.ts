import { nameOf } from './a1111.js';
import type { GeneratorFinding, GeneratorReader } from './finding.js';
import { found, parseObject, pick } from './json.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Midjourney downloads: Description "prompt --v 6.1 Job ID: …". */
export const readMidjourney: GeneratorReader = (fields) => {
  const field = fields.find(({ value }) =>
    /\bJob ID: [0-9a-f]{8}-[0-9a-f-]{27}/i.test(value.slice(0, 32_768)),
  );
  if (!field) return undefined;
  const text = field.value.slice(0, 32_768);
  return {
    source: 'midjourney',
    tool: 'Midjourney',
    statement: 'generated',
    fields: found({
      version: / --(?:v|version) ([\d.]+)/.exec(text)?.[1] ?? / --niji ([\d.]+)/.exec(text)?.[0].trim(),
      prompt: text.split(/ --\w| Job ID:/)[0]?.trim(),
    }),
    raw: field.value,
    where: nameOf(field),
    used: [field],
  };
};

/**
 * The label that China requires of generated media (GB 45438-2025): JSON with Label 1 generated, 2 possibly, 3
 * suspected, in XMP `TC260:AIGC` or a PNG chunk `AIGC`.
 */
export const readAigcLabel: GeneratorReader = (fields) => {
  for (const field of fields) {
    const outer = parseObject(field.value.slice(0, 65_536));
    const nested = outer?.AIGC;
    const object = typeof nested === 'object' && nested !== null && !Array.isArray(nested) ? nested : outer;
    const keyed = /(^|:|\/)AIGC$/i.test(field.keyword) || nested !== undefined;
    const label = object && pick(object, 'Label');
    if (!object || !keyed || label === undefined || !('ContentProducer' in object || 'ProduceID' in object))
      continue;
    const stated = /^[0-9]*1$/.test(label);
    return {
      source: 'tc260-aigc',
      tool: pick(object, 'ContentProducer') ?? 'a generator that serves China',
      statement: 'generated',
      fields: found({ label, producer: pick(object, 'ContentProducer'), id: pick(object, 'ProduceID') }),
      raw: field.value,
      where: nameOf(field),
      used: [field],
      ...(!stated && { inferred: true }),
    };
  }
  return undefined;
};

/** xAI's Grok: EXIF ImageDescription "Signature: <base64>" and a UUID as Artist. The signature cannot be checked. */
export const readGrok: GeneratorReader = (fields) => {
  const description = fields.find(
    ({ keyword, value }) =>
      keyword === 'ImageDescription' && /^Signature: [A-Za-z0-9+/=_-]{40,}$/.test(value),
  );
  const artist = fields.find(({ keyword, value }) => keyword === 'Artist' && UUID.test(value));
  if (!description || !artist) return undefined;
  return inferred('xai-grok', 'xAI Grok', description.value, 'ImageDescription, Artist', [
    description,
    artist,
  ]);
};

/** Civitai's generator: EXIF Artist "ai" and a UUID as Software. */
export const readCivitaiJob: GeneratorReader = (fields) => {
  const software = fields.find(({ keyword, value }) => keyword === 'Software' && UUID.test(value));
  const artist = fields.find(({ keyword, value }) => keyword === 'Artist' && value === 'ai');
  if (!software || !artist) return undefined;
  return inferred('civitai-job', 'Civitai', software.value, 'Software, Artist', [software, artist]);
};

/** Hugging Face jobs stamp their PNG output. */
export const readHuggingFaceJob: GeneratorReader = (fields) => {
  const field = fields.find(({ keyword }) => keyword.toLowerCase() === 'hf-job-id');
  return field && inferred('huggingface-job', 'a Hugging Face job', field.value, nameOf(field), [field]);
};

function inferred(
  source: string,
  tool: string,
  raw: string,
  where: string,
  used: GeneratorFinding['used'],
): GeneratorFinding {
  return { source, tool, statement: 'generated', fields: {}, raw, where, used, inferred: true };
}
