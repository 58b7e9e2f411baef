import { env } from 'onnxruntime-node';
import type { Calibration, ThresholdFit, Thresholds } from '../evaluate/types.js';
import { writeModel, type OnnxModel } from '../graph/index.js';
import { VERSION } from '../version.js';
import type { Backbone } from './backbone.js';
import { withCalibration } from './calibrated-model.js';
import { INFO_DEFAULTS, type DetectorInfo, type DetectorView } from './detector-info.js';
import { featureParts } from './feature-parts.js';
import type { HeadOptions } from './head.js';
import { joinModels } from './join.js';
import { scoresModel, TILE_LOGITS } from './output-graph.js';

/** What a detector is made of. */
export interface DetectorParts {
  name: string;
  backbone: Backbone;
  /** From `features` [N, length] to `scores` [N, 2], before softmax, in the order fake, real (`headModel`). */
  head: OnnxModel;
  /** The head's shape, for the summary. */
  headOptions?: HeadOptions;
  /** What the network sees: all of the picture (default; `area`: without aliasing), the native pixels in its middle, or squares all over it. */
  view?: Exclude<DetectorView['kind'], 'mixed'>;
  /** Of the view `tiles`: squares a side, at least 1. */
  tiles?: number;
  calibration?: Calibration;
  thresholds?: Thresholds;
  thresholdFit?: ThresholdFit | null;
  training?: DetectorInfo['training'];
  licence?: string | null;
  tables?: Record<string, unknown>;
}

/**
 * One .onnx file that is a whole detector: `image`, uint8 [N, height, width, 3], RGB, any size, through resize,
 * normalisation, backbone and head to `logit` [N] (log-odds of fake), `probability` [N] (of fake, calibrated)
 * and `probabilities` [N, 2] (fake, real; the plain softmax). Any ONNX runtime can run it. The same parts give
 * the same bytes.
 */
export function composeDetector(parts: DetectorParts): Uint8Array {
  const { backbone, head, headOptions, name, view = 'square', tiles = 1, ...given } = parts;
  const { opset } = backbone.model;
  const info: DetectorInfo = {
    ...INFO_DEFAULTS,
    name,
    view: view === 'tiles' ? { kind: view, size: backbone.size, tiles } : { kind: view, size: backbone.size },
    input: backbone.input,
    backbone: {
      name: backbone.name,
      title: backbone.about.title,
      sha256: backbone.sha256,
      featureLength: backbone.featureLength,
      source: backbone.about.source,
      licence: backbone.about.licence,
      pretraining: backbone.about.pretraining,
    },
    head: headOptions ?? null,
    versions: { assay: VERSION, onnxruntime: env.versions.node ?? env.versions.common },
    ...given,
  };
  const body = joinModels(
    [
      ...featureParts({ ...backbone, view, tiles }),
      { model: head, prefix: 'head/', names: { features: 'features', scores: 'head/scores' } },
      {
        model: scoresModel(opset, view === 'tiles' ? tiles * tiles : null),
        prefix: 'output/',
        names: {
          scores: 'head/scores',
          logit: 'logit',
          probabilities: 'probabilities',
          [TILE_LOGITS]: TILE_LOGITS,
        },
      },
    ],
    'detector',
  );
  return writeModel(withCalibration(body, info));
}
