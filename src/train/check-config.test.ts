import { expect, it } from 'vitest';
import { checkConfig } from './check-config.js';
import { recipeConfig, type TrainConfig } from './config.js';

const recipe = recipeConfig({ root: 'data' }, 1);
const fineTuned: Partial<TrainConfig> = { fineTune: 'all' };

it('takes the recipe as it is', () => {
  expect(checkConfig(recipe)).toBe(recipe);
});

it.each<[string, Partial<TrainConfig>]>([
  ['--epochs is 1.5; expected a whole number from 0 to 100000.', { epochs: 1.5 }],
  ['--warm-up is 21; expected a number from 0 to 20.', { warmUp: 21 }],
  ['--flip is NaN; expected a number from 0 to 1.', { flip: Number.NaN }],
  ['--part is 0.4; expected a number from 0.5 to 1.', { ...fineTuned, part: [0.5, 0.4] }],
])('refuses a figure out of its range: %s', (message, given) => {
  expect(() => checkConfig({ ...recipe, ...given })).toThrow(
    expect.objectContaining({ code: 'E_ARGUMENT', message }),
  );
});

it.each<[string, Partial<TrainConfig>]>([
  ['--dropout has 1 rates for 2', { dropout: [0.1] }],
  ['--label-smoothing', { loss: { name: 'focal', labelSmoothing: 0.1, gamma: 2 } }],
  ['--accumulate 2', { accumulate: 2 }],
  ['--recompute', { recompute: true }],
  ['--tiles 2', { ...fineTuned, tiles: 2 }],
  ['--device gpu', { device: 'gpu' }],
  ['--part', { part: [0.5, 1] }],
  ['--view crop', { view: 'crop' }],
  ['--view area', { view: 'area' }],
  ['--fine-tune and --architecture', { ...fineTuned, architecture: 'residual' }],
  ['--equalise-validation', { ...fineTuned, equaliseValidation: true }],
  ['--from was given for a frozen backbone', { from: 'run' }],
  ['--from and --unfreeze-at', { ...fineTuned, from: 'run', unfreezeAt: 1 }],
  ['--leave-out and --split', { leaveOut: { by: 'source', value: 'a' }, splitFile: 'split.csv' }],
])('refuses options that do not go together: %s', (start, given) => {
  expect(() => checkConfig({ ...recipe, ...given })).toThrow(
    expect.objectContaining({ code: 'E_ARGUMENT', message: expect.stringContaining(start) as string }),
  );
});
