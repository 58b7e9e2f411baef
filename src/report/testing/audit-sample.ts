import type { AuditReport, FactSummary, HeaderFloor, Thumbnail } from '../../dataset/audit/types.js';
import { about, HOSTILE } from './samples.js';

// One grey pixel.
const PIXEL: Thumbnail = {
  mediaType: 'image/png',
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  width: 1,
  height: 1,
};

const FLOOR: HeaderFloor = {
  facts: ['lumaTableSum', 'subsampling'],
  folds: 5,
  accuracy: about(0.63),
  balancedAccuracy: about(0.61),
  auc: about(0.62),
  majority: 0.53,
  rule: {
    fact: 'lumaTableSum',
    operator: '!=',
    value: 406,
    text: 'lumaTableSum != 406 → fake',
    accuracy: about(0.647),
    balancedAccuracy: about(0.625),
    recall: 0.25,
    falsePositives: 0,
    crossValidatedAccuracy: 0.645,
  },
  method: `gradient-boosted stumps, 5 folds ${HOSTILE}`,
};

const numeric = (median: number): FactSummary => ({
  count: 100,
  missing: 20,
  quantiles: { min: 0, p5: median / 2, median, p95: median * 2, max: median * 3 },
});

const categories: FactSummary = {
  count: 100,
  missing: 0,
  values: [
    { value: HOSTILE, count: 60 },
    { value: 'jpeg', count: 40 },
  ],
};

/** An audit with something in every part, and everything that comes from outside hostile. */
export const AUDIT: AuditReport = {
  version: 1,
  data: {
    name: HOSTILE,
    count: 2041,
    byLabel: { fake: 960, real: 1081 },
    bySource: [
      { label: 'fake', source: HOSTILE, count: 960 },
      { label: 'real', source: null, count: 1081 },
    ],
    bytes: 226e6,
    fingerprint: 'ab12',
  },
  grade: 'blocks',
  findings: [
    {
      id: 'header-leak',
      grade: 'blocks',
      title: `A classifier that sees no pixel reaches 63.0% ${HOSTILE}`,
      numbers: { accuracy: 0.63, recall: 0.25, falsePositives: 0, rule: HOSTILE },
      examples: ['fake/a.jpg', HOSTILE],
      whatToDo: `Re-encode both classes alike (--equalise). ${HOSTILE}`,
    },
    {
      id: 'near-duplicates-across-classes',
      grade: 'warns',
      title: 'Seven pairs of near-duplicates carry different labels.',
      numbers: { pairs: 7 },
      examples: ['fake/a.jpg', 'real/b.jpg'],
      whatToDo: 'Look at them; keep each pair in one part of the split.',
    },
    { id: 'few-samples', grade: 'notes', title: 'Few.', numbers: {}, examples: [], whatToDo: 'Gather more.' },
  ],
  floor: FLOOR,
  traceFloor: { ...FLOOR, accuracy: about(0.58), rule: null },
  facts: [
    {
      name: 'width',
      kind: 'number',
      separation: { auc: about(0.55), higherIs: 'fake' },
      byLabel: { fake: numeric(600), real: numeric(640) },
      bySource: [],
    },
    {
      name: 'format',
      kind: 'category',
      separation: { auc: about(0.75) },
      byLabel: { fake: categories, real: categories },
      bySource: [
        { label: 'fake', source: HOSTILE, summary: categories, separation: { auc: about(0.9) } },
        { label: 'fake', source: 'few', summary: categories, separation: null },
      ],
    },
    {
      name: 'make',
      kind: 'category',
      separation: null,
      byLabel: { fake: { count: 100, missing: 100 }, real: categories },
      bySource: [],
    },
  ],
  duplicates: {
    counts: { 'same-bytes': 1, 'same-pixels': 0, near: 8, 'near-turned': 1, crop: 2 },
    crossLabelPairs: 7,
    acrossSplitPairs: 1,
    pairs: [
      {
        a: 'fake/a.jpg',
        b: HOSTILE,
        kind: 'near',
        correlation: 0.981,
        crossLabel: true,
        parts: ['train', 'test'],
      },
      ...Array.from({ length: 30 }, (_, i) => ({
        a: `real/${i}.jpg`,
        b: 'real/x.jpg',
        kind: 'crop' as const,
        correlation: 0.95,
        crossLabel: false,
        part: { id: 'real/x.jpg', x: 0, y: 0, width: 0.5, height: 0.5 },
      })),
    ],
    clusters: [['fake/a.jpg', HOSTILE]],
    redundant: 9,
    tooPlain: 0,
  },
  cornerMarks: [
    {
      corner: 'bottom-right',
      label: 'fake',
      carriers: 120,
      otherCarriers: 0,
      sources: [{ source: HOSTILE, carriers: 120, count: 130 }],
      auc: about(0.56),
      picture: PIXEL,
      examples: [],
    },
  ],
  names: {
    auc: about(0.9),
    accuracy: about(0.85),
    tokens: [{ token: HOSTILE, means: 'fake', fake: 240, real: 0 }],
  },
  unreadable: [{ id: HOSTILE, code: 'E_IMAGE_TRUNCATED', message: HOSTILE }],
  thumbnails: {
    'fake/a.jpg': PIXEL,
    [HOSTILE]: { ...PIXEL, base64: '"><script>' },
  },
  settings: { split: HOSTILE, cached: 0, warnings: [HOSTILE] },
};
