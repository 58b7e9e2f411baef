import { writeModel, parseModel, readMetadata } from '../graph/index.js';
import { AssayError, isAssayError } from '../errors.js';
import { fromMetadata } from './detector-info.js';
import { IMAGE_INPUT } from './input-graph.js';
import { readDetector } from './read-detector.js';

/** What a content file says of itself, in its metadata. Plain JSON. */
export interface ContentInfo {
  /** Version of this layout. */
  format: 1;
  kind: 'content';
  name: string;
  /** Side of the square that its graph resizes all of a picture to, pixels. */
  size: number;
  /** A face fills the picture where the probability is at least this, 0..1. */
  faceAtLeast: number;
}

/** The output of a content file: float32 [N], the probability that a face fills the picture. */
export const FACE_OUTPUT = 'face';

/**
 * What a content file says of itself, checked: an ONNX model from `image`, uint8 [N, height, width, 3], RGB, any
 * size, to `face`, float32 [N]. Throws E_DETECTOR_INVALID.
 */
export function readContent(bytes: Uint8Array): ContentInfo {
  try {
    const parts = fromMetadata(readMetadata(bytes)) ?? {};
    const model = parseModel(bytes);
    const { format, kind, name, size, faceAtLeast } = parts;
    const [input] = model.inputs;
    if (
      format === 1 &&
      kind === 'content' &&
      typeof name === 'string' &&
      Number.isInteger(size) &&
      (size as number) >= 1 &&
      (size as number) <= 4096 &&
      typeof faceAtLeast === 'number' &&
      faceAtLeast >= 0 &&
      faceAtLeast <= 1 &&
      model.inputs.length === 1 &&
      input?.name === IMAGE_INPUT &&
      input.type === 'uint8' &&
      model.outputs.some((output) => output.name === FACE_OUTPUT)
    )
      return { format, kind, name, size: size as number, faceAtLeast };
  } catch (cause) {
    if (!isAssayError(cause) && !(cause instanceof SyntaxError)) throw cause;
    throw invalidContent(cause);
  }
  throw invalidContent();
}

/**
 * A content file made of a detector that was trained with pictures of faces in the place of fakes and other pictures
 * in the place of reals: its calibrated probability becomes `face`, and no label of it is left.
 * Throws E_DETECTOR_INVALID, E_ARGUMENT.
 */
export function contentFromDetector(
  bytes: Uint8Array,
  { name = 'content', faceAtLeast = 0.5 }: { name?: string; faceAtLeast?: number } = {},
): Uint8Array {
  if (!(faceAtLeast >= 0 && faceAtLeast <= 1))
    throw new AssayError('E_ARGUMENT', `faceAtLeast is ${faceAtLeast}; expected a number from 0 to 1.`);
  const { view } = readDetector(bytes);
  if (view.kind !== 'square')
    throw new AssayError(
      'E_ARGUMENT',
      `The detector looks at parts of a picture (${view.kind}); content is told from all of it. Train on the whole picture.`,
    );
  const model = parseModel(bytes);
  const info: ContentInfo = { format: 1, kind: 'content', name, size: view.size, faceAtLeast };
  const rename = (value: string): string => (value === 'probability' ? FACE_OUTPUT : value);
  return writeModel({
    ...model,
    nodes: model.nodes
      .filter((node) => !node.outputs.includes('probabilities'))
      .map((node) => ({ ...node, outputs: node.outputs.map(rename) })),
    outputs: model.outputs
      .filter((output) => output.name === 'probability')
      .map((output) => ({ ...output, name: FACE_OUTPUT })),
    metadata: Object.fromEntries(
      Object.entries(info).map(([key, value]) => [`assay.${key}`, JSON.stringify(value)]),
    ),
  });
}

function invalidContent(cause?: unknown): AssayError {
  return new AssayError(
    'E_DETECTOR_INVALID',
    'This file does not tell what a picture shows: an ONNX model of kind "content" from "image" to "face" with its metadata was expected (docs/detector-file.md).',
    { cause },
  );
}
