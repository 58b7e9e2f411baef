import { isAbsolute, relative, sep } from 'node:path';

/** True for the folder itself and all below it, by their paths alone. */
export function isInside(path: string, folder: string): boolean {
  const from = relative(folder, path);
  return from !== '..' && !from.startsWith(`..${sep}`) && !isAbsolute(from);
}
