import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeTinyData } from '../testing/pictures.js';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-features-'));
  await writeTinyData(folder, 6);
});
afterAll(() => rmSync(folder, { recursive: true }));

// In a process of its own: what this is about is the end of a process.
it('is closed at any moment without harm to the program', () => {
  const built = (file: string): string => JSON.stringify(new URL(`../../dist/${file}`, import.meta.url).href);
  const program = `
    import { readdirSync } from 'node:fs';
    import { join } from 'node:path';
    import { featureModel, resolveBackbone } from ${built('model/index.js')};
    import { createFeatureWorkers } from ${built('train/feature-source.js')};
    const folder = ${JSON.stringify(join(folder, 'fake'))};
    const model = featureModel(await resolveBackbone('mobilenet-v2', { size: 224 }));
    for (let answered = 0; answered <= 4; answered++) {
      const source = createFeatureWorkers(model, { cacheFolder: null, workers: 2 });
      const answers = readdirSync(folder).map((name) =>
        source.features({ id: name, file: join(folder, name), histories: [null], options: {} }));
      for (const answer of answers.slice(0, answered)) await answer;
      await source.close();
    }
    console.log('closed');`;
  const { stdout, stderr, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect({ stdout, stderr, signal }).toEqual({ stdout: 'closed\n', stderr: '', signal: null });
});
