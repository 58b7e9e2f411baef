import { createHash } from 'node:crypto';
import type { MetadataBlock } from '../containers/container.js';
import { createBudget, spend, type Budget } from './budget.js';
import { readExif, type Exif } from './exif.js';
import { iccDescription } from './icc.js';
import { photoshopResource, readIptc, type IptcField } from './iptc.js';
import { rawProfile } from './raw-profile.js';
import { decodeText, cut } from './text.js';
import { unpack } from './unpack.js';
import { readXmp, type XmpProperty } from './xmp.js';

/** A free text of a file: a PNG text chunk, a comment. */
export interface TextField {
  /** 'tEXt', 'COM', 'UserComment', … */
  where: string;
  /** The keyword of a PNG chunk, the name of an EXIF tag; 'comment' where there is none. */
  keyword: string;
  value: string;
}

/** The decoded metadata of a file, from wherever the format keeps it. */
export interface Metadata {
  exif?: Exif;
  xmp: XmpProperty[];
  iptc: IptcField[];
  texts: TextField[];
  iccProfile?: string;
  warnings: string[];
}

const IPTC_RESOURCE = 0x0404;
const XMP_RESOURCE = 0x0424;

/** Decodes metadata blocks within one budget per file. Never throws; what is broken or too large is a warning. */
export function readMetadata(blocks: readonly MetadataBlock[]): Metadata {
  const metadata: Metadata = { xmp: [], iptc: [], texts: [], warnings: [] };
  const budget = createBudget();
  const digests: string[] = [];
  for (const block of blocks) {
    const data = block.packed ? unpack(block.data, block.packed, budget) : block.data;
    if (data === undefined) {
      warn(metadata, `${nameOf(block)} could not be unpacked, or is too large unpacked; left out.`);
    } else {
      readBlock({ ...block, data }, metadata, budget, digests);
    }
  }
  return metadata;
}

function readBlock(block: MetadataBlock, metadata: Metadata, budget: Budget, digests: string[]): void {
  const { data, kind } = block;
  // EXIF spends as it reads: the EXIF block of a TIFF is the whole file.
  if (kind !== 'exif' && !spend(budget, data.length)) {
    return warn(metadata, `${nameOf(block)} is past the bound on all metadata of a file; left out.`);
  }
  switch (kind) {
    case 'exif':
      return addExif(data, metadata, budget);
    case 'xmp':
      return addXmp(decodeText(data), metadata, digests);
    case 'xmp-extended':
      return addExtendedXmp(block, metadata, digests);
    case 'iptc':
      metadata.iptc.push(...readIptc(data));
      return;
    case 'photoshop':
      return addPhotoshop(data, metadata, digests);
    case 'icc':
      return addIcc(data, metadata);
    case 'comment':
      return addText({ where: block.where, keyword: 'comment', value: decodeText(data) }, metadata);
    case 'text':
      return addKeyedText(block, metadata, budget, digests);
    case 'c2pa':
      return;
  }
}

function addExif(data: Uint8Array, metadata: Metadata, budget: Budget): void {
  const exif = readExif(data, budget);
  if (exif === undefined) return warn(metadata, 'An EXIF block has no TIFF header; left out.');
  exif.warnings.forEach((message) => {
    warn(metadata, `EXIF: ${message}`);
  });
  metadata.exif ??= exif;
}

function addXmp(packet: string, metadata: Metadata, digests: string[]): void {
  const { properties, warnings } = readXmp(packet);
  for (const property of properties) {
    if (property.name === 'xmpNote:HasExtendedXMP') digests.push(property.value);
  }
  metadata.xmp.push(...properties);
  warnings.forEach((message) => {
    warn(metadata, message);
  });
}

function addIcc(data: Uint8Array, metadata: Metadata): void {
  const description = iccDescription(data);
  if (description !== undefined) metadata.iccProfile ??= description;
}

/** Extended XMP counts only where the main packet names its digest and the bytes have it. */
function addExtendedXmp(block: MetadataBlock, metadata: Metadata, digests: string[]): void {
  const digest = createHash('md5').update(block.data).digest('hex').toUpperCase();
  if (block.keyword?.toUpperCase() !== digest || !digests.some((named) => named.toUpperCase() === digest)) {
    return warn(metadata, 'Extended XMP does not belong to the main packet; left out.');
  }
  addXmp(decodeText(block.data), metadata, []);
}

function addPhotoshop(data: Uint8Array, metadata: Metadata, digests: string[]): void {
  const iptc = photoshopResource(data, IPTC_RESOURCE);
  const xmp = photoshopResource(data, XMP_RESOURCE);
  if (iptc) metadata.iptc.push(...readIptc(iptc));
  if (xmp) addXmp(decodeText(xmp), metadata, digests);
}

/** PNG text; ImageMagick and others keep whole EXIF, IPTC and XMP blocks in it as hexadecimal. */
function addKeyedText(block: MetadataBlock, metadata: Metadata, budget: Budget, digests: string[]): void {
  const keyword = block.keyword ?? '';
  const value = decodeText(block.data);
  const inner = rawProfile(keyword, value);
  if (inner) readBlock({ ...inner, where: block.where }, metadata, budget, digests);
  else addText({ where: block.where, keyword, value }, metadata);
}

function addText(field: TextField, metadata: Metadata): void {
  const value = field.value.replace(/\0+$/, '').trim();
  if (value !== '') metadata.texts.push({ ...field, value });
}

function nameOf({ where, keyword }: MetadataBlock): string {
  return keyword === undefined ? where : `${where} "${cut(keyword, 79)}"`;
}

function warn(metadata: Metadata, message: string): void {
  if (metadata.warnings.length < 50 && !metadata.warnings.includes(message)) metadata.warnings.push(message);
}
