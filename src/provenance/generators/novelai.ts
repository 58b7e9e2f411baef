import { nameOf } from './a1111.js';
import type { GeneratorReader } from './finding.js';
import { found, parseObject, pick } from './json.js';
import { sizeOf } from './invokeai.js';

/** NovelAI: text chunks Title, Software "NovelAI", Source (the model), Description (the prompt), Comment (JSON). */
export const readNovelAi: GeneratorReader = (fields) => {
  const text = (name: string): string | undefined =>
    fields.find(({ keyword }) => keyword.toLowerCase() === name)?.value;
  const named = fields.find(
    ({ keyword, value }) => /^software$/i.test(keyword) && /^NovelAI/i.test(value.trim()),
  );
  const comment = parseObject(text('comment') ?? '') ?? {};
  if (!named) return undefined;
  const used = fields.filter(({ keyword }) =>
    /^(title|description|software|source|comment|generation time)$/i.test(keyword),
  );
  return {
    source: 'novelai',
    tool: 'NovelAI',
    statement: 'generated',
    fields: found({
      model: text('source'),
      sampler: pick(comment, 'sampler'),
      scheduler: pick(comment, 'noise_schedule'),
      steps: pick(comment, 'steps'),
      cfgScale: pick(comment, 'scale'),
      seed: pick(comment, 'seed'),
      size: sizeOf(comment.width, comment.height),
      denoising: pick(comment, 'strength'),
      prompt: pick(comment, 'prompt') ?? text('description'),
      negativePrompt: pick(comment, 'uc'),
    }),
    raw: text('comment') ?? named.value,
    where: used.map(nameOf).join(', '),
    used,
  };
};
