import { ACTIVATION_RULES } from './activation.js';
import { ARITHMETIC_RULES } from './arithmetic.js';
import { CONV_RULES } from './conv.js';
import { LINEAR_RULES } from './linear.js';
import { NORMALISATION_RULES } from './normalisation.js';
import { POOL_RULES } from './pool.js';
import type { GradientRule } from './rule.js';
import { RESIZE_RULES } from './resize.js';
import { STRUCTURE_RULES } from './structure.js';

/** The gradient rule of each ONNX operator that has one. */
export const GRADIENT_RULES: ReadonlyMap<string, GradientRule> = new Map(
  Object.entries({
    ...ARITHMETIC_RULES,
    ...ACTIVATION_RULES,
    ...STRUCTURE_RULES,
    ...LINEAR_RULES,
    ...NORMALISATION_RULES,
    ...CONV_RULES,
    ...POOL_RULES,
    ...RESIZE_RULES,
  }),
);

/** The operators through which gradients go. */
export function differentiableOperators(): string[] {
  return [...GRADIENT_RULES.keys()].sort();
}
