import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ERROR_CODES } from './errors.js';

it('docs/errors.md explains every code, and no other', () => {
  const text = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^\| `(E_[A-Z_]+)`/gm)].map((match) => match[1]!);
  expect(documented.toSorted()).toEqual(Object.keys(ERROR_CODES).toSorted());
});
