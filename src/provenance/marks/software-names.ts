/**
 * Programs by the name they sign with. Only matched against fields that name a program (Software, CreatorTool,
 * softwareAgent, Credit), never against captions or prompts.
 */
const GENERATORS: readonly RegExp[] = [
  /\bmidjourney\b/i,
  /\bdall[\s·.-]?e\b/i,
  /\b(chatgpt|openai|gpt-4o|gpt-image)\b/i,
  /\bstable[\s-]?diffusion\b/i,
  /\b(stability ai|stable image|dreamstudio)\b/i,
  /\bnovelai\b/i,
  /\binvoke[\s-]?ai\b/i,
  /\bcomfyui\b/i,
  /\bautomatic1111\b/i,
  /\bfooocus\b/i,
  /\bswarmui\b/i,
  /\b(bing image creator|image creator from designer|microsoft responsible ai)\b/i,
  /\b(titan image generator|amazon nova canvas)\b/i,
  /\badobe[\s_]firefly\b/i,
  /\b(google imagen|imagen \d|google gemini|gemini \d|google generative ai|nano banana)\b/i,
  /\b(imagine with meta|meta ai)\b/i,
  /\bleonardo\.?\s?ai\b/i,
  /\bideogram(\.ai)?\b/i,
  /\b(black forest labs|flux\.1|flux\.2)/i,
  /\brecraft\b/i,
  /\bplayground\s?ai\b/i,
  /\bkrea\b/i,
  /\bdraw things\b/i,
  /\bimage playground\b/i,
  /\b(xai )?grok\b/i,
  /\b(nightcafe|craiyon|starryai|wombo dream)\b/i,
  /\b(seedream|jimeng|doubao|kling ai|tongyi wanxiang|qwen-image|hunyuan)\b|即梦|豆包|通义万相|混元/i,
];

const EDITORS: readonly RegExp[] = [
  /\bphotoshop\b/i,
  /\blightroom\b/i,
  /\bcamera raw\b/i,
  /\bimageready\b/i,
  /\bfireworks\b/i,
  /\bgimp\b/i,
  /\baffinity\b/i,
  /\bpixelmator\b/i,
  /\bcapture one\b/i,
  /\bdarktable\b/i,
  /\brawtherapee\b/i,
  /\bsnapseed\b/i,
  /\bpicsart\b/i,
  /\bcanva\b/i,
  /\bpaint\.net\b/i,
  /\bpaint\s?shop\b/i,
  /\bluminar\b/i,
  /\bacdsee\b/i,
  /\bphotoscape\b/i,
  /\bkrita\b/i,
  /\b(facetune|faceapp|meitu|beautyplus)\b/i,
];

/** What kind of program a name is. Undefined for cameras, libraries and anything unknown. */
export function classifySoftware(name: string): 'generator' | 'editor' | undefined {
  const text = name.slice(0, 300);
  if (GENERATORS.some((pattern) => pattern.test(text))) return 'generator';
  return EDITORS.some((pattern) => pattern.test(text)) ? 'editor' : undefined;
}

/** What a credit line of an AI service says of the picture. Undefined for any other credit. */
export function classifyCredit(credit: string): 'generated' | 'edited-with-ai' | undefined {
  const text = credit.slice(0, 300);
  if (/\bedited (with|by|using) (google ai|ai|apple intelligence|galaxy ai|gemini)\b/i.test(text)) {
    return 'edited-with-ai';
  }
  if (/\bphotos clean ?up\b/i.test(text)) return 'edited-with-ai';
  if (/\b(made|created|generated) (with|by|using) (google ai|ai|generative ai|gemini)\b/i.test(text)) {
    return 'generated';
  }
  return classifySoftware(text) === 'generator' ? 'generated' : undefined;
}
