import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('createWorkerPool', () => {
  it('does not pass options of the main program on, which a worker could not start with', () => {
    const pool = new URL('../dist/worker-pool.js', import.meta.url).href;
    const program = `
      import { createWorkerPool } from ${JSON.stringify(pool)};
      const pool = createWorkerPool('dataset/audit/facts/measure-worker', 1);
      const task = { bytes: Uint8Array.of(1, 2, 3), name: 'x', limits: {} };
      console.log(await pool.call(task).then(() => 'measured', ({ code }) => code));
      await pool.close();`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^E_IMAGE_/);
  });

  it('is closed without harm while a task is under way that nobody waits for', () => {
    const pool = new URL('../dist/worker-pool.js', import.meta.url).href;
    const program = `
      import { createWorkerPool } from ${JSON.stringify(pool)};
      const pool = createWorkerPool('dataset/audit/facts/measure-worker', 1);
      void pool.call({ bytes: Uint8Array.of(1, 2, 3), name: 'x', limits: {} });
      await pool.close();
      console.log('closed');`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toBe('closed\n');
  });
});
