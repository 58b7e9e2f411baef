import { ACTIVATION_RULES } from './activation.js';
import { ARITHMETIC_RULES } from './arithmetic.js';
import { LINEAR_RULES } from './linear.js';
import { NORMALISATION_RULES } from './normalisation.js';
import type { GradientRule } from './rule.js';
import { STRUCTURE_RULES } from './structure.js';

/** The gradient rule of each ONNX operator that has one. */
export const GRADIENT_RULES: ReadonlyMap<string, GradientRule> = new Map(
  Object.entries({
    ...ARITHMETIC_RULES,
    ...ACTIVATION_RULES,
    ...STRUCTURE_RULES,
    ...LINEAR_RULES,
    ...NORMALISATION_RULES,
  }),
);

/** The operators through which gradients go. */
export function differentiableOperators(): string[] {
  return [...GRADIENT_RULES.keys()].sort();
}
