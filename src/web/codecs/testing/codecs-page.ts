import { throughJpeg, throughWebp } from '../encode.js';
import { decodeImage } from '../decode.js';

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

// What the test calls in the page; bytes travel as base64.
Object.assign(globalThis, {
  codecs: {
    decode: async (file: string) => {
      try {
        const { width, height, data } = await decodeImage(fromBase64(file));
        return { width, height, data: toBase64(data) };
      } catch (error) {
        return { code: (error as { code?: string }).code ?? String(error) };
      }
    },
    through: async (width: number, height: number, rgb: string, kind: string, quality: number) => {
      const image = { width, height, data: fromBase64(rgb) };
      const { data } = await (kind === 'webp'
        ? throughWebp(image, { quality })
        : throughJpeg(image, { quality, subsampling: kind as '4:2:0' }));
      return toBase64(data);
    },
  },
});
