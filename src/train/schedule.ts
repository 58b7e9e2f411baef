import { AssayError } from '../errors.js';

/** A learning rate that holds from `epoch` (counted from 0) until the next step. */
export interface ScheduleStep {
  epoch: number;
  learningRate: number;
}

/** The published recipe: 1e-3 in epochs 0–2, 1e-4 to epoch 15, then 1e-5. */
export const RECIPE_SCHEDULE: readonly ScheduleStep[] = [
  { epoch: 0, learningRate: 1e-3 },
  { epoch: 3, learningRate: 1e-4 },
  { epoch: 16, learningRate: 1e-5 },
];

/**
 * Reads a step schedule such as `1e-3@0,1e-4@3,1e-5@16` (rate from that epoch on); a single number is a
 * constant rate. Throws E_ARGUMENT.
 */
export function parseSchedule(text: string): ScheduleStep[] {
  const steps = text.split(',').map((part) => {
    const match = /^\s*([0-9.eE+-]+)\s*(?:@\s*(\d+))?\s*$/.exec(part);
    const learningRate = Number(match?.[1]);
    if (!match || !Number.isFinite(learningRate) || learningRate <= 0) throw badSchedule(text);
    return { epoch: Number(match[2] ?? 0), learningRate };
  });
  const rising = steps.every((step, i) => i === 0 || step.epoch > steps[i - 1]!.epoch);
  if (steps[0]?.epoch !== 0 || !rising) throw badSchedule(text);
  return steps;
}

/** The schedule as `parseSchedule` reads it. */
export function formatSchedule(steps: readonly ScheduleStep[]): string {
  return steps.map((step) => `${step.learningRate}@${step.epoch}`).join(',');
}

/** The scheduled learning rate of an epoch (counted from 0). */
export function learningRateAt(steps: readonly ScheduleStep[], epoch: number): number {
  return steps.findLast((step) => step.epoch <= epoch)!.learningRate;
}

function badSchedule(text: string): AssayError {
  return new AssayError(
    'E_ARGUMENT',
    `The schedule is "${text}"; expected positive rates with rising start epochs from 0, such as 1e-3@0,1e-4@3,1e-5@16.`,
  );
}
