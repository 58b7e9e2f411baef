import { addConstant, emitOne, ints, scalar, tensor, type Graph, type Value } from '../graph/index.js';

/** Where an axis of the output takes its two inputs (int64 [size]), and their weights in 1/2048 (int32). */
interface Taps {
  first: Value;
  second: Value;
  firstWeight: Value;
  secondWeight: Value;
}

/**
 * Adds the resize of `resizeLinear` (OpenCV's 8-bit INTER_LINEAR, bit for bit; its arithmetic is told there)
 * to a graph: uint8 [N, height, width, 3] of any size to int32 [N, size, size, 3] of 0..255. Exact halving and
 * an unchanged size need no case of their own: the general rule gives the same numbers.
 */
export function emitResizeLinear(graph: Graph, image: Value, size: number): Value {
  const shape = emitOne(graph, 'Shape', [image]);
  const y = emitTaps(graph, shape, 1, size, false);
  const x = emitTaps(graph, shape, 2, size, true);
  const op = (opType: string, a: Value, b: Value): Value => emitOne(graph, opType, [a, b]);
  const int = (value: number): Value => addConstant(graph, scalar(value, 'int32'));

  const stretch = (row: Value): Value => {
    const picture = emitOne(graph, 'Gather', [image, row], { axis: 1 });
    const [left, right] = [x.first, x.second].map((column) =>
      toInt32(graph, emitOne(graph, 'Gather', [picture, column], { axis: 2 })),
    ) as [Value, Value];
    const sum = op('Add', op('Mul', left, column(x.firstWeight)), op('Mul', right, column(x.secondWeight)));
    return op('Div', sum, int(16));
  };
  const column = (weights: Value): Value =>
    emitOne(graph, 'Unsqueeze', [weights, addConstant(graph, ints([1]))]);
  const row = (weights: Value): Value =>
    emitOne(graph, 'Unsqueeze', [weights, addConstant(graph, ints([1, 2]))]);
  const weigh = (stretched: Value, weights: Value): Value =>
    op('Div', op('Mul', stretched, row(weights)), int(65536));

  const upper = weigh(stretch(y.first), y.firstWeight);
  const lower = weigh(stretch(y.second), y.secondWeight);
  return op('Div', op('Add', op('Add', upper, lower), int(2)), int(4));
}

/** The taps along one axis. Along x (`stopAtEdge`) a place outside the picture is moved onto its border. */
function emitTaps(graph: Graph, shape: Value, axis: number, size: number, stopAtEdge: boolean): Taps {
  const op = (opType: string, a: Value, b: Value): Value => emitOne(graph, opType, [a, b]);
  const cast = (value: Value, to: number): Value => emitOne(graph, 'Cast', [value], { to });
  const double = (value: number): Value => addConstant(graph, scalar(value, 'float64'));
  const float = (value: number): Value => addConstant(graph, scalar(value, 'float32'));

  const extent = emitOne(graph, 'Gather', [shape, addConstant(graph, ints([axis]))]);
  const scale = op('Div', double(1), op('Div', double(size), cast(extent, DOUBLE)));
  const centres = Array.from({ length: size }, (_, d) => d + 0.5);
  const places = op('Mul', addConstant(graph, tensor('float64', [size], centres)), scale);
  const exact = cast(op('Sub', places, double(0.5)), FLOAT);

  const last = op('Sub', cast(extent, FLOAT), float(1));
  const clamp = (value: Value): Value => op('Min', op('Max', value, float(0)), last);
  const place = stopAtEdge ? clamp(exact) : exact;
  const first = emitOne(graph, 'Floor', [place]);
  const share = op('Sub', place, first);
  // Round is to the nearest, halves to even, as OpenCV's cvRound.
  const weight = (value: Value): Value =>
    cast(emitOne(graph, 'Round', [op('Mul', value, float(2048))]), INT32);
  return {
    first: cast(clamp(first), INT64),
    second: cast(clamp(op('Add', first, float(1))), INT64),
    firstWeight: weight(op('Sub', float(1), share)),
    secondWeight: weight(share),
  };
}

/** TensorProto.DataType codes of the ONNX standard. */
const FLOAT = 1;
const INT32 = 6;
const INT64 = 7;
const DOUBLE = 11;

function toInt32(graph: Graph, value: Value): Value {
  return emitOne(graph, 'Cast', [value], { to: INT32 });
}
