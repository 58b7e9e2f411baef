import type { Calibration, ThresholdFit, Thresholds } from '../evaluate/types.js';
import { LABELS } from '../labels.js';
import type { HeadOptions } from './head.js';
import type { NetworkInput } from './input-graph.js';

/** What a detector file says of itself, in its metadata. Plain JSON. */
export interface DetectorInfo {
  /** Version of this layout. */
  format: 1;
  name: string;
  /** The classes in the order of the output `probabilities`. */
  labels: readonly ['fake', 'real'];
  /**
   * What the graph does with a picture first: a resize of all of it to a square, the square of native pixels in its
   * middle, such squares from all over it, or both.
   */
  view: DetectorView;
  /** What it does then: normalisation and layout. */
  input: NetworkInput;
  /** The frozen network under the head, with the licence that its weights carry on; null where there is none. */
  backbone: DetectorBackbone | null;
  /** Shape of the head on it; null where it is of another kind. */
  head: HeadOptions | null;
  /** How the probability is made of the logit. */
  calibration: Calibration;
  /** How a verdict is made of the probability. */
  thresholds: Thresholds;
  /** The error rates that the thresholds were fitted to; null for thresholds of no promise. */
  thresholdFit: ThresholdFit | null;
  /** What it was trained on. */
  training: DetectorTraining | null;
  /** Versions of what made the file, by name. */
  versions: Record<string, string>;
  /** Licence of the file as its maker states it (SPDX), null where unstated; the backbone's comes on top. */
  licence: string | null;
  /** Anything else, by name: reference tables, reports. */
  tables: Record<string, unknown>;
}

/**
 * How a detector looks at a picture; `size` is the side of a square, pixels. `square` is all of it, resized with aliasing
 * as OpenCV does, `area` all of it without (`areaView`), `crop` the native pixels in its middle; `tiles` squares a side, each judged, their
 * scores averaged; `mixed` all of it as `area` and native squares (`mixedView`), a network for either.
 */
export type DetectorView = { kind: 'square' | 'area' | 'crop'; size: number } | TilesView;

export interface TilesView {
  kind: 'tiles' | 'mixed';
  size: number;
  tiles: number;
}

/** Whether a view is several squares laid side by side. */
export function hasTiles(kind: DetectorView['kind']): kind is TilesView['kind'] {
  return kind === 'tiles' || kind === 'mixed';
}

export interface DetectorBackbone {
  name: string;
  title: string;
  sha256: string;
  featureLength: number;
  source: string | null;
  licence: string | null;
  pretraining: string | null;
}

export interface DetectorTraining {
  /** Hex SHA-256 over the training samples' content and labels. */
  fingerprint: string;
  seed: number;
  /** Samples trained on, by class. */
  samples: { fake: number; real: number };
}

/** Fake from one half up, real below: the recipe's own rule, without a promise and without a band. */
export const DEFAULT_THRESHOLDS: Thresholds = { fakeAtLeast: 0.5, realAtMost: 0.5 };

/** What `composeDetector` fills in where the caller says nothing. */
export const INFO_DEFAULTS = {
  format: 1,
  labels: LABELS,
  head: null,
  calibration: { method: 'identity' },
  thresholds: DEFAULT_THRESHOLDS,
  thresholdFit: null,
  training: null,
  licence: null,
  tables: {},
} as const satisfies Partial<DetectorInfo>;

const PREFIX = 'assay.';

/** A file's metadata entries for this information: one key a part, each a JSON text. */
export function toMetadata(info: DetectorInfo): Record<string, string> {
  return Object.fromEntries(
    Object.entries(info).map(([key, value]) => [PREFIX + key, JSON.stringify(value)]),
  );
}

/** The parts of Assay's own entries, parsed but not checked; null when there are none. Throws SyntaxError. */
export function fromMetadata(metadata: Readonly<Record<string, string>>): Record<string, unknown> | null {
  const own = Object.entries(metadata).filter(([key]) => key.startsWith(PREFIX));
  if (own.length === 0) return null;
  return Object.fromEntries(
    own.map(([key, value]) => [key.slice(PREFIX.length), JSON.parse(value) as unknown]),
  );
}
