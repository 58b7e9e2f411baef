import { expect, it } from 'vitest';
import type { FileBytes, PredictFailure } from '../detect/index.js';
import type { JudgePool } from '../scan/index.js';
import { createBatches } from './batches.js';

/** A pool that answers a job when told to, and what it was sent. */
function heldPool(workers: number) {
  const jobs: { files: string[]; kind: string; answer: () => void }[] = [];
  const take = (kind: string) => (inputs: readonly (string | FileBytes)[]) =>
    new Promise<PredictFailure[]>((resolve) => {
      const files = inputs.map((input) => (typeof input === 'string' ? input : input.file));
      const results = files.map((file) => ({ file, error: { code: 'E', message: '' } }));
      jobs.push({ files, kind, answer: () => resolve(results) });
    });
  const pool: Pick<JudgePool, 'workers' | 'capacity' | 'judge' | 'inspect'> = {
    workers,
    capacity: 2 * workers,
    judge: (inputs, options) => take(options?.explain ? 'explained' : 'verdict')(inputs),
    inspect: take('inspection'),
  };
  return { pool: pool as JudgePool, jobs };
}

const picture = (file: string, bytes = new Uint8Array(3)): FileBytes => ({ file, bytes });
/** The head of a PNG of this size, as far as a size is read from it. */
function pngHead(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(33);
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.set([8, 2], 24);
  return new Uint8Array(bytes);
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
const none = new AbortController().signal;

it('sends a lone picture at once and puts those together that had to wait, by task, in their order', async () => {
  const { pool, jobs } = heldPool(2);
  const batches = createBatches(pool, 100);
  const first = batches.ask('verdict', picture('a'), none);
  await settle();
  const rest = ['b', 'c', 'd', 'e'].map((file) => batches.ask('verdict', picture(file), none));
  rest.push(batches.ask('explained', picture('f'), none), batches.ask('explained', picture('g'), none));
  await settle();
  expect(jobs.map(({ files }) => files)).toEqual([['a'], ['b', 'c', 'd', 'e']]);
  expect(batches.waiting).toBe(2);
  jobs[0]!.answer();
  expect(await first).toMatchObject({ file: 'a' });
  await settle();
  jobs[1]!.answer();
  await settle();
  expect(jobs.slice(2).map(({ files, kind }) => [kind, ...files])).toEqual([
    ['explained', 'f'],
    ['explained', 'g'],
  ]);
  jobs.slice(2).forEach(({ answer }) => answer());
  expect((await Promise.all(rest)).map(({ file }) => file)).toEqual(['b', 'c', 'd', 'e', 'f', 'g']);
});

it('drops pictures whose client went away before a process had them', async () => {
  const { pool, jobs } = heldPool(1);
  const batches = createBatches(pool, 100);
  void batches.ask('verdict', picture('a'), none);
  await settle();
  const controller = new AbortController();
  const gone = batches.ask('verdict', picture('b'), controller.signal);
  const stays = batches.ask('verdict', picture('c'), none);
  controller.abort(new Error('gone'));
  jobs[0]!.answer();
  await expect(gone).rejects.toThrow('gone');
  await settle();
  expect(jobs[1]!.files).toEqual(['c']);
  jobs[1]!.answer();
  await stays;
});

it('has huge pictures wait for one another', async () => {
  const { pool, jobs } = heldPool(2);
  const batches = createBatches(pool, 100e6);
  const huge = pngHead(10_000, 9000);
  const asked = ['a', 'b'].map((file) => batches.ask('verdict', picture(file, huge), none));
  await settle();
  expect(jobs.map(({ files }) => files)).toEqual([['a']]);
  jobs[0]!.answer();
  await asked[0];
  await settle();
  expect(jobs.map(({ files }) => files)).toEqual([['a'], ['b']]);
  jobs[1]!.answer();
  await asked[1];
});
