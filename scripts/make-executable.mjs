// Makes the built command executable. npx does so when it first links it, but not again after another build.
import { chmodSync } from 'node:fs';

chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755);
