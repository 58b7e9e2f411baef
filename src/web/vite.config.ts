import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { browserPlatform, CONDITIONS } from './build/browser-platform.js';
import { reportStyle } from './build/report-style.js';
import { siteFiles } from './build/site-files.js';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `npm run build:web`: the page as static files for any host, in dist/web. */
export default defineConfig({
  root: folder('.'),
  base: './',
  publicDir: false,
  plugins: [browserPlatform(), reportStyle(), siteFiles()],
  resolve: { conditions: CONDITIONS },
  worker: { format: 'es', plugins: () => [browserPlatform()] },
  build: {
    outDir: folder('../../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 1500,
  },
});
