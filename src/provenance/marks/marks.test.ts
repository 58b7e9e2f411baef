import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Exif } from '../metadata/exif.js';
import type { Metadata } from '../metadata/metadata.js';
import { readSourceType } from './digital-source-type.js';
import { cameraClaim, exifContradictions } from './exif-claims.js';
import { makeClaim } from './make-claim.js';
import { MARKS } from './marks.js';
import { softwareClaims } from './software-claims.js';
import { classifyCredit, classifySoftware } from './software-names.js';
import { xmpClaims } from './xmp-claims.js';

const metadata = (more: Partial<Metadata>): Metadata => ({
  xmp: [],
  iptc: [],
  texts: [],
  warnings: [],
  ...more,
});
const exif = (text: Record<string, string>, numbers: Record<string, number[]> = {}): Exif => ({
  text,
  numbers,
  gps: false,
  makerNote: false,
  warnings: [],
});

test.each([
  ['http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia', 'generated'],
  ['https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia/', 'generated'],
  ['digsrctype:trainedAlgorithmicMedia', 'generated'],
  ['trainedAlgorithmicMedia', 'generated'],
  ['TRAINEDALGORITHMICMEDIA', 'generated'],
  ['Trained Algorithmic Media', 'generated'],
  [' http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia ', 'edited-with-ai'],
  ['compositeSynthetic', 'edited-with-ai'],
  ['http://c2pa.org/digitalsourcetype/trainedAlgorithmicData', 'generated'],
  ['digitalCapture', 'captured'],
  ['computationalCapture', 'captured'],
  ['algorithmicMedia', 'none'],
  ['screenCapture', 'none'],
  ['notTrainedAlgorithmicMedia', undefined],
  ['', undefined],
  ['x'.repeat(10_000), undefined],
])('digital source type %s is %s', (text, statement) => {
  expect(readSourceType(text)?.statement).toBe(statement);
});

test('the same code under two names is one claim, an unknown one states nothing', () => {
  const value = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
  const claims = xmpClaims(
    metadata({
      xmp: [
        { name: 'Iptc4xmpExt:DigitalSourceFileType', value },
        { name: 'Iptc4xmpExt:DigitalSourceType', value: 'trainedAlgorithmicMedia' },
        { name: 'Iptc4xmpExt:DigitalSourceType', value: 'somethingElse' },
      ],
    }),
  );
  expect(claims.map(({ statement }) => statement)).toEqual(['generated', 'none']);
});

test('credit lines and the AI fields of IPTC', () => {
  const claims = xmpClaims(
    metadata({
      xmp: [
        { name: 'photoshop:Credit', value: 'Made with Google AI' },
        { name: 'Iptc4xmpExt:AISystemUsed', value: 'Acme Diffusion 3' },
      ],
      iptc: [{ name: 'Credit', value: 'made with google AI' }],
    }),
  );
  expect(claims.map(({ source, statement }) => `${source} ${statement}`)).toEqual([
    'iptc-credit generated',
    'iptc-ai-system generated',
  ]);
  expect(classifyCredit('Edited with Google AI')).toBe('edited-with-ai');
  expect(classifyCredit('Apple Photos Clean Up')).toBe('edited-with-ai');
  expect(classifyCredit('Reuters / Jane Made')).toBeUndefined();
  expect(classifyCredit('Photo: Ai Weiwei')).toBeUndefined();
});

test.each([
  ['Midjourney v6', 'generator'],
  ['DALL·E 3', 'generator'],
  ['Adobe Firefly', 'generator'],
  ['Image Creator from Designer', 'generator'],
  ['即梦AI', 'generator'],
  ['Adobe Photoshop 25.0 (Windows)', 'editor'],
  ['GIMP 3.0.6', 'editor'],
  ['Ver.T2.10.gb', undefined],
  ['HDR+ 1.0.788932941zd', undefined],
  ['Picasa', undefined],
  ['17.3', undefined],
])('program %s is %s', (name, kind) => {
  expect(classifySoftware(name)).toBe(kind);
});

