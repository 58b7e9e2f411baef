import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFileWhole } from '../../files.js';
import type { BackboneEntry, BackboneIndex } from '../backbone-index.js';
import { RECIPES, type BackboneRecipe } from './catalogue.js';
import { foldNetwork } from './fold.js';
import { readGraphModel, type GraphTopology } from './graph-model.js';
import { readLayersModel, type LayersTopology } from './layers-model.js';
import type { ConvNetwork } from './network.js';
import { hashSource, readLicence, readSource, type ModelSource } from './sources.js';
import { networkToOnnx } from './to-onnx.js';
import { decodeWeights, type WeightTensor } from './weights.js';

/** The network of a source up to the recipe's tap, as the source has it. Throws E_BACKBONE_SOURCE. */
export function readNetwork(recipe: BackboneRecipe, source: ModelSource): ConvNetwork {
  const weights = new Map<string, WeightTensor>();
  source.manifest.forEach((group, i) => {
    for (const [name, weight] of decodeWeights(group, source.weights[i]!)) weights.set(name, weight);
  });
  return recipe.form === 'layers'
    ? readLayersModel(source.topology as LayersTopology, weights, recipe.tap)
    : readGraphModel(source.topology as GraphTopology, weights, recipe.tap);
}

/** Converts one backbone out of its npm package. Throws E_BACKBONE_SOURCE. */
export async function convertBackbone(
  recipe: BackboneRecipe,
): Promise<{ bytes: Uint8Array; entry: Omit<BackboneEntry, 'builtFrom'> }> {
  const source = await readSource(recipe.place);
  const about = {
    name: recipe.name,
    title: recipe.title,
    source: `${source.package.name}@${source.package.version}`,
    licence: source.package.licence,
    pretraining: recipe.pretraining,
    featureLength: recipe.featureLength,
    size: recipe.size,
    minimumSize: recipe.minimumSize,
  };
  const bytes = networkToOnnx(foldNetwork(readNetwork(recipe, source)), {
    ...recipe,
    metadata: Object.fromEntries(
      Object.entries(about).map(([key, value]) => [`backbone.${key}`, String(value)]),
    ),
  });
  return {
    bytes,
    entry: { ...about, file: `${recipe.name}.onnx`, bytes: bytes.length, sha256: sha256(bytes) },
  };
}

/**
 * Builds every backbone into `folder`, with `index.json` and the licences of the packages they come from.
 * One whose file is there and was built from the same package files by the same code is left alone.
 * Throws E_BACKBONE_SOURCE, E_FILE_WRITE.
 */
export async function buildBackbones(
  folder: string,
  report: (line: string) => void = () => undefined,
): Promise<BackboneIndex> {
  const before = await readIndex(join(folder, 'index.json'));
  const code = await hashCode();
  const backbones: BackboneEntry[] = [];
  for (const recipe of RECIPES) {
    const builtFrom = sha256(`${code} ${await hashSource(recipe.place)}`);
    const old = before?.backbones.find(
      (entry) => entry.name === recipe.name && entry.builtFrom === builtFrom,
    );
    if (old && (await hashFile(join(folder, old.file))) === old.sha256) {
      backbones.push(old);
      report(`${recipe.name}: up to date`);
      continue;
    }
    const { bytes, entry } = await convertBackbone(recipe);
    await writeFileWhole(join(folder, entry.file), bytes);
    backbones.push({ ...entry, builtFrom });
    report(`${recipe.name}: ${(bytes.length / 1e6).toFixed(1)} MB from ${entry.source} (${entry.licence})`);
  }
  for (const name of new Set(RECIPES.map((recipe) => recipe.place.package))) {
    const file = `LICENSE-${name.replace(/^@/, '').replace('/', '-')}.txt`;
    await writeFileWhole(join(folder, file), await readLicence(name));
  }
  const index: BackboneIndex = { format: 1, backbones };
  await writeFileWhole(join(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  return index;
}

async function readIndex(path: string): Promise<BackboneIndex | null> {
  try {
    const index = JSON.parse(await readFile(path, 'utf8')) as BackboneIndex;
    return index.format === 1 ? index : null;
  } catch {
    return null;
  }
}

/** A hash of the code that writes backbones: this folder's and the graph room's, so that a change rebuilds them. */
async function hashCode(): Promise<string> {
  const here = dirname(fileURLToPath(import.meta.url));
  const hash = createHash('sha256');
  for (const room of [here, join(here, '../../graph')]) {
    const files = await readdir(room, { recursive: true });
    for (const file of files.filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts')).sort()) {
      hash.update(await readFile(join(room, file)));
    }
  }
  return hash.digest('hex');
}

async function hashFile(path: string): Promise<string | null> {
  return readFile(path).then(sha256, () => null);
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
