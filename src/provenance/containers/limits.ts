/** Bounds of every walker. Real files stay far below them; hostile ones are cut here. */
export const LIMITS = {
  /** Segments, chunks, boxes or blocks listed per file. */
  segments: 20_000,
  /** Metadata blocks kept per file. */
  blocks: 2_000,
  /** Bytes of one metadata block, before and after unpacking. */
  blockBytes: 8 * 1024 * 1024,
  /** Bytes of all unpacked metadata of a file. */
  unpackedBytes: 24 * 1024 * 1024,
  /** Directories (IFDs) followed in a TIFF or EXIF structure. */
  directories: 64,
  /** Entries read in one directory. */
  entries: 2_048,
  /** Items listed in a HEIF file, those of them read as metadata, and extents of one item. */
  items: 4_096,
  metadataItems: 16,
  extents: 256,
} as const;
