import { expect, it } from 'vitest';
import type { Verdict } from '../detect/index.js';
import { createCollector } from './collect.js';

function judged(verdict: Verdict['verdict'], probability: number, pixels = verdict) {
  const evidence = { pixels: { probability, verdict: pixels }, provenance: [] };
  return {
    kind: 'judged' as const,
    verdict: { file: `${verdict} ${probability}`, verdict, probability, evidence } as unknown as Verdict,
  };
}

it('keeps the pictures to look at first, and counts all', () => {
  const collector = createCollector(3);
  for (let i = 0; i < 20; i++) collector.add(judged('fake', 0.5 + i / 50));
  collector.add(judged('inconclusive', 0.4));
  collector.add(judged('fake', 0.01, 'real'));
  collector.add(judged('real', 1, 'real'));
  collector.add({ kind: 'known', file: 'k', verdict: 'real' });
  for (let i = 0; i < 5; i++)
    collector.add({ kind: 'failed', failure: { file: `${i}`, error: { code: 'E_FILE_READ', message: '' } } });
  const { counts, suspicious, failures, histogram } = collector.result();
  expect(suspicious.map(({ file }) => file)).toEqual(['fake 0.01', 'fake 0.88', 'fake 0.86']);
  expect(failures.map(({ file }) => file)).toEqual(['0', '1', '2']);
  expect(counts).toEqual({ fake: 21, real: 2, inconclusive: 1, failed: 5, passedOver: 0, known: 1 });
  expect(histogram.real.at(-1)).toBe(1);
  expect(histogram.fake[0]).toBe(1);
});
