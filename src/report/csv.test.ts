import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatCsv } from './csv.js';
import { formatJson, formatJsonLines } from './json.js';

const columns = [
  { header: 'file', value: (row: [string, number | null]) => row[0] },
  { header: 'p', value: (row: [string, number | null]) => row[1] },
];

it('quotes as RFC 4180 has it', () => {
  const text = formatCsv(
    [
      ['a,"b"\nc', 0.1 + 0.2],
      ['plain', null],
    ],
    columns,
  );
  expect(text).toBe('file,p\n"a,""b""\nc",0.30000000000000004\nplain,\n');
});

it('gives every text and number back to a CSV reader', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.double({ noNaN: true }))), (rows) => {
      const cells: string[][] = parse(formatCsv(rows, columns));
      expect(cells.slice(1).map((row) => row[0])).toEqual(rows.map((row) => row[0]));
      expect(cells.slice(1).map((row) => Number(row[1]))).toEqual(rows.map((row) => row[1]));
    }),
  );
});

it('keeps spreadsheets from running a file name, on request, and leaves numbers alone', () => {
  const rows: [string, number][] = [
    ['=HYPERLINK("x")', -1],
    ['@a', 1],
    ['-b', 2],
    ['+c', 3],
    ['\td', 4],
    ['e=f', 5],
  ];
  expect(formatCsv(rows, columns, { formulaSafe: true })).toBe(
    `file,p\n"'=HYPERLINK(""x"")",-1\n'@a,1\n'-b,2\n'+c,3\n'\td,4\ne=f,5\n`,
  );
  expect(formatCsv(rows, columns)).toContain('\n@a,1\n');
});

it('writes JSON and JSON Lines', () => {
  expect(formatJson({ a: [1, NaN] })).toBe('{\n  "a": [\n    1,\n    null\n  ]\n}\n');
  expect(formatJsonLines([{ a: 'x\ny' }, 2])).toBe('{"a":"x\\ny"}\n2\n');
});
