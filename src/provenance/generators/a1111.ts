import type { TextField } from '../metadata/metadata.js';
import type { GeneratorReader } from './finding.js';
import { found } from './json.js';

/** Longest infotext that is read. */
const MAX_TEXT = 256 * 1024;

/** The parts of a Stable Diffusion WebUI "infotext". */
export interface Infotext {
  prompt: string;
  negativePrompt?: string;
  /** The settings of the last line in their own names: 'Steps', 'Sampler', 'CFG scale', … */
  settings: Record<string, string>;
}

/**
 * Reads the infotext of AUTOMATIC1111's WebUI and its forks: prompt, "Negative prompt:", and a line of settings that
 * starts with "Steps:" and names a sampler, a seed or a CFG scale. Undefined for any other text.
 */
export function parseInfotext(text: string): Infotext | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const start = lastSettingsLine(text);
  if (start < 0) return undefined;
  const settings = parseSettings(text.slice(start));
  if (!/^\d+$/.test(settings.Steps ?? '')) return undefined;
  if (!settings.Sampler && !settings.Seed && !settings['CFG scale']) return undefined;
  const before = text.slice(0, start).trim();
  const marker = 'Negative prompt:';
  const negative = before.startsWith(marker) ? 0 : before.indexOf(`\n${marker}`) + 1 || -1;
  const prompt = negative < 0 ? before : before.slice(0, negative).trim();
  return {
    prompt,
    ...(negative >= 0 && { negativePrompt: before.slice(negative + marker.length).trim() }),
    settings,
  };
}

function lastSettingsLine(text: string): number {
  const at = text.lastIndexOf('\nSteps: ');
  if (at >= 0) return at + 1;
  return text.startsWith('Steps: ') ? 0 : -1;
}

/** Splits "Key: value, Key: value" at commas outside quotes and brackets. */
function parseSettings(line: string): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const part of splitOutside(line)) {
    const colon = part.indexOf(':');
    const key = part.slice(0, colon).trim();
    if (colon > 0 && key.length <= 60 && !(key in settings)) settings[key] = part.slice(colon + 1).trim();
  }
  return settings;
}

function splitOutside(line: string): string[] {
  const parts: string[] = [];
  let [start, depth, quoted] = [0, 0, false];
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth = Math.max(0, depth - 1);
    else if ((char === ',' || char === '\n') && depth === 0) {
      parts.push(line.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, line.slice(start)];
}

/** LoRAs called in a prompt: "<lora:name:0.8>". */
export function lorasIn(prompt: string): string | undefined {
  const names = [...prompt.matchAll(/<(?:lora|lyco):([^:<>]{1,200})(?::([^<>]{0,40}))?>/g)]
    .slice(0, 50)
    .map(([, name, weight]) => (weight ? `${name} (${weight})` : name));
  return names.length > 0 ? names.join(', ') : undefined;
}

/** WebUI, Forge, reForge, SD.Next, Civitai and whatever else writes the same text, in PNG, EXIF or a comment. */
export const readA1111: GeneratorReader = (fields) => {
  for (const field of fields) {
    const infotext = parseInfotext(field.value);
    if (infotext) {
      return {
        source: 'a1111-parameters',
        tool: toolOf(infotext.settings),
        statement: 'generated',
        fields: infotextFields(infotext),
        raw: field.value,
        where: nameOf(field),
        used: [field],
      };
    }
  }
  return undefined;
};

/** The parts of an infotext under the names that all generators share. */
export function infotextFields({ prompt, negativePrompt, settings }: Infotext): Record<string, string> {
  return found({
    model: settings.Model,
    modelHash: settings['Model hash'],
    sampler: settings.Sampler,
    scheduler: settings['Schedule type'] ?? settings['Sampler sigma'],
    steps: settings.Steps,
    cfgScale: settings['CFG scale'],
    seed: settings.Seed,
    size: settings.Size,
    denoising: settings['Denoising strength'] ?? settings['Denoising Strength'],
    loras: lorasIn(prompt) ?? settings['Lora hashes'],
    version: settings.Version,
    prompt: prompt === '' ? undefined : prompt,
    negativePrompt: negativePrompt === '' ? undefined : negativePrompt,
  });
}

function toolOf(settings: Record<string, string>): string {
  const version = settings.Version ?? '';
  if (settings.App) return settings.App;
  if ('Civitai resources' in settings || 'Civitai metadata' in settings) return 'Civitai';
  if (/^(neo|classic)$/.test(version) || /^f\d/.test(version)) {
    return version.includes('RC-') ? 'reForge' : 'Stable Diffusion WebUI Forge';
  }
  if (/comfy/i.test(version)) return 'ComfyUI';
  return 'Stable Diffusion WebUI';
}

/** Where a text stood, for a reader: 'tEXt "parameters"'. */
export function nameOf({ where, keyword }: TextField): string {
  return where === keyword || keyword === 'comment' ? where : `${where} "${keyword}"`;
}
