import { AssayError } from '../../errors.js';

/**
 * What Assay asks of `node:fs`, in a browser: the only files by path are those that were given to the page, and they
 * are only read.
 */
const given = new Map<string, File>();

/** From now on these files are found by these paths, and no others. */
export function giveFiles(files: Iterable<readonly [path: string, file: File]>): void {
  given.clear();
  for (const [path, file] of files) given.set(path, file);
}

function find(path: string): File {
  const file = given.get(path);
  if (file) return file;
  throw Object.assign(new Error(`${path} was not given to the page`), { code: 'ENOENT' });
}

interface About {
  size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** A rejected promise, as Node's, where the file was not given. */
export function stat(path: string): Promise<About> {
  return new Promise((resolve) => {
    resolve({ size: find(path).size, isFile: () => true, isDirectory: () => false });
  });
}

export async function readFile(path: string): Promise<Uint8Array> {
  return new Uint8Array(await find(path).arrayBuffer());
}

export async function open(path: string): Promise<{
  stat(): Promise<About>;
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  close(): Promise<void>;
}> {
  await stat(path);
  const file = find(path);
  return {
    stat: () => stat(path),
    read: async (buffer, offset, length, position) => {
      const bytes = await file.slice(position, position + length).arrayBuffer();
      buffer.set(new Uint8Array(bytes), offset);
      return { bytesRead: bytes.byteLength };
    },
    close: () => Promise.resolve(),
  };
}

/** In pieces, so that memory stays flat. */
export async function* createReadStream(path: string): AsyncGenerator<Uint8Array, void, void> {
  const PIECE = 1 << 20;
  const file = find(path);
  for (let at = 0; at < file.size; at += PIECE) {
    yield new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
  }
}

function refuse(): never {
  throw new AssayError('E_FILE_WRITE', 'A browser writes no files by path and lists no folders.');
}

export {
  refuse as mkdir,
  refuse as readdir,
  refuse as rename,
  refuse as rm,
  refuse as rmdir,
  refuse as writeFile,
};
export const promises = { lstat: refuse, opendir: refuse, realpath: refuse, stat };
