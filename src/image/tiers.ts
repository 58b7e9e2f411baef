import type { Degradation } from './degrade.js';

/** The three states in which a picture is judged: as given, after a trip through the web, and after a hard one. */
export const TIERS = {
  asGiven: [],
  web: [
    { kind: 'fit', side: 768 },
    { kind: 'jpeg', quality: 60 },
  ],
  hard: [
    { kind: 'fit', side: 512 },
    { kind: 'jpeg', quality: 40 },
  ],
} as const satisfies Record<string, readonly Degradation[]>;

/** A tier by name. */
export type TierName = keyof typeof TIERS;

/** One kind of degradation at rising strength, for curves; `value` is what the curve is drawn over. */
export interface Sweep {
  name: string;
  /** What `value` counts. */
  unit: string;
  points: readonly { value: number; degradation: Degradation }[];
}

/** The sweeps of an evaluation, mildest first. */
export const SWEEPS: readonly Sweep[] = [
  sweep('jpeg', 'quality', [95, 90, 80, 70, 60, 50, 40, 30], (quality) => ({ kind: 'jpeg', quality })),
  sweep('webp', 'quality', [90, 75, 60, 45, 30], (quality) => ({ kind: 'webp', quality })),
  sweep('resize', 'factor', [0.9, 0.75, 0.5, 0.35, 0.25], (factor) => ({ kind: 'resize', factor })),
  sweep('blur', 'sigma, pixels', [0.5, 1, 1.5, 2, 3], (sigma) => ({ kind: 'blur', sigma })),
  sweep('noise', 'sigma, 8-bit steps', [1, 2, 4, 8, 16], (sigma) => ({ kind: 'noise', sigma })),
  sweep('screenshot', 'screen width, pixels', [1440, 1080, 720, 390], (width) => ({
    kind: 'screenshot',
    width,
  })),
];

function sweep(
  name: string,
  unit: string,
  values: readonly number[],
  make: (value: number) => Degradation,
): Sweep {
  return { name, unit, points: values.map((value) => ({ value, degradation: make(value) })) };
}
