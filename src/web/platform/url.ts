/** What Assay asks of `node:url`, in a browser: addresses there are opened by fetch, never as paths. */
export function fileURLToPath(url: string | URL): string {
  return String(url);
}
