import { decodeLatin1, latin1, matches, u32 } from '../containers/bytes.js';
import { cut } from './text.js';

/** The description of an ICC profile (ICC.1:2022, `desc` tag): 'sRGB IEC61966-2.1', 'Display P3', … */
export function iccDescription(bytes: Uint8Array): string | undefined {
  const count = Math.min(u32(bytes, 128), 100);
  for (let index = 0; index < count; index++) {
    const at = 132 + index * 12;
    if (!matches(bytes, at, 'desc')) continue;
    const tag = bytes.subarray(u32(bytes, at + 4), u32(bytes, at + 4) + u32(bytes, at + 8));
    const text = matches(tag, 0, 'mluc') ? localised(tag) : latin1(tag, 12, u32(tag, 8));
    const clean = text.replace(/\0.*$/s, '').trim();
    return clean === '' ? undefined : cut(clean, 120);
  }
  return undefined;
}

/** The first record of a multi-localised text. */
function localised(tag: Uint8Array): string {
  const [length, offset] = [u32(tag, 20), u32(tag, 24)];
  const text = tag.subarray(offset, offset + Math.min(length, 1024));
  return text.length % 2 === 0 ? new TextDecoder('utf-16be').decode(text) : decodeLatin1(text);
}
