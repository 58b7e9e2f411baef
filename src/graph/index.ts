export { formatShape, ints, scalar, sizeOf, tensor } from './types.js';
export type { DataType, Dim, Tensor, TypedArray, Value, ValueType } from './types.js';
export type { Attribute, Attributes, AttributeValue } from './attributes.js';
export { addConstant, addInput, addOutput, createGraph } from './graph.js';
export type { Graph, GraphNode } from './graph.js';
export { emit, emitOne } from './emit.js';
export type { EmitOptions } from './emit.js';
export { serialise, toModel } from './serialise.js';
export type { OnnxModel, OnnxNode, OnnxValueInfo } from './model.js';
export { parseModel, writeModel } from './proto/model.js';
export { readMetadata, withMetadata } from './proto/metadata.js';
export { importModel } from './import.js';
export type { ImportOptions } from './import.js';
export { composite, gradients } from './gradients/gradients.js';
export { differentiableOperators } from './gradients/rules.js';
export { createNetwork, layer, mask, parameter, statistic } from './network/network.js';
export type { LayerRecord, Mask, Network, NetworkOptions, Parameter, Statistic } from './network/network.js';
export type { Initialiser } from './network/initialisers.js';
// Under one name each: `layers.dense`, `losses.softmaxCrossEntropy`, `optimisers.adam`, `initialisers.zeros`.
export * as initialisers from './network/initialisers.js';
export * as layers from './layers/index.js';
export * as losses from './losses/index.js';
export * as optimisers from './optimisers/index.js';
export type { Optimiser } from './optimisers/optimiser.js';
export { buildTrainingStep } from './training/training-step.js';
export type {
  StateTensor,
  StepMask,
  StepValue,
  TrainingStep,
  TrainingStepOptions,
} from './training/training-step.js';
export { buildInference } from './training/inference.js';
export type { InferenceOptions } from './training/inference.js';
