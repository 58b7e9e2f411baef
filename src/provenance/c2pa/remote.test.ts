import { expect, test } from 'vitest';
import { fetchManifest, isPublicAddress } from './remote.js';

// Special-purpose blocks of RFC 6890 and the IANA registries, with neighbours that are public.
test.each([
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['93.184.216.34', true],
  ['::1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['::ffff:127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['2606:2800:220:1:248:1893:25c8:1946', true],
  ['not an address', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

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
