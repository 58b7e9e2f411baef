/**
 * Starts a bundled worker by way of a blob, so that it inherits the page's content security policy: one that is
 * loaded by its address would go by the headers of the host, and a plain file server sends none.
 */
export function startWorker(address: string): Worker {
  const url = new URL(address, import.meta.url).href;
  const blob = new Blob([`import ${JSON.stringify(url)};`], { type: 'text/javascript' });
  const blobUrl = URL.createObjectURL(blob);
  const worker = new Worker(blobUrl, { type: 'module' });
  // Freed late: the worker reads it once, some time after this call.
  setTimeout(() => {
    URL.revokeObjectURL(blobUrl);
  }, 60_000);
  return worker;
}
