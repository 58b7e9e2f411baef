import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { VERSION } from '../../version.js';

const VERSION_ID = '\0assay-version';

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Modules of Node and their twins: only what Assay uses of them. */
const MODULES: Readonly<Record<string, string>> = {
  'node:crypto': source('web/platform/crypto.ts'),
  'node:fs': source('web/platform/files.ts'),
  'node:fs/promises': source('web/platform/files.ts'),
  'node:os': source('web/platform/os.ts'),
  'node:path': source('web/platform/path.ts'),
  'node:url': source('web/platform/url.ts'),
  'node:zlib': source('web/platform/zlib.ts'),
  'onnxruntime-node': source('web/platform/onnxruntime.ts'),
};

/** Files of Assay itself that only run in Node, and theirs. */
const FILES: Readonly<Record<string, string>> = {
  [source('image/decode.ts')]: source('web/codecs/decode.ts'),
  [source('image/encode.ts')]: source('web/codecs/encode.ts'),
  [source('worker-pool.ts')]: source('web/platform/worker-pool.ts'),
  [source('provenance/decode-columns.ts')]: source('web/codecs/decode-columns.ts'),
  [source('provenance/c2pa/reader.ts')]: source('web/provenance/c2pa-reader.ts'),
  [source('provenance/c2pa/remote.ts')]: source('web/provenance/remote.ts'),
};

/**
 * Lets the same source files run in a browser: where they import a module of Node, or a file
 * that needs one, the bundle gets its twin. A module
 * of Node that has none fails the build.
 */
export function browserPlatform(): Plugin {
  return {
    name: 'assay-browser-platform',
    enforce: 'pre',
    resolveId(id, importer) {
      const twin = MODULES[id];
      if (twin !== undefined) return twin;
      if (id.startsWith('node:')) {
        this.error(`${importer ?? 'An entry'} imports ${id}, which has no twin for the browser.`);
      }
      if (importer !== undefined && id.endsWith('/version.js')) return VERSION_ID;
      if (!id.startsWith('.') || importer === undefined) return null;
      return FILES[resolve(dirname(importer), id).replace(/\.js$/, '.ts')] ?? null;
    },
    load: (id) => (id === VERSION_ID ? `export const VERSION = ${JSON.stringify(VERSION)};` : null),
  };
}

/** onnxruntime-web then asks for its WebAssembly by address and does not carry its loader inside. */
export const CONDITIONS = ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'import', 'default'];
