import { expect, it } from 'vitest';
import { formatSummary } from './model-summary.js';
import { formatTable } from './table.js';
import { fitWidth, textWidth } from './width.js';

const rows = [
  { file: '写真/東京.jpg', p: 0.93 },
  { file: 'a/very/long/path/to/IMG_2024_holiday.jpg', p: 0.02 },
  { file: 'x\x1b[31m👨‍👩‍👧\n.png', p: null },
];
const columns = [
  { header: 'file', value: (row: (typeof rows)[0]) => row.file, shrink: true },
  { header: 'p(fake)', value: (row: (typeof rows)[0]) => row.p, align: 'right' as const },
];

it('aligns by the columns that characters take and shows escapes as text', () => {
  expect(formatTable(rows, columns)).toBe(
    [
      'file                                      p(fake)',
      '────────────────────────────────────────  ───────',
      '写真/東京.jpg                                0.93',
      'a/very/long/path/to/IMG_2024_holiday.jpg     0.02',
      'x\\x1b[31m👨‍👩‍👧\\n.png',
      '',
    ].join('\n'),
  );
});

it('shrinks the file names to fit the terminal', () => {
  const text = formatTable(rows, columns, { width: 30 });
  expect(text).toContain('a/very/lon…oliday.jpg     0.02');
  for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(30);
});

it('puts no colour on unless asked', () => {
  expect(formatTable(rows, columns)).not.toContain('\x1b');
  expect(formatTable(rows, columns, { color: true })).toContain('\x1b[1mfile');
});

it('fits wide characters without cutting one in two', () => {
  expect(fitWidth('東京東京東京', 6)).toBe('東…京');
  expect(fitWidth('abc', 0)).toBe('');
  expect(fitWidth('abcdef', 4)).toBe('ab…f');
});

it('prints a model summary as Keras does', () => {
  const summary = {
    name: 'recipe',
    layers: [
      {
        name: 'mobilenet-v2',
        type: 'Backbone',
        outputShape: [null, 1280],
        parameters: 2223872,
        trainable: false,
      },
      { name: 'dense', type: 'Dense', outputShape: [null, 512], parameters: 655872, trainable: true },
      { name: 'dropout', type: 'Dropout', outputShape: [null], parameters: 0, trainable: true },
    ],
    totals: { total: 2879744, trainable: 655872, nonTrainable: 2223872, bytes: 11518976 },
  };
  expect(`\n${formatSummary(summary)}`).toBe(`
Model: "recipe"
┏━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━━━━━┓
┃ Layer (type)            ┃ Output shape ┃   Param # ┃ Trainable ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━━━━━┩
│ mobilenet-v2 (Backbone) │ (None, 1280) │ 2,223,872 │ no        │
│ dense (Dense)           │ (None, 512)  │   655,872 │ yes       │
│ dropout (Dropout)       │ (None,)      │         0 │ -         │
└─────────────────────────┴──────────────┴───────────┴───────────┘
 Total params: 2,879,744 (10.99 MiB)
 Trainable params: 655,872
 Non-trainable params: 2,223,872
`);
});
