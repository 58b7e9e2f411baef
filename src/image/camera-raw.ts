const NEW_SUBFILE_TYPE = 254;
const DNG_VERSION = 50706;

/**
 * True for a TIFF that is really a camera's raw file (DNG, NEF, ARW, …): its first directory is marked as
 * reduced-resolution preview or carries a DNG version. Decoding one would silently judge a thumbnail.
 */
export function isCameraRaw(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 16) return false;
  const little = bytes[0] === 0x49;
  if (view.getUint16(2, little) !== 42) return false; // BigTIFF: no camera writes it
  const start = view.getUint32(4, little);
  if (start + 2 > bytes.length) return false;
  const entries = view.getUint16(start, little);
  for (let i = 0; i < entries; i++) {
    const at = start + 2 + 12 * i;
    if (at + 12 > bytes.length) return false;
    const tag = view.getUint16(at, little);
    if (tag === DNG_VERSION) return true;
    if (tag === NEW_SUBFILE_TYPE && (view.getUint32(at + 8, little) & 1) === 1) return true;
  }
  return false;
}
