/**
 * The program that keeps the page for offline use: every file of one build under one name, the build before thrown
 * away. It also gives the page the headers that a plain file server does not send: isolation from other pages, without
 * which browsers allow no threads.
 */
export function serviceWorker(build: string, files: readonly string[]): string {
  return `const CACHE = 'assay-${build}';
const FILES = ${JSON.stringify(files)};

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
  event.respondWith(answer(request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (request.mode === 'navigate') {
    // The newest page where there is a network; the kept one where not.
    const fresh = await fetch(request).catch(() => undefined);
    const page = fresh && fresh.ok ? fresh : ((await cache.match('./')) ?? kept ?? fresh);
    return page ? isolated(page) : Response.error();
  }
  return isolated(kept ?? (await fetch(request)));
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
