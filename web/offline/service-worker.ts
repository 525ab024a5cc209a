/**
 * Makes one page work without a network: its files, the list that a first start begins with, and nothing else. No
 * answer of /v1 is ever kept here; passes and lists live in the page's own storage, where the page decides how old
 * they may be.
 */
import { matchLanguage } from '@citycode/elements/languages';
import { bestVariant } from '@citycode/wasm/detect';
import { BuildCache, isFirstList } from './build-cache.js';

/** Written by build.mjs. */
declare const PRECACHE: {
  readonly name: string;
  readonly version: string;
  /** Answers every navigation in this worker's scope. */
  readonly page: string;
  /** SHA-256 by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Only one of the two is kept: the one that this engine runs. */
  readonly simd: Readonly<Record<string, string>>;
  readonly baseline: Readonly<Record<string, string>>;
  /** By language, its tag in small letters: English is kept, and what the page speaks. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

interface WorkerScope {
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown; waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(type: 'fetch', listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void): void;
}
const scope = globalThis as unknown as WorkerScope;
const { name, version, page, ...lists } = PRECACHE;

/** The city's list as it is now; kept with the page's files for a first start without a network (docs/api.md). */
const kFirstList = '/first-list.json';
/** A city that answers does so within a second or two; then the kept list starts the page. */
const kFirstListPatienceMs = 4000;

/** The build that the core's worker will ask for: it asks the same function. */
const hashes = { ...lists.files, ...lists[bestVariant()] };
const build = new BuildCache({ name, version, page, hashes, words: lists.words }, {
  caches, fetch: (request) => fetch(request), digest: (bytes) => crypto.subtle.digest('SHA-256', bytes),
});

async function install(): Promise<void> {
  await build.install(matchLanguage(navigator.languages).toLowerCase());   // as a page does that was never told another
  await askFirstList(kFirstList).catch(() => undefined);   // the page works without; it asks when it opens
  await scope.skipWaiting();
}

async function activate(): Promise<void> {
  await build.removeOld();
  await scope.clients.claim();
}

const answerFromCache = async (request: Request, path: string): Promise<Response> => (await build.kept(path)) ?? fetch(request);

/** Keeps it when it is one. */
async function askFirstList(request: Request | string): Promise<Response> {
  const answer = await fetch(request, { signal: AbortSignal.timeout?.(kFirstListPatienceMs) ?? null });
  if (await isFirstList(answer.clone())) await (await caches.open(build.name)).put(kFirstList, answer.clone());
  return answer;
}

/** The newest that can be had: from the server, else the one that was kept last. */
async function answerFirstList(request: Request): Promise<Response> {
  const answer = await askFirstList(request).catch((cause: unknown) => cause as Error);
  const isUsable = answer instanceof Response && (await isFirstList(answer.clone()) || !answer.ok);
  if (isUsable) return answer;
  const kept = await build.kept(kFirstList);
  if (kept) return kept;
  if (answer instanceof Response) return answer;
  throw answer;
}

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
scope.addEventListener('message', (event) => {
  const { language } = (event.data ?? {}) as { readonly language?: unknown };
  if (typeof language === 'string') event.waitUntil(build.speak(language).catch(() => undefined));   // the next start of the page tells it again
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (request.mode === 'navigate') {
    if (url.pathname === page) event.respondWith(answerFromCache(request, page));
    return;
  }
  if (url.pathname === kFirstList) event.respondWith(answerFirstList(request));
  else if (url.pathname.includes('/assets/') || url.pathname in hashes) event.respondWith(answerFromCache(request, url.pathname));
});

export {};
