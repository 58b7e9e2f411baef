import type { Calibration } from '../evaluate/types.js';
import {
  addConstant,
  addInput,
  addOutput,
  createGraph,
  emitOne,
  ints,
  scalar,
  tensor,
  toModel,
  type Graph,
  type OnnxModel,
  type Value,
} from '../graph/index.js';

/** Output of a detector that looks at several squares: the log-odds of fake of each, [N, squares], uncalibrated. */
export const TILE_LOGITS = 'tile_logits';

/**
 * From a head's `scores` [N,2] (fake, real) to `logit` [N], log-odds of fake, and `probabilities` [N,2]. With
 * `squares`, scores [N · squares, 2] are of so many squares a picture and averaged.
 */
export function scoresModel(opset: number, squares: number | null = null): OnnxModel {
  const graph = createGraph({ opset });
  const given = addInput(graph, 'scores', 'float32', ['N', 2]);
  const difference = (scores: Value, axis: number): Value => {
    const [fake, real] = [0, 1].map((index) =>
      emitOne(graph, 'Gather', [scores, addConstant(graph, tensor('int64', [], [index]))], { axis }),
    ) as [Value, Value];
    return emitOne(graph, 'Sub', [fake, real]);
  };
  let scores = given;
  if (squares !== null) {
    const apart = emitOne(graph, 'Reshape', [given, addConstant(graph, ints([-1, squares, 2]))]);
    addOutput(graph, difference(apart, 2), TILE_LOGITS);
    const sum = emitOne(graph, 'ReduceSum', [apart, addConstant(graph, ints([1]))], { keepdims: 0 });
    scores = emitOne(graph, 'Mul', [sum, addConstant(graph, scalar(1 / squares))]);
  }
  addOutput(graph, difference(scores, 1), 'logit');
  addOutput(graph, emitOne(graph, 'Softmax', [scores], { axis: 1 }), 'probabilities');
  return toModel(graph);
}

/**
 * From `logit` [N] to `probability` [N], the calibrated probability of fake. All but isotonic calibration are
 * sigmoid(scale · logit + offset), with the constants `calibration.scale` and `calibration.offset`.
 */
export function calibrationModel(calibration: Calibration, opset: number): OnnxModel {
  const graph = createGraph({ opset });
  const logit = addInput(graph, 'logit', 'float32', ['N']);
  const probability =
    calibration.method === 'isotonic'
      ? emitIsotonic(graph, logit, calibration.logits, calibration.probabilities)
      : emitLogistic(graph, logit, ...logistic(calibration));
  addOutput(graph, probability, 'probability');
  return toModel(graph);
}

function logistic(
  calibration: Exclude<Calibration, { method: 'isotonic' }>,
): [scale: number, offset: number] {
  if (calibration.method === 'identity') return [1, 0];
  if (calibration.method === 'temperature') return [1 / calibration.temperature, 0];
  return [calibration.slope, calibration.intercept];
}

function emitLogistic(graph: Graph, logit: Value, scale: number, offset: number): Value {
  const scaled = emitOne(graph, 'Mul', [logit, addConstant(graph, scalar(scale), 'calibration.scale')]);
  const moved = emitOne(graph, 'Add', [scaled, addConstant(graph, scalar(offset), 'calibration.offset')]);
  return emitOne(graph, 'Sigmoid', [moved]);
}

/**
 * Straight lines between knots, level outside: the first probability, plus each step's rise times the share of
 * the step that the logit has passed. In double precision, for steps may be very short.
 */
function emitIsotonic(
  graph: Graph,
  logit: Value,
  logits: readonly number[],
  probabilities: readonly number[],
): Value {
  const steps = Math.max(logits.length - 1, 1);
  const row = (name: string, values: number[]): Value =>
    addConstant(graph, tensor('float64', [1, steps], values), `calibration.${name}`);
  const differences = (values: readonly number[]): number[] =>
    values.slice(1).map((value, i) => value - values[i]!);
  // A single knot is a level line: one step without rise.
  const flat = logits.length === 1;
  const starts = row('starts', flat ? [0] : logits.slice(0, -1));
  const widths = row('widths', flat ? [1] : differences(logits));
  const rises = row('rises', flat ? [0] : differences(probabilities));
  const double = (value: number): Value => addConstant(graph, scalar(value, 'float64'));

  const exact = emitOne(graph, 'Cast', [logit], { to: 11 });
  const column = emitOne(graph, 'Unsqueeze', [exact, addConstant(graph, ints([1]))]);
  const passed = emitOne(graph, 'Div', [emitOne(graph, 'Sub', [column, starts]), widths]);
  const share = emitOne(graph, 'Min', [emitOne(graph, 'Max', [passed, double(0)]), double(1)]);
  const risen = emitOne(graph, 'Mul', [share, rises]);
  const sum = emitOne(graph, 'ReduceSum', [risen, addConstant(graph, ints([1]))], { keepdims: 0 });
  const base = addConstant(graph, scalar(probabilities[0]!, 'float64'), 'calibration.base');
  return emitOne(graph, 'Cast', [emitOne(graph, 'Add', [sum, base])], { to: 1 });
}
