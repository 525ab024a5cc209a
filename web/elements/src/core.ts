/** The page's one core: started on first use, asked through outcomes. */
import { CoreNotLoaded, startCoreWorker, type CoreClient, type Outcome } from '@citycode/wasm/client';
import workerUrl from '@citycode/wasm/worker?worker&url';
import { ownScriptUrl } from './own-script-url.js';

export type { CoreClient };

let folder = '';
let starting: Promise<CoreClient> | null = null;

/**
 * Says from which folder the core's worker is to be fetched, "/app" for a page whose service worker has the
 * scope "/app/": browsers let a service worker answer for a worker only when the worker's own address lies in its
 * scope, and without a network nobody else could. build.mjs puts a copy there.
 */
export function fetchCoreFrom(path: string): void {
  folder = path;
}

const makeWorker = (): Worker => new Worker(ownScriptUrl(folder + workerUrl), { type: 'module' });

/** Starts the core's worker, once. A start that failed is tried again at the next call. */
export function startCore(): Promise<CoreClient> {
  starting ??= startCoreWorker({ makeWorker }).catch((cause: unknown) => {
    starting = null;
    throw cause;
  });
  return starting;
}

/** Asks the core; what it throws becomes the fault that a person can be told. */
export async function askCore<T>(question: (core: CoreClient) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await question(await startCore());
  } catch (cause) {
    return { fault: cause instanceof CoreNotLoaded ? 'env/module-not-loaded' : 'internal/bug' };
  }
}
