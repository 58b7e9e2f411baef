/**
 * What this room draws from: plain objects, so that any room (or a reader of a `--json` file) can fill them.
 * Shares, probabilities and rates are 0..1; null is "not defined".
 */

/** One layer of a model summary; a size that depends on the batch is null. */
export interface LayerSummary {
  name: string;
  type: string;
  outputShape: (number | null)[];
  parameters: number;
  trainable: boolean;
}

/** A model, layer by layer, as Keras's `model.summary()` tells it. */
export interface ModelSummary {
  name: string;
  layers: LayerSummary[];
  totals: { total: number; trainable: number; nonTrainable: number; bytes: number };
}
