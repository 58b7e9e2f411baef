import { LIMITS } from '../containers/limits.js';

/** Bytes of metadata that may still be decoded for one file; a file of overlapping blocks cannot exceed it. */
export interface Budget {
  left: number;
}

export function createBudget(bytes: number = LIMITS.unpackedBytes): Budget {
  return { left: bytes };
}

/** Takes `bytes` from the budget; false, taking nothing, where not enough is left. */
export function spend(budget: Budget, bytes: number): boolean {
  if (bytes > budget.left) return false;
  budget.left -= bytes;
  return true;
}
