import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssayError } from '../../errors.js';
import { parseExportedLiteral } from './js-literal.js';
import type { ManifestGroup } from './weights.js';

/** A TensorFlow.js model as an npm package carries it. */
export interface ModelSource {
  package: { name: string; version: string; licence: string };
  topology: unknown;
  manifest: ManifestGroup[];
  /** The weight files of each manifest group, joined. */
  weights: Uint8Array[];
}

/** Where a model lies in its package. */
export interface SourcePlace {
  package: string;
  /** The files, relative to the package: the topology first, then the weight files in the manifest's order. */
  files: readonly string[];
  /** `script`: each file a browserified script with one literal (base64 for weights); `plain`: JSON and bytes. */
  form: 'script' | 'plain';
}

/** The folder of an installed npm package, found as Node does, upwards from this module. Throws E_BACKBONE_SOURCE. */
export async function findPackage(name: string): Promise<string> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    const found = await readFile(join(candidate, 'package.json')).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
    if (folder === dirname(folder)) break;
  }
  throw new AssayError(
    'E_BACKBONE_SOURCE',
    `The npm package ${name} is not installed, and backbones are built from it. Run "npm ci" in a clone of Assay.`,
  );
}

/** Hex SHA-256 over the files of a place, in order. Throws E_BACKBONE_SOURCE. */
export async function hashSource(place: SourcePlace): Promise<string> {
  const root = await findPackage(place.package);
  const hash = createHash('sha256');
  for (const file of ['package.json', ...place.files]) hash.update(await readPart(root, file));
  return hash.digest('hex');
}

/** The package's own licence text. Throws E_BACKBONE_SOURCE. */
export async function readLicence(name: string): Promise<string> {
  return (await readPart(await findPackage(name), 'LICENSE')).toString('utf8');
}

/** Reads a model out of its package; no code of the package runs. Throws E_BACKBONE_SOURCE. */
export async function readSource(place: SourcePlace): Promise<ModelSource> {
  const root = await findPackage(place.package);
  const about = JSON.parse((await readPart(root, 'package.json')).toString('utf8')) as Record<string, string>;
  const parts = await Promise.all(place.files.map((file) => readPart(root, file)));
  const [head, ...tail] = parts.map((part) =>
    place.form === 'script' ? parseExportedLiteral(part.toString('latin1')) : part,
  );
  const model = (head instanceof Uint8Array ? JSON.parse(Buffer.from(head).toString('utf8')) : head) as {
    modelTopology: unknown;
    weightsManifest: ManifestGroup[];
  };
  const shards = tail.map((part) =>
    typeof part === 'string' ? Buffer.from(part, 'base64') : (part as Buffer),
  );
  const weights = model.weightsManifest.map((group) => Buffer.concat(shards.splice(0, group.paths.length)));
  return {
    package: { name: place.package, version: about['version'] ?? '', licence: about['license'] ?? '' },
    topology: model.modelTopology,
    manifest: model.weightsManifest,
    weights,
  };
}

async function readPart(root: string, file: string): Promise<Buffer> {
  try {
    return await readFile(join(root, file));
  } catch (cause) {
    throw new AssayError(
      'E_BACKBONE_SOURCE',
      `Could not read ${file} of an npm package that backbones are built from. Run "npm ci" to restore the versions of package-lock.json.`,
      { cause },
    );
  }
}
