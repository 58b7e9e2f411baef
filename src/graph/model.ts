import type { Attributes } from './attributes.js';
import type { DataType, Dim, Tensor } from './types.js';

/** A node as the file has it; an absent optional input is the empty name. */
export interface OnnxNode {
  name: string;
  opType: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Attributes;
}

/** A graph input or output as the file declares it; an unknown rank is `undefined`. */
export interface OnnxValueInfo {
  name: string;
  type: DataType | undefined;
  shape: Dim[] | undefined;
}

/** An ONNX model in memory. */
export interface OnnxModel {
  irVersion: number;
  /** Version of the standard operator set. */
  opset: number;
  /** Versions of the other operator sets by domain. */
  domains: Record<string, number>;
  producer: string;
  graphName: string;
  nodes: OnnxNode[];
  initializers: Map<string, Tensor>;
  /** Inputs that must be fed: those with an initializer are left out. */
  inputs: OnnxValueInfo[];
  outputs: OnnxValueInfo[];
  /** What the file says of values inside, by name; exporters may leave it out. */
  valueInfo: Map<string, OnnxValueInfo>;
  metadata: Record<string, string>;
}
