import type { Tensor } from '../graph/index.js';
import type { Learner } from './learner.js';

/** A learner whose weights another can start from. */
export type HandingLearner = Learner & { parameters(): Record<string, Tensor> };

/** Bytes before the inner learner's state: epochs done (uint32, little-endian). */
const HEAD = 4;

/**
 * Trains in two stages: `first` for `epochs` epochs (the head alone, say), then what `second` makes of its
 * weights. The state tells the stage, so a resumed run is in the right one.
 */
export async function createStagedLearner(options: {
  epochs: number;
  first(): Promise<HandingLearner>;
  second(values: Readonly<Record<string, Tensor>>): Promise<HandingLearner>;
}): Promise<Learner> {
  let done = 0;
  let current = await options.first();
  let isSecond = false;
  let pending: Uint8Array | null = null;

  /** Moves on where it is time; a restored second stage gets its weights from the state instead. */
  async function ready(): Promise<HandingLearner> {
    if (!isSecond && done >= options.epochs) {
      const values = current.parameters();
      await current.close();
      current = await options.second(values);
      isSecond = true;
    }
    if (pending) current.restore(pending);
    pending = null;
    return current;
  }

  return {
    async trainEpoch(...given) {
      const result = await (await ready()).trainEpoch(...given);
      done++;
      return result;
    },
    validate: () => current.validate(),
    score: (samples) => current.score(samples),
    state: () => {
      const inner = pending ?? current.state();
      const bytes = new Uint8Array(HEAD + inner.length);
      new DataView(bytes.buffer).setUint32(0, done, true);
      bytes.set(inner, HEAD);
      return bytes;
    },
    restore(state) {
      done = new DataView(state.buffer, state.byteOffset).getUint32(0, true);
      const inner = state.slice(HEAD);
      // The state after the last epoch of the first stage is the first stage's; a later one belongs to the second.
      if (done > options.epochs) pending = inner;
      else current.restore(inner);
    },
    exportDetector: () => current.exportDetector(),
    close: () => current.close(),
  };
}
