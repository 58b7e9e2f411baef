import { describe, expect, it } from 'vitest';
import { graphemes, shorten, visibleText } from './text.js';

describe('visibleText', () => {
  it('takes the power from control characters and ANSI escapes', () => {
    expect(visibleText('a\nb\r\tc\x1b[31mred\x9b')).toBe('a\\nb\\r\\tc\\x1b[31mred\\x9b');
  });

  it('shows what would reverse or hide text', () => {
    expect(visibleText('x\u202egpj.exe')).toBe('x\\u202egpj.exe');
    expect(visibleText('a\u200bb\ufeffc\u2028d')).toBe('a\\u200bb\\ufeffc\\u2028d');
    expect(visibleText('\ud83d')).toBe('\\ud83d');
  });

  it('leaves ordinary names of every script alone', () => {
    const name = 'Foto “Zoë” – 写真 👨‍👩‍👧 می‌خواهم.jpg';
    expect(visibleText(name)).toBe(name);
  });
});

describe('shorten', () => {
  it('keeps both ends', () => {
    expect(shorten('abcdefghij', 7)).toBe('abc…hij');
    expect(shorten('abc', 3)).toBe('abc');
  });

  it('does not cut an emoji in two', () => {
    expect(graphemes('👨‍👩‍👧x')).toEqual(['👨‍👩‍👧', 'x']);
    expect(shorten('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧…👨‍👩‍👧');
  });
});
