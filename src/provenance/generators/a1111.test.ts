import { expect, test } from 'vitest';
import { INFOTEXT, textChunk as text } from '../testing/marks.js';
import { parseInfotext } from './a1111.js';
import { readGeneratorText } from './read.js';

test('WebUI infotext: prompt, negative prompt, settings, LoRAs', () => {
  expect(readGeneratorText([text('parameters', INFOTEXT)])).toMatchObject([
    {
      source: 'a1111-parameters',
      tool: 'Stable Diffusion WebUI',
      statement: 'generated',
      fields: {
        model: 'realistic',
        modelHash: 'c0d1994c73',
        sampler: 'UniPC',
        steps: '15',
        cfgScale: '5',
        seed: '235284042',
        size: '512x400',
        loras: 'feather (0.8)',
        prompt: 'photo of a duck, <lora:feather:0.8>',
        negativePrompt: 'monochrome',
      },
    },
  ]);
});

test('infotext settings: quotes, brackets and commas inside values', () => {
  const parsed = parseInfotext(
    'a\nSteps: 20, Sampler: Euler a, Seed: 1, Lora hashes: "x: 1, y: 2", Civitai resources: [{"a":1,"b":[2,3]}], Note: "say \\"hi, you\\"", Version: v1.6',
  );
  expect(parsed?.settings).toMatchObject({
    'Lora hashes': '"x: 1, y: 2"',
    'Civitai resources': '[{"a":1,"b":[2,3]}]',
    Note: '"say \\"hi, you\\""',
    Version: 'v1.6',
  });
});

test.each([
  ['a caption that mentions steps', 'I took 20 steps.\nSteps: many, all of them'],
  ['a recipe', 'Steps: 3, Oven: hot'],
  ['an empty text', ''],
])('no infotext: %s', (_, value) => {
  expect(parseInfotext(value)).toBeUndefined();
});

test.each([
  [{ App: 'SD.Next' }, 'SD.Next'],
  [{ 'Civitai resources': '[]' }, 'Civitai'],
  [{ Version: 'f2.0.1v1.10.1' }, 'Stable Diffusion WebUI Forge'],
  [{ Version: 'neo' }, 'Stable Diffusion WebUI Forge'],
  [{ Version: 'f1.0.0v2-v1.10.1RC-latest' }, 'reForge'],
  [{ Version: 'ComfyUI' }, 'ComfyUI'],
  [{ Version: 'v1.9.4' }, 'Stable Diffusion WebUI'],
])('%j is %s', (settings, tool) => {
  const line = Object.entries(settings).map(([key, value]) => `${key}: ${value}`);
  expect(readGeneratorText([text('parameters', `Steps: 1, Sampler: x, ${line.join(', ')}`)])[0]?.tool).toBe(
    tool,
  );
});
