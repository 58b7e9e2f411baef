import { expect, it } from 'vitest';
import { formatHistoryCsv, parseHistoryCsv } from './history.js';

const first = {
  epoch: 0,
  learningRate: 1e-3,
  loss: 0.1 + 0.2,
  accuracy: 2 / 3,
  validationLoss: NaN,
  validationAccuracy: 0.5,
  seconds: 1.25,
};

it('reads back exactly what it wrote, further metrics included', () => {
  const history = [first, { ...first, epoch: 1, learningRate: 1e-5, auc: 0.1 * 3, 'a,b': -0 }];
  const text = formatHistoryCsv(history);
  expect(text.split('\n')[0]).toBe(
    'epoch,learningRate,loss,accuracy,validationLoss,validationAccuracy,seconds,"a,b",auc',
  );
  expect(parseHistoryCsv(text)).toEqual(history);
});

it('reads an empty history, a byte-order mark and CRLF', () => {
  expect(parseHistoryCsv(formatHistoryCsv([]))).toEqual([]);
  expect(parseHistoryCsv(`\ufeff${formatHistoryCsv([first]).replaceAll('\n', '\r\n')}`)).toEqual([first]);
});

it.each([
  ['', 'column epoch'],
  ['epoch,loss\n0,1\n', 'column learningRate'],
  [formatHistoryCsv([first]).replace('NaN', 'x'), 'line 2 has "x" under validationLoss'],
  [formatHistoryCsv([first]).replace(',1.25', ','), 'line 2 has "" under seconds'],
  [formatHistoryCsv([first]).replace(',1.25', ''), 'Invalid Record Length'],
])('says what is wrong with %j', (text, message) => {
  expect(() => parseHistoryCsv(text)).toThrow(message);
});
