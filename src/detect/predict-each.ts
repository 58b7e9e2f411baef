import { isAssayError, type ErrorCode } from '../errors.js';
import type { Image } from '../image/index.js';
import type { Detector, Prediction } from './detector.js';

/** Why a picture could not be judged. Plain JSON. */
export interface PlainError {
  code: string;
  message: string;
}

/** Predictions of views made beforehand, in their order; where the network fails on one, the others still get theirs. */
export async function predictEach(
  detector: Pick<Detector, 'predictViews'>,
  views: readonly Image[],
): Promise<(Prediction | { error: PlainError })[]> {
  try {
    return await detector.predictViews(views);
  } catch (error) {
    if (views.length === 1) return [{ error: plainError(error) }];
    const apart: (Prediction | { error: PlainError })[] = [];
    for (const view of views) apart.push(...(await predictEach(detector, [view])));
    return apart;
  }
}

/** An error's code and message, fit for a list of what was left out. */
export function plainError(error: unknown): PlainError {
  if (isAssayError(error)) return { code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'E_INTERNAL' satisfies ErrorCode,
    message: `A picture could not be judged: ${message}.`,
  };
}
