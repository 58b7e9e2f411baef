import { AssayError } from '../errors.js';
import type { RandomState } from '../random.js';
import { tensorsFromBytes, tensorsToBytes } from './tensor-file.js';
import type { TrainerState } from './trainer.js';

/** A trainer's state as one safetensors file. The same state gives the same bytes. */
export function stateToBytes(state: TrainerState): Uint8Array {
  return tensorsToBytes(state.tensors, {
    format: 'assay-trainer-1',
    random: JSON.stringify(state.random),
    steps: String(state.steps),
  });
}

/** Reads what `stateToBytes` wrote. Throws E_CHECKPOINT_INVALID. */
export function stateFromBytes(bytes: Uint8Array): TrainerState {
  const { tensors, metadata } = tensorsFromBytes(bytes);
  const steps = Number(metadata['steps']);
  const random = parseRandom(metadata['random']);
  if (metadata['format'] !== 'assay-trainer-1' || !Number.isSafeInteger(steps) || steps < 0 || !random) {
    throw new AssayError(
      'E_CHECKPOINT_INVALID',
      'The file holds tensors, but not the state of a trainer. Use a state that Assay saved in training.',
    );
  }
  return { steps, random, tensors };
}

function parseRandom(text: string | undefined): RandomState | undefined {
  try {
    const state = JSON.parse(text ?? '') as Partial<RandomState> | null;
    const { key, words } = state ?? {};
    const whole = (word: unknown): boolean => Number.isInteger(word);
    if (whole(key) && Array.isArray(words) && words.length === 4 && words.every(whole)) {
      return { key: key!, words: [...words] as RandomState['words'] };
    }
  } catch {
    // not JSON: told by the caller
  }
  return undefined;
}
