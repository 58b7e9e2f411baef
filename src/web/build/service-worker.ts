/**
 * The program that keeps the page for offline use: the files of one build under one name, the build before thrown
 * away; those `onDemand` from their first use on. It also gives the page the headers that a plain file server does not send: isolation from other pages, without
 * which browsers allow no threads.
 */
export function serviceWorker(build: string, files: readonly string[], onDemand: readonly string[]): string {
  return `const CACHE = 'assay-${build}';
const FILES = ${JSON.stringify(files)};
const ON_DEMAND = ${JSON.stringify(onDemand)};

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('assay-') && name !== CACHE).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (!url.href.startsWith(self.registration.scope)) return;
  event.respondWith(answer(event));
});

async function answer(event) {
  const { request } = event;
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (request.mode === 'navigate') {
    // The newest page where there is a network; the kept one where not.
    const fresh = await fetch(request).catch(() => undefined);
    const page = fresh && fresh.ok ? fresh : ((await cache.match('./')) ?? kept ?? fresh);
    return page ? isolated(page) : Response.error();
  }
  if (kept) return isolated(kept);
  const found = await fetch(request);
  const isLater = ON_DEMAND.some((file) => new URL(file, self.registration.scope).href === request.url);
  if (isLater && found.ok) event.waitUntil(cache.put(request, found.clone()).catch(() => undefined));
  return isolated(found);
}

function isolated(response) {
  if (response.type === 'error' || response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
`;
}
