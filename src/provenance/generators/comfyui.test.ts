import { expect, test } from 'vitest';
import type { TextField } from '../metadata/metadata.js';
import { COMFYUI_GRAPH, textChunk as text } from '../testing/marks.js';
import { readGeneratorText } from './read.js';

const read = (...fields: TextField[]): ReturnType<typeof readGeneratorText> => readGeneratorText(fields);

test('a ComfyUI graph is followed through links and value nodes', () => {
  const workflow = { nodes: [{ type: 'KSampler' }], links: [] };
  expect(read(text('prompt', COMFYUI_GRAPH), text('workflow', workflow))).toMatchObject([
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
