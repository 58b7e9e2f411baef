/** What Assay asks of `node:path`, in a browser: names are shown there, never opened. */
export const sep = '/';

export function join(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('/');
}

export function basename(path: string, suffix = ''): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return suffix !== '' && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

export function dirname(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '.' : path.slice(0, at);
}

/** Nothing to be relative to: names stay as they are. */
export const resolve = join;
