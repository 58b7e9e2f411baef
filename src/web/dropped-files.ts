/** A file given to the page, by its path below what was dropped or chosen. */
export interface GivenFile {
  path: string;
  file: File;
}

const MOST_FILES = 100_000;

/** The files of a drop or a paste, folders walked into. */
export async function droppedFiles(data: DataTransfer | null): Promise<GivenFile[]> {
  const entries = Array.from(data?.items ?? [], (item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return chosenFiles(data?.files ?? []);
  const found: GivenFile[] = [];
  for (const entry of entries) if (entry) await walk(entry, found);
  return found;
}

/** The files of a file button. */
export function chosenFiles(files: Iterable<File>): GivenFile[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function walk(entry: FileSystemEntry, found: GivenFile[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return;
    for (const child of batch) await walk(child, found);
  }
}
