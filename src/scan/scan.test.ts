import { expect, it } from 'vitest';
import type { Verdict } from '../detect/index.js';
import type { JudgePool } from './pool/pool.js';
import { scan } from './scan.js';

it('yields what is done and does not wait for the rest where it is stopped', async () => {
  const stop = new AbortController();
  const judge = (files: readonly unknown[]): Promise<Verdict[]> =>
    files[0] === 'b'
      ? new Promise(() => undefined)
      : Promise.resolve(files.map((file) => ({ file }) as Verdict));
  const pool = { workers: 1, judge } as unknown as JudgePool;
  const seen: unknown[] = [];
  const all = async (): Promise<void> => {
    for await (const item of scan(
      pool,
      [...'abc'].map((file) => ({ file })),
      { chunk: 1, signal: stop.signal },
    )) {
      seen.push(item.kind === 'judged' && item.verdict.file);
      setTimeout(() => stop.abort(new Error('stopped')), 1);
    }
  };
  await expect(all()).rejects.toThrow('stopped');
  expect(seen).toEqual(['a']);
});

it('takes over the errors of a listing', async () => {
  const error = { code: 'E_FILE_READ', message: 'm' };
  const pool = { workers: 1, judge: () => Promise.resolve([]) } as unknown as JudgePool;
  const items = [];
  for await (const item of scan(pool, [{ file: 'locked', error }])) items.push(item);
  expect(items).toEqual([{ kind: 'failed', failure: { file: 'locked', error } }]);
});
