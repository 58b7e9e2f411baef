import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the page into a folder, with this detector file to begin with. */
export async function buildPage(folder: string, detector: string): Promise<void> {
  const before = process.env.ASSAY_DETECTOR;
  process.env.ASSAY_DETECTOR = detector;
  try {
    await build({
      configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
      logLevel: 'error',
      build: { outDir: folder, minify: false },
    });
  } finally {
    if (before === undefined) delete process.env.ASSAY_DETECTOR;
    else process.env.ASSAY_DETECTOR = before;
  }
}
