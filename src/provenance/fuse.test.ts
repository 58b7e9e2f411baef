import { expect, test } from 'vitest';
import type { Claim } from './claim.js';
import { fuse, type VerdictName } from './fuse.js';

const claim = (statement: Claim['statement'], strength: Claim['strength'], source = 'x'): Claim => ({
  source,
  statement,
  strength,
  summary: `Says ${statement}.`,
  raw: '',
  caveat: '',
});

test.each<[string, VerdictName, Claim[], VerdictName, string | undefined]>([
  ['silence leaves the pixels', 'real', [], 'real', undefined],
  ['silence leaves the pixels', 'fake', [], 'fake', undefined],
  ['signed generation settles it', 'real', [claim('generated', 'signed-trusted', 'c2pa')], 'fake', 'c2pa'],
  [
    'so does an untrusted signature',
    'real',
    [claim('generated', 'signed-untrusted', 'c2pa')],
    'fake',
    'c2pa',
  ],
  ['and a signed AI edit', 'real', [claim('edited-with-ai', 'signed-trusted', 'c2pa')], 'fake', 'c2pa'],
  ['unsigned text makes it fake', 'real', [claim('generated', 'unsigned', 'comfyui')], 'fake', 'comfyui'],
  ['a broken signature is text', 'real', [claim('generated', 'signed-invalid', 'c2pa')], 'fake', 'c2pa'],
  ['a pattern decides nothing', 'real', [claim('generated', 'inferred')], 'real', undefined],
  ['camera EXIF decides nothing', 'fake', [claim('captured', 'unsigned')], 'fake', undefined],
  ['camera EXIF decides nothing', 'inconclusive', [claim('captured', 'unsigned')], 'inconclusive', undefined],
  [
    'a trusted camera counts for real',
    'inconclusive',
    [claim('captured', 'signed-trusted', 'c2pa')],
    'real',
    'c2pa',
  ],
  [
    'but not against the pixels',
    'fake',
    [claim('captured', 'signed-trusted', 'c2pa')],
    'inconclusive',
    'c2pa',
  ],
  [
    'an untrusted camera for nothing',
    'inconclusive',
    [claim('captured', 'signed-untrusted')],
    'inconclusive',
    undefined,
  ],
  ['a tampered camera for nothing', 'fake', [claim('captured', 'signed-invalid')], 'fake', undefined],
  [
    'a trusted camera against text is open',
    'real',
    [claim('captured', 'signed-trusted', 'c2pa'), claim('generated', 'unsigned', 'comfyui')],
    'inconclusive',
    'c2pa',
  ],
  [
    'a signed AI edit outweighs the signed capture before it',
    'real',
    [
      claim('captured', 'signed-trusted', 'c2pa-ingredient'),
      claim('edited-with-ai', 'signed-trusted', 'c2pa'),
    ],
    'fake',
    'c2pa',
  ],
  [
    'edits decide nothing',
    'real',
    [claim('edited', 'signed-trusted'), claim('none', 'unsigned')],
    'real',
    undefined,
  ],
])('%s (pixels %s)', (_, pixels, claims, verdict, decidedBy) => {
  const fusion = fuse(pixels, claims);
  expect(fusion.verdict).toBe(verdict);
  expect(fusion.decidedBy).toBe(decidedBy);
  expect(fusion.reason.length).toBeGreaterThan(10);
});

test('the strongest claim is named: generation before edit, trusted before untrusted', () => {
  const claims = [
    claim('edited-with-ai', 'signed-untrusted', 'a'),
    claim('generated', 'signed-untrusted', 'b'),
    claim('edited-with-ai', 'signed-trusted', 'c'),
  ];
  expect(fuse('real', claims).decidedBy).toBe('c');
  expect(fuse('real', claims.slice(0, 2)).decidedBy).toBe('b');
});

test('the reason of unsigned text says that it is the only one', () => {
  expect(fuse('real', [claim('generated', 'unsigned', 'comfyui')]).reason).toBe(
    'Only because the file itself says that it was generated (comfyui, unsigned text, which anyone could have written): Says generated.',
  );
});
