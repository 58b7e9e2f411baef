import type { OnnxModel } from '../graph/index.js';
import { featuresModel, type NetworkOutput } from './backbone-output.js';
import { IMAGE_INPUT, inputModel, type GivenAs, type NetworkInput } from './input-graph.js';
import type { DetectorView } from './detector-info.js';
import type { Part } from './join.js';

/** The backbone's chosen value in a joined model. */
export const BACKBONE_OUTPUT = 'backbone/output';

/** The picture as the backbone takes it, in a joined model: the last value of the front, whose names begin with FRONT. */
export const FRONT = 'view/';
/** Before the names of the network that judges squares in a detector of two (`pairDetectors`). */
export const NATIVE = 'native/';
export const PIXELS = `${FRONT}pixels`;

/** What decides how pictures reach a backbone. */
export interface PictureWay {
  model: OnnxModel;
  size: number;
  inputName: string;
  input: NetworkInput;
  /** Default: all of the picture. */
  view?: DetectorView['kind'];
  /** Of the view `tiles`: squares a side. */
  tiles?: number;
  /** How pictures come; `any` by default. */
  given?: GivenAs;
}

/** The picture's way through the front and the backbone, whose chosen value becomes BACKBONE_OUTPUT. */
export function pictureParts(
  { model, size, input, inputName, view = 'square', tiles = 1, given = 'any' }: PictureWay,
  outputName: string,
): [Part, Part] {
  const front = inputModel({ size, view, tiles, input, opset: model.opset, output: 'pixels', given });
  return [
    { model: front, prefix: FRONT, names: { [IMAGE_INPUT]: IMAGE_INPUT } },
    { model, prefix: 'backbone/', names: { [inputName]: PIXELS, [outputName]: BACKBONE_OUTPUT } },
  ];
}

/** The parts of a model from `image`, uint8 [N, height, width, 3] of any size, to `features`, float32 [N, length]. */
export function featureParts(
  backbone: PictureWay & { output: NetworkOutput; featureLength: number },
): [Part, Part, Part] {
  const { output, featureLength, model } = backbone;
  const last = featuresModel(output, featureLength, model.opset, 'in');
  return [
    ...pictureParts(backbone, output.name),
    { model: last, prefix: 'features/', names: { in: BACKBONE_OUTPUT, features: 'features' } },
  ];
}
