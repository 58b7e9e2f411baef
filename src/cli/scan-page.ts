import { makeThumbnails, MAX_THUMBNAILS } from '../dataset/audit/thumbnails.js';
import { writeFileWhole } from '../files.js';
import { renderScanReport, type ScanReport } from '../report/index.js';
import { VERSION } from '../version.js';

/** Writes the page of a scan, with small pictures of the most suspicious files. Throws E_FILE_WRITE. */
export async function writeScanPage(
  path: string,
  report: Omit<ScanReport, 'thumbnails' | 'madeBy'>,
): Promise<void> {
  const shown = report.suspicious.slice(0, MAX_THUMBNAILS).map(({ file }) => ({ id: file, file }));
  const thumbnails = await makeThumbnails(
    shown,
    shown.map(({ id }) => id),
    {},
  );
  await writeFileWhole(path, renderScanReport({ ...report, thumbnails, madeBy: `Assay ${VERSION}` }));
}
