import { AssayError } from '../errors.js';

/** A learning rate that holds from `epoch` (counted from 0) until the next step. */
export interface ScheduleStep {
  epoch: number;
  learningRate: number;
}

/** A learning rate that falls from `peak` to `end` over the whole run along half a cosine (Loshchilov and Hutter 2017). */
export interface CosineSchedule {
  peak: number;
  end: number;
}

/** How the learning rate runs. Plain JSON: it is part of `config.json`. */
export type Schedule = readonly ScheduleStep[] | CosineSchedule;

/** Over what a schedule runs. */
export interface ScheduleSpan {
  epochs: number;
  /** Epochs, or parts of one, over which the rate first rises from 0 in a line. */
  warmUp: number;
}

/** The published recipe: 1e-3 in epochs 0–2, 1e-4 to epoch 15, then 1e-5. */
export const RECIPE_SCHEDULE: readonly ScheduleStep[] = [
  { epoch: 0, learningRate: 1e-3 },
  { epoch: 3, learningRate: 1e-4 },
  { epoch: 16, learningRate: 1e-5 },
];

/**
 * Reads steps such as `1e-3@0,1e-4@3,1e-5@16` (rate from that epoch on), a constant rate such as `1e-3`, or
 * `cosine:1e-3` and `cosine:1e-3,1e-5` (peak and end; 0 where none is given). Throws E_ARGUMENT.
 */
export function parseSchedule(text: string): Schedule {
  const cosine = /^\s*cosine:([^,]+)(?:,([^,]+))?$/.exec(text);
  if (cosine) {
    const [peak, end] = [Number(cosine[1]), Number(cosine[2] ?? 0)];
    if (!(Number.isFinite(peak) && peak > 0 && end >= 0 && end <= peak)) throw badSchedule(text);
    return { peak, end };
  }
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
export function formatSchedule(schedule: Schedule): string {
  if ('peak' in schedule) return `cosine:${schedule.peak},${schedule.end}`;
  return schedule.map((step) => `${step.learningRate}@${step.epoch}`).join(',');
}

/** The scheduled learning rate at a moment of the run, counted in epochs from 0 (2.5: the middle of the third). */
export function learningRateAt(schedule: Schedule, moment: number, { epochs, warmUp }: ScheduleSpan): number {
  const rise = moment < warmUp ? moment / warmUp : 1;
  if (!('peak' in schedule)) return rise * schedule.findLast((step) => step.epoch <= moment)!.learningRate;
  const { peak, end } = schedule;
  const done = Math.max(0, moment - warmUp) / Math.max(epochs - warmUp, Number.MIN_VALUE);
  return rise * (end + ((peak - end) * (1 + Math.cos(Math.PI * Math.min(1, done)))) / 2);
}

function badSchedule(text: string): AssayError {
  return new AssayError(
    'E_ARGUMENT',
    `The schedule is "${text}"; expected positive rates with rising start epochs from 0, such as 1e-3@0,1e-4@3,1e-5@16, or cosine:PEAK,END such as cosine:1e-3,1e-5.`,
  );
}
