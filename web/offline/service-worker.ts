/**
 * Makes one page work without a network: its files, the list that a first start begins with, and nothing else. No
 * answer of /v1 is ever kept here; passes and lists live in the page's own storage, where the page decides how old
 * they may be.
 */

/** Written by build.mjs. */
declare const PRECACHE: {
  /** Begins the cache's name; one for each page. */
  readonly name: string;
  /** Hash over everything below: another build, another cache. */
  readonly version: string;
  /** Answers every navigation in this worker's scope. */
  readonly page: string;
  readonly files: readonly string[];
  /** Only one of the two is kept: the one that this engine runs. */
  readonly simd: readonly string[];
  readonly baseline: readonly string[];
};

interface WorkerScope {
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(type: 'fetch', listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void): void;
}
const scope = globalThis as unknown as WorkerScope;
const precache = PRECACHE;

const cacheName = `${precache.name}-${precache.version}`;
/** The city's list as it is now; kept with the page's files for a first start without a network (docs/api.md). */
const FIRST_LIST = '/first-list.json';
const FIRST_LIST_PATIENCE_MS = 4000;

/** A page that is still open may ask for a file of the build before. */
const BUILDS_KEPT = 2;

/** An empty function that returns a 128-bit vector: valid exactly where the engine has SIMD. */
const hasSimd = WebAssembly.validate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11));
const files = new Set([...precache.files, ...(hasSimd ? precache.simd : precache.baseline)]);

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([new Request(precache.page, { cache: 'no-cache' }), ...files]);
  await cache.add(FIRST_LIST).catch(() => undefined);   // the page works without; it asks when it opens
  await scope.skipWaiting();
}

async function activate(): Promise<void> {
  const mine = (await caches.keys()).filter((name) => name.startsWith(`${precache.name}-`));
  const old = mine.filter((name) => name !== cacheName);
  await Promise.all(old.slice(0, Math.max(0, mine.length - BUILDS_KEPT)).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function answerFromCache(request: Request, path: string): Promise<Response> {
  const current = await caches.open(cacheName);
  const kept = (await current.match(path, { ignoreVary: true })) ?? (await caches.match(path, { ignoreVary: true }));
  return kept ?? fetch(request);
}

/** The newest that can be had: from the server, else the one that was kept last. */
async function answerFirstList(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout?.(FIRST_LIST_PATIENCE_MS) ?? null });
    if (answer.ok) await cache.put(FIRST_LIST, answer.clone());
    return answer;
  } catch (cause) {
    const kept = (await cache.match(FIRST_LIST)) ?? (await caches.match(FIRST_LIST));
    if (kept) return kept;
    throw cause;
  }
}

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (request.mode === 'navigate') {
    if (url.pathname === precache.page) event.respondWith(answerFromCache(request, precache.page));
    return;
  }
  if (url.pathname === FIRST_LIST) event.respondWith(answerFirstList(request));
  else if (url.pathname.includes('/assets/') || files.has(url.pathname)) event.respondWith(answerFromCache(request, url.pathname));
});

export {};
