import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import type { Site, SiteFile } from '../site.js';
import { serviceWorker } from './service-worker.js';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const packaged = createRequire(import.meta.url).resolve;

/** Files that gain from packing; hosts that can serve `.gz` beside a file need not pack it each time. */
const PACKED = /\.(?:js|mjs|css|html|wasm|onnx|json)$/;

/**
 * Puts beside the page what it fetches: the engine, the detector that ASSAY_DETECTOR names (or models/general.onnx;
 * the page asks for one where there is neither), `site.json` that lists them,
 * and the service worker that keeps all of it.
 */
export function siteFiles(): Plugin {
  return {
    name: 'assay-site-files',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
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
          packaged('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
          'ort/ort-wasm-simd-threaded.wasm',
        );
        add(packaged('onnxruntime-web/ort-wasm-simd-threaded.mjs'), 'ort/ort-wasm-simd-threaded.mjs');
        const detector = detectorPath();
        const site: Site = {
          detector: detector === undefined ? null : add(detector, `models/${hashed(detector)}`),
          engine,
        };
        emit('site.json', JSON.stringify(site)); // it names the models by their digests
        const files = Object.keys(bundle).filter((name) => !name.endsWith('.map'));
        const kept = [...new Set([...files.filter((name) => name !== 'index.html'), ...emitted, './'])];
        const all = createHash('sha256').update(JSON.stringify(site));
        for (const name of files) {
          const entry = bundle[name]!;
          all.update(entry.type === 'chunk' ? entry.code : entry.source);
        }
        emit('service-worker.js', serviceWorker(all.digest('hex').slice(0, 12), kept));
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

function detectorPath(): string | undefined {
  const named = process.env.ASSAY_DETECTOR;
  if (named !== undefined && named !== '') return named;
  const own = root('models/general.onnx');
  return existsSync(own) ? own : undefined;
}

/** The file's name with a digest of its content, so that a cache never gives an old one. */
function hashed(path: string): string {
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8);
  return basename(path).replace(/(\.onnx)?$/, `-${digest}.onnx`);
}
