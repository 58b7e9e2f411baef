import type { Claim } from '../claim.js';
import type { Metadata } from '../metadata/metadata.js';
import { makeClaim } from './make-claim.js';
import { classifySoftware } from './software-names.js';

interface Named {
  where: string;
  value: string;
}

/** Claims by programs that name themselves: generators, editors, and the edit history of XMP. */
export function softwareClaims(metadata: Metadata): Claim[] {
  const named = distinct(programFields(metadata));
  const generators = named.filter(({ value }) => classifySoftware(value) === 'generator');
  const editors = named.filter(({ value }) => classifySoftware(value) === 'editor');
  const claims = generators.slice(0, 5).map(({ where, value }) =>
    makeClaim({
      source: 'software',
      statement: 'generated',
      strength: 'unsigned',
      summary: `${where} names the image generator “${value}”.`,
      raw: `${where} = ${value}`,
      fields: { software: value },
    }),
  );
  const history = historyClaim(metadata, editors);
  return history ? [...claims, history] : claims;
}

function programFields({ exif, xmp, iptc, texts }: Metadata): Named[] {
  return [
    ...(exif?.text.Software ? [{ where: 'EXIF Software', value: exif.text.Software }] : []),
    ...texts
      .filter(({ keyword }) => keyword.toLowerCase() === 'software')
      .map(({ where, value }) => ({ where: `${where} Software`, value })),
    ...xmp
      .filter(({ name }) => /(^|\/)(xmp:CreatorTool|tiff:Software|stEvt:softwareAgent)$/.test(name))
      .map(({ name, value }) => ({ where: `XMP ${name.split('/').at(-1) ?? name}`, value })),
    ...iptc
      .filter(({ name }) => name === 'OriginatingProgram')
      .map(({ value }) => ({ where: 'IPTC OriginatingProgram', value })),
  ];
}

function distinct(named: readonly Named[]): Named[] {
  const seen = new Map<string, Named>();
  for (const entry of named) if (!seen.has(entry.value)) seen.set(entry.value, entry);
  return [...seen.values()];
}

function historyClaim({ xmp }: Metadata, editors: readonly Named[]): Claim | undefined {
  const actions = xmp.filter(({ name }) => name === 'xmpMM:History/stEvt:action').map(({ value }) => value);
  const developed = xmp.some(({ name, value }) => name === 'crs:HasSettings' && /^true$/i.test(value));
  if (editors.length === 0 && actions.length === 0 && !developed) return undefined;
  const names = editors.slice(0, 5).map(({ value }) => value);
  const by = names.length > 0 ? ` by ${names.join(', ')}` : '';
  const steps = actions.length > 0 ? `, ${actions.length} recorded steps` : '';
  return makeClaim({
    source: names.length > 0 && actions.length === 0 ? 'software' : 'edit-history',
    statement: 'edited',
    strength: 'unsigned',
    summary: `Saved or edited${by}${steps}.`,
    raw: [...editors.map(({ where, value }) => `${where} = ${value}`), ...actions].slice(0, 50).join('; '),
    ...(names.length > 0 && { fields: { software: names.join(', ') } }),
  });
}
