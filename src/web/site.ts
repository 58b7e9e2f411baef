import type { BackboneEntry } from '../model/backbone-index.js';
import type { GraphicsBuild } from './platform/graphics-engine.js';

/** What lies beside the page, written by its build (`site.json`). */
export interface Site {
  /** The detectors that come with the page; it begins with the first. None where it was built without. */
  detectors: NamedFile[];
  /** The network that training stands on, fetched when it is needed; null where none was built. */
  backbone: (SiteFile & { about: BackboneEntry }) | null;
  /** The engine's WebAssembly. */
  engine: SiteFile;
  /** That of the engines for WebGPU, fetched where there is an adapter. */
  graphics: Record<GraphicsBuild, SiteFile>;
}

/** A file with what it is called. */
export interface NamedFile extends SiteFile {
  name: string;
}

export interface SiteFile {
  /** From the page's own address. */
  path: string;
  bytes: number;
}

export async function readSite(): Promise<Site> {
  const response = await fetch(new URL('site.json', document.baseURI));
  if (!response.ok) throw new Error(`site.json: ${response.status}`);
  return (await response.json()) as Site;
}

/** Fetches a file of the site and tells how much of it is here. */
export async function fetchFile(
  { path, bytes }: SiteFile,
  onProgress: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok || !response.body) throw new Error(`${path}: ${response.status}`);
  const all = new Uint8Array(bytes);
  let done = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { value } = await reader.read();
    if (value === undefined) break;
    if (done + value.length > bytes) throw new Error(`${path} is longer than ${bytes} bytes.`);
    all.set(value, done);
    done += value.length;
    onProgress(done, bytes);
  }
  if (done < bytes) throw new Error(`${path} ended after ${done} of ${bytes} bytes.`);
  return all;
}
