import type { Claim } from '../claim.js';
import { readGeneratorText, type GeneratorFinding } from '../generators/index.js';
import type { Exif } from '../metadata/exif.js';
import type { Metadata, TextField } from '../metadata/metadata.js';
import { makeClaim } from './make-claim.js';

/** EXIF tags in which tools leave generator text, whatever the tags are for. */
const EXIF_TEXTS = [
  'UserComment',
  'ImageDescription',
  'Make',
  'Model',
  'Software',
  'Artist',
  'DocumentName',
  'Copyright',
  'HostComputer',
  'XPTitle',
  'XPComment',
  'XPKeywords',
  'XPSubject',
];

/** XMP values in which tools leave it. */
const XMP_TEXTS =
  /^(exif:UserComment|dc:description|dc:title|photoshop:Instructions|xmp:Label|TC260:AIGC|\w+:parameters|\w+:prompt|\w+:workflow)$/i;

/** All free texts of a file that a generator may have written to. */
export function generatorTexts({ texts, exif, xmp }: Metadata): TextField[] {
  return [
    ...texts,
    ...exifTexts(exif),
    ...xmp
      .filter(({ name }) => XMP_TEXTS.test(name))
      .map(({ name, value }) => ({ where: 'XMP', keyword: name, value })),
  ];
}

function exifTexts(exif: Exif | undefined): TextField[] {
  return EXIF_TEXTS.flatMap((keyword) => {
    const value = exif?.text[keyword];
    return value === undefined ? [] : [{ where: 'EXIF', keyword, value }];
  });
}

/** Claims in the text that generators leave. */
export function textClaims(metadata: Metadata): Claim[] {
  return readGeneratorText(generatorTexts(metadata)).map((finding) => findingClaim(finding));
}

/** Claims in text found hidden in the pixels. */
export function stealthClaims(text: string): Claim[] {
  const findings = readGeneratorText([{ where: 'the lowest bits', keyword: 'comment', value: text }]);
  return findings.map((finding) => findingClaim(finding, 'stealth-pnginfo'));
}

function findingClaim(finding: GeneratorFinding, source = finding.source): Claim {
  const { tool, statement, where, raw, fields } = finding;
  const what = {
    generated: 'generated it',
    'edited-with-ai': 'enlarged it with a trained model',
    edited: 'only loaded and saved it',
  }[statement];
  return makeClaim({
    source,
    statement,
    strength: finding.inferred ? 'inferred' : 'unsigned',
    summary: finding.inferred
      ? `${where} has the pattern that ${tool} leaves.`
      : `Text in ${where} says that ${tool} ${what}${statement === 'generated' && fields.model ? ` with ${fields.model}` : ''}.`,
    raw,
    fields: { tool, where, ...fields },
  });
}
