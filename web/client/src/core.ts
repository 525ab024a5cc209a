/// <reference path="./vite-env.d.ts" />
/** The page's one core: started on first use, asked through outcomes. */
import { CoreNotLoaded, startCoreWorker, type CoreClient, type Outcome } from '@citycode/wasm/client';
import workerUrl from '@citycode/wasm/worker?worker&url';
import { ownScriptUrl } from './own-script-url.js';
import { within } from './patience.js';

export type { CoreClient };

let folder = '';
let starting: Promise<CoreClient> | null = null;
let loaded: CoreClient | null = null;

/**
 * Says from which folder the core's worker is to be fetched, "/app" for a page whose service worker has the
 * scope "/app/": browsers let a service worker answer for a worker only when the worker's own address lies in its
 * scope, and without a network nobody else could. build.mjs puts a copy there.
 */
export function fetchCoreFrom(path: string): void {
  folder = path;
}

const makeWorker = (): Worker => new Worker(ownScriptUrl(folder + workerUrl), { type: 'module' });

/** A network that carries the module's 170 KB in this time is slow; one that does not is silent, as far as a person can tell. */
const PATIENCE_MS = 15_000;

/** Starts the core's worker, once, and waits for it however long that takes. A start that failed is tried again at the next call. */
export function loadCore(): Promise<CoreClient> {
  starting ??= startCoreWorker({ makeWorker }).then((core) => loaded = core).catch((cause: unknown) => {
    starting = null;
    throw cause;
  });
  return starting;
}

/** The same, but says CoreNotLoaded when it takes long. The start goes on: whoever asks later may find it done. */
export async function startCore(): Promise<CoreClient> {
  return loaded ?? within(PATIENCE_MS, loadCore(), () => new CoreNotLoaded('the module did not come in time'));
}

/** Asks the core; what it throws becomes the fault that a person can be told. */
export async function askCore<T>(question: (core: CoreClient) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await question(await startCore());
  } catch (cause) {
    return { fault: cause instanceof CoreNotLoaded ? 'env/module-not-loaded' : 'internal/bug' };
  }
}
