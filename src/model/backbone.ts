import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AssayError } from '../errors.js';
import { parseModel, pruneModel, type OnnxModel } from '../graph/index.js';
import { readInput, unfit, type BackboneOptions } from './backbone-input.js';
import { chooseOutput, readOutput, type NetworkOutput } from './backbone-output.js';
import { PROBE_BATCH, probeOutput } from './backbone-probe.js';
import { listBackbones, readBuiltBackbone } from './built-backbones.js';
import type { NetworkInput } from './input-graph.js';

/** A frozen network ready to go under a head. */
export interface Backbone {
  name: string;
  /** The .onnx file as it is, and its hex SHA-256. */
  bytes: Uint8Array;
  sha256: string;
  model: OnnxModel;
  /** Side of the square view it is given, pixels. */
  size: number;
  inputName: string;
  input: NetworkInput;
  output: NetworkOutput;
  featureLength: number;
  /** Where the weights come from and what they have seen; null where the file does not say. */
  about: { title: string; source: string | null; licence: string | null; pretraining: string | null };
}

/** Operator sets over which the nodes that Assay adds mean the same. */
const OPSETS = { first: 13, last: 22 };

/**
 * The backbone of this name (`listBackbones`), or the .onnx file at this path, checked for use at the given
 * size: one's own file is run once on noise.
 * Throws E_BACKBONE_UNKNOWN, E_BACKBONE_INPUT, E_BACKBONE_OUTPUT, E_BACKBONE_OPSET, E_ONNX_INVALID,
 * E_ONNX_UNSUPPORTED, E_FILE_READ, E_ARGUMENT.
 */
export async function resolveBackbone(nameOrPath: string, options: BackboneOptions = {}): Promise<Backbone> {
  if (/\.onnx$/i.test(nameOrPath)) {
    const name = basename(nameOrPath).replace(/\.onnx$/i, '');
    const about = { title: name, source: null, licence: null, pretraining: null };
    return checkBackbone({ name, bytes: await readOwn(nameOrPath), about }, options);
  }
  const built = await listBackbones();
  const entry = built.find((candidate) => candidate.name === nameOrPath);
  if (!entry) {
    throw new AssayError(
      'E_BACKBONE_UNKNOWN',
      `There is no backbone "${nameOrPath}". Use one of ${built.map(({ name }) => name).join(', ')}, or the path of an .onnx file.`,
    );
  }
  if (options.size !== undefined && options.size < entry.minimumSize) {
    throw unfit(`${entry.name} needs views of at least ${entry.minimumSize} pixels, not ${options.size}`);
  }
  const bytes = await readBuiltBackbone(entry);
  const { title, source, licence, pretraining } = entry;
  const about = { title, source, licence, pretraining };
  return checkBackbone({ name: entry.name, bytes, about }, options, entry);
}

/** As `resolveBackbone`, for bytes at hand. What is `known` of the features is not tried out again. */
export async function checkBackbone(
  file: Pick<Backbone, 'name' | 'bytes' | 'about'>,
  options: BackboneOptions = {},
  known?: { size: number; featureLength: number },
): Promise<Backbone> {
  const model = parseModel(file.bytes);
  if (model.opset < OPSETS.first || model.opset > OPSETS.last) {
    throw new AssayError(
      'E_BACKBONE_OPSET',
      `Backbone "${file.name}" is written for ONNX operator set ${model.opset}; ${OPSETS.first} to ${OPSETS.last} are read. Export it with opset 17.`,
    );
  }
  const { name: inputName, size, input } = readInput(model, options, known?.size ?? 224);
  const info = chooseOutput(model, options.output);
  const used = pruneModel(model, info.name);
  const taken = { model: used, size, inputName, input };
  const dims =
    known && options.output === undefined
      ? [PROBE_BATCH, known.featureLength]
      : await probeOutput(taken, info);
  const { output, featureLength } = readOutput(info, dims, PROBE_BATCH, input.layout);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  return { ...file, sha256, model: used, size, inputName, input, output, featureLength };
}

async function readOwn(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AssayError(
      missing ? 'E_BACKBONE_UNKNOWN' : 'E_FILE_READ',
      missing
        ? `There is no backbone file ${path}. Check the path.`
        : `Could not read the backbone ${path}: ${String(cause)}.`,
      { cause },
    );
  }
}
