import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The compiled file of a worker, named by its path below `src/` without an ending. Worker threads load plain
 * JavaScript only, so code that runs from source (the tests) uses what the build left in `dist/`.
 */
export function workerFile(path: string): URL {
  const beside = new URL(`./${path}.js`, import.meta.url);
  return existsSync(fileURLToPath(beside)) ? beside : new URL(`../dist/${path}.js`, import.meta.url);
}
