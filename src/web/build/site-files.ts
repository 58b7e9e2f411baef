import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { DEFAULT_DETECTOR, listBuiltInDetectors, MODELS_FOLDER } from '../../detect/built-in.js';
import type { BackboneEntry, BackboneIndex } from '../../model/backbone-index.js';
import { recipeConfig } from '../../train/config.js';
import { GRAPHICS_FILES, type GraphicsBuild } from '../platform/graphics-engine.js';
import type { Site, SiteFile } from '../site.js';
import { serviceWorker } from './service-worker.js';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const ORT_FOLDER = dirname(
  createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
);

/** Files that gain from packing; hosts that can serve `.gz` beside a file need not pack it each time. */
const PACKED = /\.(?:js|mjs|css|html|wasm|onnx|json)$/;

/**
 * Puts beside the page what it fetches: the engine, the detector that ASSAY_DETECTOR names (or those in models/; the
 * page asks for one where there is neither), the recipe's backbone, `site.json` that lists them, and the service
 * worker that keeps all of it: at once what every visit needs, when it was used the rest.
 */
export function siteFiles(): Plugin {
  return {
    name: 'assay-site-files',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const emitted: string[] = [];
        const emit = (fileName: string, source: string | Uint8Array): void => {
          emitted.push(fileName);
          this.emitFile({ type: 'asset', fileName, source });
        };
        const add = (from: string, to: string): SiteFile => {
          const source = readFileSync(from);
          emit(to, source);
          return { path: to, bytes: source.length };
        };
        const engine = add(
          join(ORT_FOLDER, 'ort-wasm-simd-threaded.wasm'),
          'ort/ort-wasm-simd-threaded.wasm',
        );
        add(join(ORT_FOLDER, 'ort-wasm-simd-threaded.mjs'), 'ort/ort-wasm-simd-threaded.mjs');
        const addGraphics = (build: GraphicsBuild): SiteFile[] =>
          Object.values(GRAPHICS_FILES[build]).map((name) => add(join(ORT_FOLDER, name), `ort/${name}`));
        const graphics = { jspi: addGraphics('jspi'), asyncify: addGraphics('asyncify') };
        const [first, ...others] = (await detectorPaths()).map((path) => ({
          name: basename(path, '.onnx'),
          ...add(path, `models/${hashed(path)}`),
        }));
        const about = backboneEntry();
        const backbone = about && {
          ...add(backbonePath(about.file), `models/${hashed(about.file, about.sha256)}`),
          about,
        };
        const site: Site = {
          detectors: first ? [first, ...others] : [],
          backbone,
          engine,
          graphics: { jspi: graphics.jspi.at(-1)!, asyncify: graphics.asyncify.at(-1)! },
        };
        emit('site.json', JSON.stringify(site)); // it names the models by their digests
        const files = Object.keys(bundle).filter((name) => !name.endsWith('.map'));
        const onDemand = [
          ...others,
          ...(backbone ? [backbone] : []),
          ...graphics.jspi,
          ...graphics.asyncify,
        ].map(({ path }) => path);
        const kept = [
          ...new Set([...files.filter((name) => name !== 'index.html'), ...emitted, './']),
        ].filter((name) => !onDemand.includes(name));
        const all = createHash('sha256').update(JSON.stringify(site));
        for (const name of files) {
          const entry = bundle[name]!;
          all.update(entry.type === 'chunk' ? entry.code : entry.source);
        }
        emit('service-worker.js', serviceWorker(all.digest('hex').slice(0, 12), kept, onDemand));
      },
    },
    writeBundle: {
      order: 'post',
      async handler({ dir }, bundle) {
        const { writeFile } = await import('node:fs/promises');
        for (const [name, entry] of Object.entries(bundle)) {
          if (!PACKED.test(name)) continue;
          const source = entry.type === 'chunk' ? entry.code : entry.source;
          await writeFile(`${dir}/${name}.gz`, gzipSync(source, { level: 9 }));
        }
      },
    },
  };
}

/** The detector that ASSAY_DETECTOR names, else those of the package, the general one first. */
async function detectorPaths(): Promise<string[]> {
  const named = process.env.ASSAY_DETECTOR;
  if (named !== undefined && named !== '') return [named];
  const isLater = (name: string): number => (name === DEFAULT_DETECTOR ? 0 : 1);
  return (await listBuiltInDetectors())
    .sort((a, b) => isLater(a) - isLater(b) || (a < b ? -1 : 1))
    .map((name) => join(MODELS_FOLDER, `${name}.onnx`));
}

const backbonePath = (file: string): string => root(`dist/backbones/${file}`);

/** The recipe's backbone, as the build wrote it; null before `npm run build`. */
function backboneEntry(): BackboneEntry | null {
  const index = backbonePath('index.json');
  if (!existsSync(index)) return null;
  const { backbones } = JSON.parse(readFileSync(index, 'utf8')) as BackboneIndex;
  return backbones.find(({ name }) => name === recipeConfig({ root: '' }, 1).backbone) ?? null;
}

/** The file's name with a digest of its content, so that a cache never gives an old one. */
function hashed(
  path: string,
  sha256 = createHash('sha256').update(readFileSync(path)).digest('hex'),
): string {
  return basename(path).replace(/(\.onnx)?$/, `-${sha256.slice(0, 8)}.onnx`);
}
