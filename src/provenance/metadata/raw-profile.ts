import { fromHex, matches } from '../containers/bytes.js';
import type { MetadataBlock } from '../containers/container.js';

const XMP = 'http://ns.adobe.com/xap/1.0/\0';

/**
 * A metadata block in a PNG text chunk "Raw profile type …", as ImageMagick and Exiv2 write it: name, byte count,
 * then hexadecimal lines. Undefined for any other text.
 */
export function rawProfile(keyword: string, value: string): Omit<MetadataBlock, 'where'> | undefined {
  const type = /^Raw profile type (\w+)$/i.exec(keyword)?.[1]?.toLowerCase();
  const header = /^\s*\w+\s+\d+\s/.exec(value.slice(0, 64))?.[0];
  if (type === undefined || header === undefined) return undefined;
  const data = fromHex(value.slice(header.length).replace(/\s+/g, ''));
  if (matches(data, 0, 'Exif\0\0')) return { kind: 'exif', data: data.subarray(6) };
  if (matches(data, 0, XMP)) return { kind: 'xmp', data: data.subarray(XMP.length) };
  if (matches(data, 0, '8BIM')) return { kind: 'photoshop', data };
  if (type === 'exif' || matches(data, 0, 'II*\0') || matches(data, 0, 'MM\0*'))
    return { kind: 'exif', data };
  if (type === 'xmp') return { kind: 'xmp', data };
  if (type === 'iptc') return { kind: 'iptc', data };
  return type === 'icc' || type === 'icm' ? { kind: 'icc', data } : undefined;
}
