import { c2paClaims } from './c2pa/c2pa-claims.js';
import { readC2pa, remoteOnly, type C2paOptions } from './c2pa/read-c2pa.js';
import type { C2paResult } from './c2pa/result.js';
import type { Claim, Contradiction } from './claim.js';
import type { ContainerFormat } from './containers/container.js';
import { walkContainer } from './containers/walk.js';
import { contradictionsAmong } from './contradictions.js';
import { cameraClaim, exifContradictions } from './marks/exif-claims.js';
import { softwareClaims } from './marks/software-claims.js';
import { stealthClaims, textClaims } from './marks/text-claims.js';
import { xmpClaims } from './marks/xmp-claims.js';
import { readMetadata, type Metadata } from './metadata/metadata.js';
import { cut } from './metadata/text.js';
import { findStealthText } from './stealth-pixels.js';

/** How a file is inspected. */
export interface InspectOptions extends C2paOptions {
  /** Decode lossless pictures to look for text hidden in the lowest bits. Default true. */
  hiddenText?: boolean;
}

/** What a file says about itself. Plain JSON; every list and text is bounded. */
export interface Inspection {
  format: ContainerFormat;
  /** As the header states them. */
  width?: number;
  height?: number;
  bytes: number;
  /** Strongest first. Empty where the file says nothing: that is no evidence of anything. */
  claims: Claim[];
  contradictions: Contradiction[];
  c2pa?: C2paResult;
  iccProfile?: string;
  /** What is broken or was left out because of a bound. */
  warnings: string[];
}

const MAX_WARNINGS = 30;
const ORDER: readonly Claim['strength'][] = [
  'signed-trusted',
  'signed-untrusted',
  'signed-invalid',
  'unsigned',
  'inferred',
];

/**
 * Reads everything a file says about where it comes from: C2PA manifest, IPTC and XMP, EXIF, generator text. Marks
 * are only looked for in the places their formats give them, never by searching the bytes. Works offline; never
 * throws for any content: what is broken becomes a warning.
 */
export async function inspect(bytes: Uint8Array, options: InspectOptions = {}): Promise<Inspection> {
  const { container, blocks } = walkContainer(bytes);
  const metadata = readMetadata(blocks);
  const hasManifest = container.segments.some(({ holds }) => holds === 'c2pa');
  const c2pa = await c2paOf(bytes, container.format, hasManifest, metadata, options);
  const hidden = options.hiddenText === false ? undefined : await findStealthText(bytes, container);
  const camera = cameraClaim(metadata.exif);
  const claims = [
    ...(c2pa ? c2paClaims(c2pa) : []),
    ...textClaims(metadata),
    ...(hidden === undefined ? [] : stealthClaims(hidden)),
    ...xmpClaims(metadata),
    ...softwareClaims(metadata),
    ...(camera ? [camera] : []),
  ].sort((a, b) => ORDER.indexOf(a.strength) - ORDER.indexOf(b.strength));
  return {
    format: container.format,
    ...(container.width !== undefined && { width: container.width }),
    ...(container.height !== undefined && { height: container.height }),
    bytes: bytes.length,
    claims,
    contradictions: [...contradictionsAmong(claims), ...exifContradictions(metadata.exif)],
    ...(c2pa && { c2pa }),
    ...(metadata.iccProfile !== undefined && { iccProfile: metadata.iccProfile }),
    warnings: [...container.warnings, ...metadata.warnings]
      .slice(0, MAX_WARNINGS)
      .map((warning) => cut(warning, 300)),
  };
}

async function c2paOf(
  bytes: Uint8Array,
  format: ContainerFormat,
  hasManifest: boolean,
  metadata: Metadata,
  options: InspectOptions,
): Promise<C2paResult | undefined> {
  const remoteUrl = metadata.xmp.find(
    ({ name, value }) => name === 'dcterms:provenance' && /^https?:\/\//i.test(value),
  )?.value;
  if (hasManifest) return readC2pa(bytes, format, remoteUrl, { ...options, online: false });
  if (remoteUrl === undefined) return undefined;
  return options.online ? readC2pa(bytes, format, remoteUrl, options) : remoteOnly(remoteUrl);
}