test('programs: generators are claimed, editors and steps become one claim', () => {
  const claims = softwareClaims(
    metadata({
      exif: exif({ Software: 'Adobe Photoshop 25.0' }),
      texts: [{ where: 'tEXt', keyword: 'Software', value: 'NovelAI' }],
      xmp: [
        { name: 'xmp:CreatorTool', value: 'Adobe Photoshop 25.0' },
        { name: 'xmpMM:History/stEvt:action', value: 'saved' },
      ],
    }),
  );
  expect(claims.map(({ source, statement, fields }) => [source, statement, fields?.software])).toEqual([
    ['software', 'generated', 'NovelAI'],
    ['edit-history', 'edited', 'Adobe Photoshop 25.0'],
  ]);
});

test('a camera is a make, a model and an exposure', () => {
  const claim = cameraClaim(
    exif(
      { Make: 'Canon', Model: 'Canon EOS R5', LensModel: 'RF50mm F1.2 L USM' },
      { ExposureTime: [1 / 250], FNumber: [1.2], ISO: [100], FocalLength: [50] },
    ),
  );
  expect(claim?.summary).toBe(
    'EXIF names a camera, Canon EOS R5 (1/250 s, f/1.2, ISO 100, 50 mm, RF50mm F1.2 L USM).',
  );
  expect(cameraClaim(exif({ Make: 'Acme', Model: 'One', LensModel: 'N/A' }))?.summary).toBe(
    'EXIF names a camera, Acme One, but no exposure.',
  );
  expect(cameraClaim(exif({ Make: 'Prompt: {"3": 1}', Model: 'x' }))).toBeUndefined();
  expect(cameraClaim(exif({ Make: 'Canon' }))).toBeUndefined();
});

test.each([
  [{ Make: 'Canon', Model: 'NIKON D90' }, {}, ['Make', 'Model']],
  [{ Make: 'NIKON CORPORATION', Model: 'NIKON Z 9' }, {}, undefined],
  [{ Make: 'RICOH IMAGING COMPANY, LTD.', Model: 'PENTAX K-3' }, {}, undefined],
  [{ Make: 'Apple', Model: 'iPhone 15', LensMake: 'Canon' }, {}, ['Make', 'LensMake']],
  [{ Make: 'Sony', Model: 'ILCE-7M4', LensMake: 'Sigma' }, {}, undefined],
  [
    { DateTimeOriginal: '2024:05:02 10:00:00', DateTime: '2023:01:01 00:00:00' },
    {},
    ['DateTimeOriginal', 'DateTime'],
  ],
  [{ DateTimeOriginal: '2024:05:02 10:00:00', DateTime: '2024:05:02 03:00:00' }, {}, undefined],
  [{ DateTimeOriginal: '0000:00:00 00:00:00', DateTime: 'never' }, {}, undefined],
  [{}, { FNumber: [900] }, ['FNumber']],
  [{}, { FNumber: [0] }, undefined],
] as const)('EXIF %j %j contradicts itself in %j', (text, numbers, between) => {
  const found = exifContradictions(exif(text, numbers as unknown as Record<string, number[]>));
  expect(found[0]?.between).toEqual(between);
});

test('texts of a claim are cut to their bounds', () => {
  const long = 'x'.repeat(50_000);
  const fields = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, long]));
  const claim = makeClaim({
    source: 'comfyui',
    statement: 'none',
    strength: 'unsigned',
    summary: long,
    raw: long,
    fields,
  });
  expect(claim.caveat).toBe(MARKS.comfyui.caveat);
  expect(JSON.stringify(claim).length).toBeLessThan(200_000);
  expect(Object.keys(claim.fields ?? {}).length).toBe(40);
});

test('docs/provenance.md lists every mark with its reference', () => {
  const page = readFileSync(new URL('../../../docs/provenance.md', import.meta.url), 'utf8');
  for (const [name, { reference }] of Object.entries(MARKS)) {
    expect(page).toContain(`\`${name}\``);
    expect(page.replace(/\s+/g, ' ')).toContain(reference.replace(/\|/g, '\\|'));
  }
});
