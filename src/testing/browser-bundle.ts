import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { build } from 'vite';
import { browserPlatform, CONDITIONS } from '../web/build/browser-platform.js';

/** The folder that holds onnxruntime-web's WebAssembly. */
export const ORT_FOLDER = dirname(
  createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
);

/** Bundles a source file for the browser and puts an empty page that runs it beside it. */
export async function bundleForBrowser(entry: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [browserPlatform()],
    resolve: { conditions: CONDITIONS },
    base: './',
    worker: { format: 'es', plugins: () => [browserPlatform()] },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2023',
      minify: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: { input: entry, output: { entryFileNames: 'entry.js' } },
    },
  });
  const page =
    '<!doctype html><html lang="en"><title>test</title><script type="module" src="entry.js"></script></html>\n';
  await writeFile(join(folder, 'index.html'), page);
}
