import { expect, test } from 'vitest';
import type { Claim } from '../provenance/claim.js';
import { formatInspection, formatInspections, type InspectedFile } from './inspection.js';
import { wrapText } from './terminal/wrap.js';

const claim: Claim = {
  source: 'a1111-parameters',
  statement: 'generated',
  strength: 'unsigned',
  summary: 'Text in tEXt "parameters" says that Stable Diffusion WebUI generated it.',
  raw: 'Steps: 15',
  caveat: 'Plain text.',
  fields: { tool: 'Stable Diffusion WebUI', where: 'tEXt', prompt: 'a\n\u001b[31mduck\u202e' },
};
const inspected = (more: Partial<InspectedFile> = {}): InspectedFile => ({
  file: 'duck.png',
  format: 'png',
  width: 64,
  height: 48,
  bytes: 2048,
  claims: [],
  contradictions: [],
  warnings: [],
  ...more,
});

test('a file in full', () => {
  expect(
    formatInspection(
      inspected({
        claims: [claim],
        contradictions: [{ between: ['a', 'b'], summary: 'One says yes, another no.' }],
        warnings: ['cut short'],
        c2pa: {
          state: 'valid',
          reason: 'The signature holds, but its signer is on no trust list that was given.',
          statuses: [{ code: 'signingCredential.untrusted', kind: 'failure' }],
          manifests: 2,
          activeManifest: {
            label: 'urn:b',
            generator: 'Editor 1.0',
            signer: { issuer: 'Acme', commonName: 'Signer', time: '2025-08-13T16:30:55+00:00' },
            actions: [{ action: 'c2pa.opened' }, { action: 'c2pa.edited', softwareAgent: 'Brush' }],
            assertions: [],
            ingredients: [
              {
                title: 'old.jpg',
                relationship: 'parentOf',
                failures: ['claimSignature.mismatch'],
                manifest: {
                  label: 'urn:a',
                  actions: [{ action: 'c2pa.created', digitalSourceType: 'http://x/digitalCapture' }],
                  assertions: [],
                  ingredients: [],
                },
              },
            ],
          },
        },
      }),
      { width: 80 },
    ),
  ).toBe(`duck.png  PNG 64×48, 2.00 KiB

C2PA valid  The signature holds, but its signer is on no trust list that was
  given.
  Editor 1.0, signed by Signer, Acme on 2025-08-13
    c2pa.opened, c2pa.edited by Brush
    └ old.jpg, parentOf (claimSignature.mismatch)
      an unnamed program, signed by nobody named
        c2pa.created [digitalCapture]
  failures: signingCredential.untrusted

generated  a1111-parameters, unsigned
  Text in tEXt "parameters" says that Stable Diffusion WebUI generated it.
    tool    Stable Diffusion WebUI
    prompt  a\\n\\x1b[31mduck\\u202e
  Plain text.

! One says yes, another no.

  warning: cut short

Without looking at the pixels: fake. Only because the file itself says that it
  was generated (a1111-parameters, unsigned text, which anyone could have
  written): Text in tEXt "parameters" says that Stable Diffusion WebUI generated
  it.
`);
});

test('a file that says nothing', () => {
  expect(formatInspection(inspected())).toBe(
    'duck.png  PNG 64×48, 2.00 KiB\n\nThe file says nothing about itself. That a mark is missing is no evidence of anything.\n',
  );
});

test('many files, a line each', () => {
  const table = formatInspections([
    inspected({ claims: [claim] }),
    inspected({ file: 'b.jpg', format: 'jpeg' }),
  ]);
  expect(table.split('\n').map((line) => line.trimEnd())).toEqual([
    'file      format  says       mark              strength  C2PA  note',
    '────────  ──────  ─────────  ────────────────  ────────  ────  ────',
    'duck.png  png     generated  a1111-parameters  unsigned',
    'b.jpg     jpeg    –',
    '',
  ]);
});

test('lines are wrapped at blanks, words and indents are kept', () => {
  expect(wrapText('  one two three four', 9, 4)).toEqual(['  one two', '    three', '    four']);
  expect(wrapText('short', 80, 2)).toEqual(['short']);
  expect(wrapText('averyverylongword and more', 8, 2)).toEqual(['averyverylongword', '  and', '  more']);
});
