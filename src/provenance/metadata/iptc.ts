import { matches, u16, u32, u8 } from '../containers/bytes.js';
import { decodeText } from './text.js';

/** One text field of an IPTC-IIM application record. */
export interface IptcField {
  name: string;
  value: string;
}

const MAX_FIELDS = 1_000;
const NAMES: Readonly<Record<number, string>> = {
  5: 'ObjectName',
  25: 'Keywords',
  40: 'SpecialInstructions',
  65: 'OriginatingProgram',
  80: 'Byline',
  105: 'Headline',
  110: 'Credit',
  115: 'Source',
  116: 'CopyrightNotice',
  120: 'Caption',
};

/** Reads the application record (2) of IPTC-IIM 4.2 datasets. Stops at the first broken one. */
export function readIptc(bytes: Uint8Array): IptcField[] {
  const fields: IptcField[] = [];
  let at = 0;
  while (at + 5 <= bytes.length && u8(bytes, at) === 0x1c && fields.length < MAX_FIELDS) {
    const [record, dataset] = [u8(bytes, at + 1), u8(bytes, at + 2)];
    const stated = u16(bytes, at + 3);
    // The high bit marks an extended dataset: the rest is the number of bytes that hold the length.
    const lengthBytes = stated & 0x8000 ? stated & 0x7fff : 0;
    if (lengthBytes > 4) break;
    const length = lengthBytes === 4 ? u32(bytes, at + 5) : lengthBytes === 2 ? u16(bytes, at + 5) : stated;
    const start = at + 5 + lengthBytes;
    if (lengthBytes % 2 === 1 || start + length > bytes.length) break;
    const name = record === 2 ? NAMES[dataset] : undefined;
    if (name !== undefined) {
      fields.push({ name, value: decodeText(bytes.subarray(start, start + length)).trim() });
    }
    at = start + length;
  }
  return fields;
}

/** Finds one image resource block of Photoshop's (Adobe Photoshop file formats, "Image resource blocks"). */
export function photoshopResource(bytes: Uint8Array, id: number): Uint8Array | undefined {
  let at = 0;
  while (at + 12 <= bytes.length && matches(bytes, at, '8BIM')) {
    const name = u8(bytes, at + 6) + 1;
    const sizeAt = at + 6 + name + (name % 2);
    const size = u32(bytes, sizeAt);
    const start = sizeAt + 4;
    if (start + size > bytes.length) return undefined;
    if (u16(bytes, at + 4) === id) return bytes.subarray(start, start + size);
    at = start + size + (size % 2);
  }
  return undefined;
}
