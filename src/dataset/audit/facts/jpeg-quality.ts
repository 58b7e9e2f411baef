/** The luma table of ITU-T T.81 Annex K (table K.1), row by row. */
// prettier-ignore
const ANNEX_K_LUMA = [
  16, 11, 10, 16,  24,  40,  51,  61,
  12, 12, 14, 19,  26,  58,  60,  55,
  14, 13, 16, 24,  40,  57,  69,  56,
  14, 17, 22, 29,  51,  87,  80,  62,
  18, 22, 37, 56,  68, 109, 103,  77,
  24, 35, 55, 64,  81, 104, 113,  92,
  49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103,  99,
];

/** Annex K's luma table as libjpeg scales it for a quality of 1..100 (jpeg_quality_scaling, 8-bit tables). */
function scaledTable(quality: number): number[] {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return ANNEX_K_LUMA.map((value) => Math.min(255, Math.max(1, Math.floor((value * scale + 50) / 100))));
}

const TABLES = Array.from({ length: 100 }, (_, k) => scaledTable(k + 1));
const known = new Map<string, number>();

/**
 * The libjpeg quality, 1..100, whose luma table is nearest to `table` (64 divisors, row by row) in the sum of
 * absolute differences; the higher one of equals. Exact for encoders that scale Annex K as libjpeg does, the
 * nearest equivalent for others (Photoshop, cameras).
 */
export function estimateJpegQuality(table: readonly number[]): number {
  const key = table.join(' ');
  const before = known.get(key);
  if (before !== undefined) return before;
  let quality = 1;
  let least = Infinity;
  TABLES.forEach((candidate, k) => {
    const distance = candidate.reduce((sum, value, i) => sum + Math.abs(value - (table[i] ?? 0)), 0);
    if (distance <= least) [least, quality] = [distance, k + 1];
  });
  if (known.size < 10_000) known.set(key, quality);
  return quality;
}
