import { expect, it } from 'vitest';
import type { CornerMark } from '../types.js';
import { cornerFinding } from './corners.js';

const mark = (more: Partial<CornerMark>): CornerMark => ({
  corner: 'bottom-right',
  label: 'fake',
  carriers: 51,
  otherCarriers: 0,
  sources: [{ source: 'dalle2', carriers: 51, count: 78 }],
  auc: { value: 0.85, low: 0.76, high: 0.92 },
  picture: { mediaType: 'image/png', width: 1, height: 1, base64: '' },
  examples: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  ...more,
});

it('says whose mark it is, and only notes one that few of its class carry', () => {
  const finding = cornerFinding([mark({ within: 'dalle2' })], { fake: 5024, real: 2376 })!;
  expect(finding.title).toBe(
    'The same mark stands in the bottom-right corner of 51 of the 78 files from dalle2 (1.0 % of all fakes) and of 0 of the other class.',
  );
  expect([finding.grade, finding.examples.length]).toEqual(['warns', 6]);
  expect(cornerFinding([mark({ within: 'dalle2' })], { fake: 6000, real: 10 })!.grade).toBe('notes');
});

it('tells the first three marks and counts the rest', () => {
  const corners = ['top-left', 'top-right', 'bottom-left', 'bottom-right', 'top-left'] as const;
  const marks = corners.map((corner) => mark({ corner, sources: [] }));
  const { title, numbers, examples } = cornerFinding(marks, { fake: 100, real: 100 })!;
  expect(title).toMatch(
    /top-left corner of 51 fakes \(51\.0 %\).*; another in the bottom-left.*; and 2 more marks/,
  );
  expect([numbers['marks'], examples.length]).toEqual([5, 6]);
  expect(cornerFinding([], { fake: 1, real: 1 })).toBeNull();
});
