// The table of squares that cut.mjs and align.mjs write.
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { formatCsv } from '../../dist/report/csv.js';

const COLUMNS = ['file', 'label', 'source', 'picture'];

/** Writes rows of file, label, source and picture. */
export function writeSquares(path, rows) {
  return writeFile(path, formatCsv(rows, COLUMNS.map((header) => ({ header, value: (row) => row[header] })))); // prettier-ignore
}

/**
 * Writes a made square as PNG. The real one carries the save of its camera or site, so most made ones get such a save
 * first.
 */
export async function saveSquare(image, path, random) {
  let made = image;
  if (random.next() < 0.85) {
    const chromaSubsampling = random.next() < 0.4 ? '4:4:4' : '4:2:0';
    made = sharp(await made.jpeg({ quality: 82 + random.int(16), chromaSubsampling }).toBuffer());
  }
  await writeFile(path, await made.png({ compressionLevel: 2 }).toBuffer());
}
