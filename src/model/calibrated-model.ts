import type { OnnxModel } from '../graph/index.js';
import { toMetadata, type DetectorInfo } from './detector-info.js';
import { joinModels, type Part } from './join.js';
import { calibrationModel, TILE_LOGITS } from './output-graph.js';

/** Outputs of every detector, in this order; one that looks at several squares has TILE_LOGITS behind them. */
export const OUTPUTS = ['logit', 'probability', 'probabilities'] as const;

/** Every value of the calibration carries this prefix, so that it can be taken out again. */
const CALIBRATION = /^calibration[./]/;

/** The model with the calibration and all else that `info` says, in place of what it had of them. */
export function withCalibration(model: OnnxModel, info: DetectorInfo): OnnxModel {
  const body: OnnxModel = {
    ...model,
    nodes: model.nodes.filter(
      (node) => !node.outputs.some((name) => name === 'probability' || CALIBRATION.test(name)),
    ),
    initializers: new Map([...model.initializers].filter(([name]) => !CALIBRATION.test(name))),
    outputs: model.outputs.filter((output) => output.name !== 'probability'),
  };
  const tail = calibrationModel(info.calibration, model.opset);
  const own = [...tail.initializers.keys()]
    .filter((name) => CALIBRATION.test(name))
    .map((name) => [name, name]);
  const parts: [Part, Part] = [
    { model: body, prefix: '', names: {} },
    {
      model: tail,
      prefix: 'calibration/',
      names: { ...Object.fromEntries(own), logit: 'logit', probability: 'probability' },
    },
  ];
  const outputs = [...body.outputs, ...tail.outputs];
  return {
    ...joinModels(parts, model.graphName),
    outputs: [...OUTPUTS, TILE_LOGITS].flatMap(
      (name) => outputs.find((output) => output.name === name) ?? [],
    ),
    metadata: { ...model.metadata, ...toMetadata(info) },
  };
}
