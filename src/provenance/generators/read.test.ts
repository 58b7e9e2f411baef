import { expect, test } from 'vitest';
import type { TextField } from '../metadata/metadata.js';
import { INFOTEXT } from '../testing/marks.js';
import { parseInfotext } from './a1111.js';
import { readGeneratorText } from './read.js';

const text = (keyword: string, value: unknown): TextField => ({
  where: 'tEXt',
  keyword,
  value: typeof value === 'string' ? value : JSON.stringify(value),
});
const read = (...fields: TextField[]): ReturnType<typeof readGeneratorText> => readGeneratorText(fields);

test('WebUI infotext: prompt, negative prompt, settings, LoRAs', () => {
  expect(read(text('parameters', INFOTEXT))).toMatchObject([
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
  expect(read(text('parameters', `Steps: 1, Sampler: x, ${line.join(', ')}`))[0]?.tool).toBe(tool);
});

const GRAPH = {
  3: {
    class_type: 'KSampler',
    inputs: {
      seed: ['9', 0],
      steps: 20,
      cfg: 8,
      sampler_name: 'dpmpp_2m',
      scheduler: 'normal',
      denoise: 0.87,
      model: ['10', 0],
      positive: ['6', 0],
      negative: ['7', 0],
    },
  },
  6: { class_type: 'CLIPTextEncode', inputs: { text: ['8', 0], clip: ['10', 1] } },
  7: { class_type: 'CLIPTextEncode', inputs: { text: 'bad hands', clip: ['10', 1] } },
  8: { class_type: 'PrimitiveString', inputs: { value: 'a duck' } },
  9: { class_type: 'Seed', inputs: { seed: 42 } },
  10: { class_type: 'LoraLoader', inputs: { lora_name: 'feather.safetensors', model: ['4', 0] } },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd15.ckpt' } },
};

test('a ComfyUI graph is followed through links and value nodes', () => {
  const workflow = { nodes: [{ type: 'KSampler' }], links: [] };
  expect(read(text('prompt', GRAPH), text('workflow', workflow))).toMatchObject([
    {
      source: 'comfyui',
      statement: 'generated',
      where: 'tEXt "prompt", tEXt "workflow"',
      fields: {
        model: 'sd15.ckpt',
        sampler: 'dpmpp_2m',
        steps: '20',
        cfgScale: '8',
        seed: '42',
        denoising: '0.87',
        loras: 'feather.safetensors',
        prompt: 'a duck',
        negativePrompt: 'bad hands',
      },
    },
  ]);
});

test('a custom sampler takes its prompt from the guider', () => {
  const graph = {
    13: {
      class_type: 'SamplerCustomAdvanced',
      inputs: {
        noise: ['25', 0],
        guider: ['22', 0],
        sampler: ['16', 0],
        sigmas: ['17', 0],
        latent_image: ['27', 0],
      },
    },
    25: { class_type: 'RandomNoise', inputs: { noise_seed: 7 } },
    22: { class_type: 'BasicGuider', inputs: { conditioning: ['6', 0], model: ['12', 0] } },
    6: { class_type: 'CLIPTextEncode', inputs: { text: 'a duck' } },
    16: { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
    17: { class_type: 'BasicScheduler', inputs: { scheduler: 'simple', steps: 4 } },
    12: { class_type: 'UNETLoader', inputs: { unet_name: 'flux1-dev.safetensors' } },
  };
  expect(
    read({ where: 'EXIF', keyword: 'Make', value: `Prompt: ${JSON.stringify(graph)}` })[0]?.fields,
  ).toMatchObject({
    model: 'flux1-dev.safetensors',
    sampler: 'euler',
    steps: '4',
    seed: '7',
    prompt: 'a duck',
  });
});

test('a ComfyUI graph that only enlarges or only saves has generated nothing', () => {
  const load = { class_type: 'LoadImage', inputs: { image: 'x.png' } };
  const save = { class_type: 'SaveImage', inputs: { images: ['1', 0] } };
  const enlarge = { class_type: 'ImageUpscaleWithModel', inputs: { image: ['1', 0] } };
  expect(read(text('prompt', { 1: load, 2: save }))[0]?.statement).toBe('edited');
  expect(read(text('prompt', { 1: load, 2: enlarge, 3: save }))[0]?.statement).toBe('edited-with-ai');
  expect(
    read(text('prompt', { 1: load, 2: { class_type: 'FluxKontextPro', inputs: {} } }))[0]?.statement,
  ).toBe('generated');
});

test('graphs that loop, or are huge, end', () => {
  const loop = {
    1: { class_type: 'KSampler', inputs: { positive: ['2', 0], seed: 1 } },
    2: { class_type: 'X', inputs: { text: ['1', 0] } },
  };
  expect(read(text('prompt', loop))[0]?.fields).toEqual({ seed: '1' });
  const nodes = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, id) => [
      id,
      { class_type: 'KSampler', inputs: { positive: [String(id + 1), 0] } },
    ]),
  );
  expect(read(text('prompt', nodes))[0]?.source).toBe('comfyui');
});

