import { expect, test } from 'vitest';
import { fetchManifest } from './remote.js';

const at = (address: string) => (): Promise<{ address: string; family: number }[]> =>
  Promise.resolve([{ address, family: 4 }]);

test.each([
  ['http://example.com/m.c2pa', 'only https is fetched'],
  ['https://example.com:8443/m.c2pa', 'a port or credentials'],
  ['https://user:word@example.com/m.c2pa', 'a port or credentials'],
  ['https://127.0.0.1/m.c2pa', 'not a public address'],
  ['https://[::1]/m.c2pa', 'not a public address'],
  ['https://internal.example/m.c2pa', 'its host is at 10.0.0.7'],
  ['not a url', 'it is not an address'],
])('%s is refused: %s', async (url, reason) => {
  await expect(fetchManifest(url, at('10.0.0.7'))).rejects.toThrow(reason);
});

test('a host that resolves to a public and a private address is refused', async () => {
  const both = (): Promise<{ address: string; family: number }[]> =>
    Promise.resolve([
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]);
  await expect(fetchManifest('https://example.com/', both)).rejects.toThrow('127.0.0.1');
});
