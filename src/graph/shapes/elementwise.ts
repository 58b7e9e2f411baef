import { numberAttribute } from '../attributes.js';
import { typeOfCode, type DataType, type Dim } from '../types.js';
import { broadcastShapes, inputAt, shapeError, type ShapeContext, type ShapeRule } from './context.js';

const same: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  return [{ type, shape }];
};

function broadcast(context: ShapeContext, first: number, type: DataType): ReturnType<ShapeRule> {
  let shape: readonly Dim[] = inputAt(context, first).shape;
  const element = inputAt(context, first).type;
  for (let i = first + 1; i < context.inputs.length; i++) {
    const input = inputAt(context, i);
    if (input.type !== element) throw shapeError(context, 'inputs are of different types');
    shape = broadcastShapes(context, shape, input.shape);
  }
  return [{ type, shape }];
}

const combine: ShapeRule = (context) => broadcast(context, 0, inputAt(context, 0).type);
const compare: ShapeRule = (context) => broadcast(context, 0, 'bool');

const where: ShapeRule = (context) => {
  const [chosen] = broadcast(context, 1, inputAt(context, 1).type);
  if (inputAt(context, 0).type !== 'bool') throw shapeError(context, 'the condition is not bool');
  return [{ type: chosen!.type, shape: broadcastShapes(context, inputAt(context, 0).shape, chosen!.shape) }];
};

/** The operand and the exponent may differ in type. */
const pow: ShapeRule = (context) => {
  const base = inputAt(context, 0);
  return [{ type: base.type, shape: broadcastShapes(context, base.shape, inputAt(context, 1).shape) }];
};

const cast: ShapeRule = (context) => {
  const type = typeOfCode(numberAttribute(context.attributes, 'to', 0));
  if (type === undefined) throw shapeError(context, 'the type to cast to is not one that graphs here hold');
  return [{ type, shape: inputAt(context, 0).shape }];
};

const dropout: ShapeRule = (context) => {
  const { type, shape } = inputAt(context, 0);
  return [
    { type, shape },
    { type: 'bool', shape },
  ];
};

const UNARY =
  'Abs Acos Asin Atan Ceil Clip Cos Elu Erf Exp Floor Gelu HardSigmoid HardSwish Identity LeakyRelu Log ' +
  'LogSoftmax LpNormalization LRN Mish Neg Not PRelu QuickGelu Reciprocal Relu Round Selu Sigmoid Sign Sin ' +
  'Softmax Softplus Softsign Sqrt Tan Tanh ThresholdedRelu';

/** Shape rules of the operators that work element by element. */
export const ELEMENTWISE_SHAPES: Record<string, ShapeRule> = {
  ...Object.fromEntries(UNARY.split(' ').map((opType) => [opType, same])),
  ...Object.fromEntries('Add Sub Mul Div Max Min Sum Mean Mod'.split(' ').map((opType) => [opType, combine])),
  ...Object.fromEntries(
    'Equal Greater Less GreaterOrEqual LessOrEqual And Or Xor'.split(' ').map((opType) => [opType, compare]),
  ),
  Where: where,
  Pow: pow,
  Cast: cast,
  Dropout: dropout,
};