test('InvokeAI in its three generations', () => {
  const third = {
    app_version: '5.0.0',
    positive_prompt: 'a duck',
    negative_prompt: 'fog',
    seed: 5,
    steps: 30,
    cfg_scale: 7.5,
    scheduler: 'euler',
    width: 512,
    height: 768,
    model: { name: 'dreamshaper', hash: 'blake3:1' },
    loras: [{ model: { name: 'feather' }, weight: 0.75 }],
  };
  const second = {
    app_id: 'invoke-ai/InvokeAI',
    app_version: '2.3.0',
    model_weights: 'deliberate',
    image: {
      prompt: [{ prompt: 'a duck [fog]', weight: 1 }],
      steps: 50,
      cfg_scale: 5,
      sampler: 'k_lms',
      seed: 9,
      width: 512,
      height: 768,
    },
  };
  const first = '"a duck [fog]" -s 50 -S 2980747362 -W 512 -H 768 -C 5 -A k_lms -G 0.9';
  expect(read(text('invokeai_metadata', third))[0]).toMatchObject({
    source: 'invokeai',
    fields: {
      model: 'dreamshaper',
      loras: 'feather (0.75)',
      size: '512x768',
      prompt: 'a duck',
      negativePrompt: 'fog',
    },
  });
  expect(read(text('Dream', first), text('sd-metadata', second))).toMatchObject([
    {
      source: 'invokeai',
      fields: { model: 'deliberate', prompt: 'a duck', negativePrompt: 'fog', seed: '9' },
    },
  ]);
  expect(read(text('Dream', first))[0]?.fields).toEqual({
    prompt: 'a duck',
    negativePrompt: 'fog',
    sampler: 'k_lms',
    steps: '50',
    cfgScale: '5',
    seed: '2980747362',
    size: '512x768',
  });
});

test('NovelAI, also packed into one JSON object', () => {
  const comment = JSON.stringify({ steps: 50, sampler: 'k_euler', seed: 3, scale: 10, uc: 'lowres' });
  const chunks = {
    Title: 'AI generated image',
    Description: 'a duck',
    Software: 'NovelAI',
    Source: 'SD 1D44',
    Comment: comment,
  };
  const expected = {
    source: 'novelai',
    fields: { model: 'SD 1D44', prompt: 'a duck', negativePrompt: 'lowres', seed: '3', steps: '50' },
  };
  expect(read(...Object.entries(chunks).map(([key, value]) => text(key, value)))).toMatchObject([expected]);
  expect(read(text('UserComment', chunks))[0]).toMatchObject(expected);
});

