import { expect, test } from 'vitest';
import type { TextField } from '../metadata/metadata.js';
import { COMFYUI_GRAPH, INFOTEXT, textChunk as text } from '../testing/marks.js';
import { readGeneratorText } from './read.js';

const read = (...fields: TextField[]): ReturnType<typeof readGeneratorText> => readGeneratorText(fields);

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
    text('prompt', COMFYUI_GRAPH),
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
