import type { Claim } from '../claim.js';
import type { Metadata } from '../metadata/metadata.js';
import type { XmpProperty } from '../metadata/xmp.js';
import { readSourceType } from './digital-source-type.js';
import { makeClaim } from './make-claim.js';
import { classifyCredit } from './software-names.js';

/** Claims in XMP and IPTC-IIM: digital source type, credit line, AI system. */
export function xmpClaims({ xmp, iptc }: Metadata): Claim[] {
  const credits = [
    ...xmp.filter(({ name }) => name === 'photoshop:Credit'),
    ...iptc.filter(({ name }) => name === 'Credit').map(({ value }) => ({ name: 'IPTC Credit', value })),
  ];
  return [...sourceTypeClaims(xmp), ...creditClaims(credits), ...aiSystemClaims(xmp)];
}

/** Google also writes the code under an older name, DigitalSourceFileType: the same code twice is one claim. */
function sourceTypeClaims(xmp: readonly XmpProperty[]): Claim[] {
  const found = xmp.filter(({ name }) => /digitalsource(file)?type$/i.test(name));
  const distinct = new Map(found.map((property) => [codeOf(property.value), property]));
  return [...distinct.values()].slice(0, 10).map(({ name, value }) => {
    const type = readSourceType(value);
    return makeClaim({
      source: 'iptc-digital-source-type',
      statement: type?.statement ?? 'none',
      strength: 'unsigned',
      summary: type
        ? `The IPTC digital source type says: ${type.words}.`
        : 'There is an IPTC digital source type, but its value is not in the vocabulary.',
      raw: `${name} = ${value}`,
      fields: { digitalSourceType: type?.code ?? value },
    });
  });
}

function codeOf(value: string): string {
  return readSourceType(value)?.code ?? value;
}

function creditClaims(credits: readonly XmpProperty[]): Claim[] {
  const distinct = new Map(credits.map((credit) => [credit.value.toLowerCase(), credit]));
  return [...distinct.values()].slice(0, 10).flatMap(({ name, value }) => {
    const statement = classifyCredit(value);
    if (!statement) return [];
    const summary = `The credit line says “${value}”.`;
    return [
      makeClaim({
        source: 'iptc-credit',
        statement,
        strength: 'unsigned',
        summary,
        raw: `${name} = ${value}`,
        fields: { credit: value },
      }),
    ];
  });
}

function aiSystemClaims(xmp: readonly XmpProperty[]): Claim[] {
  const value = (name: string): string | undefined =>
    xmp.find((property) => property.name === `Iptc4xmpExt:${name}`)?.value;
  const [system, prompt] = [value('AISystemUsed'), value('AIPromptInformation')];
  if (system === undefined && prompt === undefined) return [];
  return [
    makeClaim({
      source: 'iptc-ai-system',
      statement: 'generated',
      strength: 'unsigned',
      summary: `The IPTC fields on generative AI are filled in${system ? `: ${system}` : ''}.`,
      raw: system ?? prompt ?? '',
      fields: {
        ...(system !== undefined && { model: system }),
        ...(prompt !== undefined && { prompt }),
      },
    }),
  ];
}