test.each([
  [
    'swarmui',
    text('parameters', {
      sui_image_params: { prompt: 'p', model: 'm', seed: 1, steps: 2, swarm_version: '0.9' },
    }),
    { model: 'm', version: '0.9' },
  ],
  [
    'tensorart',
    text('generation_data', { prompt: 'p', baseModel: { modelFileName: 'm' }, ksamplerName: 's' }),
    { model: 'm', sampler: 's' },
  ],
  [
    'ruined-fooocus',
    text('parameters', { Prompt: 'p', base_model_name: 'm', software: 'RuinedFooocus' }),
    { model: 'm', prompt: 'p' },
  ],
  [
    'fooocus',
    text('parameters', { prompt: 'p', base_model: 'm', performance: 'Speed', version: 'Fooocus v2.5' }),
    { model: 'm' },
  ],
  [
    'draw-things',
    text('exif:UserComment', { c: 'p', uc: 'n', model: 'm', sampler: 's', seed: 1 }),
    { prompt: 'p', negativePrompt: 'n' },
  ],
  ['easy-diffusion', text('x', { prompt: 'p', use_stable_diffusion_model: 'm', seed: 1 }), { model: 'm' }],
  [
    'diffusion-json',
    text('parameters', { prompt: 'p', num_inference_steps: 24, guidance_scale: 5.5, seed: 4 }),
    { steps: '24' },
  ],
])('%s', (source, field, fields) => {
  expect(read(field)).toMatchObject([{ source, statement: 'generated', fields }]);
});

test('Stability Matrix is one claim, though it writes four chunks', () => {
  const findings = read(
    text('prompt', GRAPH),
    text('parameters', INFOTEXT),
    text('parameters-json', { PositivePrompt: 'p', NegativePrompt: 'n', Steps: 20, ModelName: 'm' }),
    text('smproj', { Version: 2 }),
  );
  expect(findings).toMatchObject([
    { source: 'stability-matrix', fields: { prompt: 'p', steps: '20', model: 'm' } },
  ]);
});

test('services: Midjourney, the Chinese label, and patterns that state nothing', () => {
  const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
  expect(read(text('Description', `a duck --ar 3:2 --v 6.1 Job ID: ${id}`))).toMatchObject([
    { source: 'midjourney', fields: { prompt: 'a duck', version: '6.1' } },
  ]);
  const label = { Label: '1', ContentProducer: 'acme', ProduceID: '7' };
  expect(read(text('AIGC', label))).toMatchObject([
    { source: 'tc260-aigc', tool: 'acme', statement: 'generated' },
  ]);
  expect(read(text('UserComment', { AIGC: { ...label, Label: '3' } }))).toMatchObject([
    { source: 'tc260-aigc', inferred: true },
  ]);
  const exif = (keyword: string, value: string): TextField => ({ where: 'EXIF', keyword, value });
  expect(read(exif('Artist', 'ai'), exif('Software', id))).toMatchObject([
    { source: 'civitai-job', inferred: true },
  ]);
  expect(read(exif('ImageDescription', `Signature: ${'A'.repeat(64)}`), exif('Artist', id))).toMatchObject([
    { source: 'xai-grok', inferred: true },
  ]);
  expect(read(text('hf-job-id', id))).toMatchObject([{ source: 'huggingface-job', inferred: true }]);
});

test.each([
  ['a caption', text('Description', 'Stable Diffusion, ComfyUI and Midjourney compared: a screenshot')],
  ['a prompt word', text('prompt', 'What is your name?')],
  ['other JSON', text('Comment', { width: 3, height: 4 })],
  ['JSON with a prompt and one setting', text('Comment', { prompt: 'p', seed: 1 })],
  ['a workflow of another kind', text('workflow', { nodes: [], name: 'print' })],
  ['a photographer called ai', text('Artist', 'ai')],
  ['broken JSON', text('prompt', '{"3": {"class_type": "KSampler"')],
  ['the word AIGC', text('AIGC', { hello: 1 })],
  ['an array', text('parameters', '[1,2]')],
  ['deep JSON', text('prompt', '{"a":'.repeat(50_000))],
])('nothing is found in %s', (_, field) => {
  expect(read(field)).toEqual([]);
});
