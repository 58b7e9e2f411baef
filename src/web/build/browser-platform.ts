import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Modules of Node and their twins: only what Assay uses of them. */
const MODULES: Readonly<Record<string, string>> = {
  'node:crypto': source('web/platform/crypto.ts'),
  'node:fs': source('web/platform/files.ts'),
  'node:fs/promises': source('web/platform/files.ts'),
  'node:os': source('web/platform/os.ts'),
  'node:path': source('web/platform/path.ts'),
  'node:zlib': source('web/platform/zlib.ts'),
  'onnxruntime-node': source('web/platform/onnxruntime.ts'),
};

/**
 * Lets the same source files run in a browser: where they import a module of Node, the bundle gets its twin. A module
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
      return null;
    },
  };
}

/** onnxruntime-web then asks for its WebAssembly by address and does not carry its loader inside. */
export const CONDITIONS = ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'import', 'default'];
