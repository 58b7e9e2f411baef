import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeFiles } from './probe.js';
import { makeTree } from './testing/tree.js';

describe('probeFiles', () => {
  it.skipIf(process.platform === 'win32')('opens neither pipes nor folders', async () => {
    const root = await makeTree({});
    mkdirSync(join(root, 'folder.jpg'));
    execFileSync('mkfifo', [join(root, 'pipe.jpg')]);
    const files = ['folder.jpg', 'pipe.jpg'].map((id) => ({ id, file: join(root, id) }));
    const skips = (await probeFiles(files)).map(({ skip }) => skip?.code);
    expect(skips).toEqual(['E_FILE_READ', 'E_FILE_READ']);
  });
});
