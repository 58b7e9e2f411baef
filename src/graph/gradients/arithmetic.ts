import { greater, keepWhere, mul, sub, div, sumToShape, unary, where, cast } from '../ops.js';
import { emitOne } from '../emit.js';
import type { Value } from '../types.js';
import type { GradientContext, GradientRule } from './rule.js';

/** A rule for two operands that broadcast: each side's gradient before it is summed to the operand's shape. */
function binary(
  left: (context: GradientContext, a: Value, b: Value) => Value,
  right: (context: GradientContext, a: Value, b: Value) => Value,
): GradientRule {
  return (context) => {
    const [a, b] = context.inputs as [Value, Value];
    return [
      context.wants(0) ? sumToShape(context.graph, left(context, a, b), a) : null,
      context.wants(1) ? sumToShape(context.graph, right(context, a, b), b) : null,
    ];
  };
}

const through = ({ gradient }: GradientContext): Value => gradient;

/** Max and Min of several operands: the gradient goes to the operand that won, to the earliest among equals. */
const extreme: GradientRule = ({ graph, inputs, outputs, gradient, wants }) => {
  let open: Value | undefined;
  return inputs.map((input, i) => {
    const wins = emitOne(graph, 'Equal', [input!, outputs[0]!]);
    const takes = open ? emitOne(graph, 'And', [open, wins]) : wins;
    const loses = unary(graph, 'Not', wins);
    open = open ? emitOne(graph, 'And', [open, loses]) : loses;
    return wants(i) ? sumToShape(graph, keepWhere(graph, takes, gradient), input!) : null;
  });
};

const pow: GradientRule = (context) => {
  const { graph, gradient, outputs } = context;
  const [x, exponent] = context.inputs as [Value, Value];
  const power = cast(graph, exponent, x.type);
  const lower = (): Value => emitOne(graph, 'Pow', [x, sub(graph, power, 1)]);
  return [
    context.wants(0) ? sumToShape(graph, mul(graph, gradient, mul(graph, power, lower())), x) : null,
    context.wants(1)
      ? sumToShape(graph, mul(graph, gradient, mul(graph, outputs[0]!, unary(graph, 'Log', x))), exponent)
      : null,
  ];
};

const select: GradientRule = ({ graph, inputs, gradient, wants }) => {
  const [condition, a, b] = inputs as [Value, Value, Value];
  const not = (): Value => unary(graph, 'Not', condition);
  return [
    null,
    wants(1) ? sumToShape(graph, keepWhere(graph, condition, gradient), a) : null,
    wants(2) ? sumToShape(graph, keepWhere(graph, not(), gradient), b) : null,
  ];
};

/** Passes where clipping changed nothing, the bounds themselves included. */
const clip: GradientRule = ({ graph, inputs, outputs, gradient }) => [
  keepWhere(graph, emitOne(graph, 'Equal', [inputs[0]!, outputs[0]!]), gradient),
];

/** Gradient rules of arithmetic on two or more operands. */
export const ARITHMETIC_RULES: Record<string, GradientRule> = {
  Add: binary(through, through),
  Sub: binary(through, ({ graph, gradient }) => unary(graph, 'Neg', gradient)),
  Mul: binary(
    ({ graph, gradient }, _, b) => mul(graph, gradient, b),
    ({ graph, gradient }, a) => mul(graph, gradient, a),
  ),
  Div: binary(
    ({ graph, gradient }, _, b) => div(graph, gradient, b),
    ({ graph, gradient, outputs }, _, b) =>
      unary(graph, 'Neg', div(graph, mul(graph, gradient, outputs[0]!), b)),
  ),
  Sum: ({ graph, inputs, gradient, wants }) =>
    inputs.map((input, i) => (wants(i) ? sumToShape(graph, gradient, input!) : null)),
  Mean: ({ graph, inputs, gradient, wants }) => {
    const each = mul(graph, gradient, 1 / inputs.length);
    return inputs.map((input, i) => (wants(i) ? sumToShape(graph, each, input!) : null));
  },
  Max: extreme,
  Min: extreme,
  Pow: pow,
  Where: select,
  Clip: clip,
  PRelu: ({ graph, inputs, gradient, wants }) => {
    const [x, slope] = inputs as [Value, Value];
    const positive = greater(graph, x, 0);
    return [
      wants(0) ? where(graph, positive, gradient, mul(graph, gradient, slope)) : null,
      wants(1)
        ? sumToShape(graph, keepWhere(graph, unary(graph, 'Not', positive), mul(graph, gradient, x)), slope)
        : null,
    ];
  },
};
