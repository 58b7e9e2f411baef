import type { TextField } from '../metadata/metadata.js';

/** What a generator's own text says about a picture. */
export interface GeneratorFinding {
  /** Which format of text: 'a1111-parameters', 'comfyui', 'invokeai', … */
  source: string;
  /** The program as far as the text tells: 'Stable Diffusion WebUI', 'SD.Next', 'ComfyUI', … */
  tool: string;
  statement: 'generated' | 'edited-with-ai' | 'edited';
  /** Model, sampler, seed, steps, prompt, … under these names where the text gives them. */
  fields: Record<string, string>;
  /** The text that was read. */
  raw: string;
  where: string;
  /** True where the text is a pattern known to belong to a generator but states nothing itself. */
  inferred?: boolean;
  /** The fields that were read; no other reader looks at them again. */
  used: readonly TextField[];
}

/** Looks for one generator's text among the free texts of a file. */
export type GeneratorReader = (fields: readonly TextField[]) => GeneratorFinding | undefined;
