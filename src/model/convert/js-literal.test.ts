import { describe, expect, it } from 'vitest';
import { parseExportedLiteral, parseJsLiteral } from './js-literal.js';

describe('parseJsLiteral', () => {
  it('reads what a minifier writes', () => {
    expect(parseJsLiteral(`{a:.5,"b c":[!0,!1,null,-1e-3],$d:{e:'x"y',f:"\\n"},1:[],g:{}}`)).toEqual({
      a: 0.5,
      'b c': [true, false, null, -0.001],
      $d: { e: 'x"y', f: '\n' },
      1: [],
      g: {},
    });
  });

  it('reads a key named __proto__ as plain data', () => {
    const value = parseJsLiteral('{"__proto__":{a:1}}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('refuses anything that would have to run', () => {
    for (const code of ['f()', '{a:b}', '`x`', '[1 2]', '{a:1', 'void 0', '['.repeat(100)]) {
      expect(() => parseJsLiteral(code), code).toThrow(/expected/);
    }
  });
});

describe('parseExportedLiteral', () => {
  it('finds the exports of a browserified script', () => {
    expect(parseExportedLiteral('!function(e){}({1:[function(e,a,n){a.exports={x:[1]}},{}]})')).toEqual({
      x: [1],
    });
    expect(parseExportedLiteral('({1:[function(e,h,n){h.exports="QUJD"},{}]})')).toBe('QUJD');
  });

  it('says so where there is none', () => {
    expect(() => parseExportedLiteral('let a = 1')).toThrow(/assigns no literal/);
  });
});
