/** The page's one core: started on first use, asked through outcomes. */
import { CoreNotLoaded, startCoreWorker, type CoreClient, type CoreWorker, type Outcome } from '@citycode/wasm/client';
import { within } from './patience.js';

export type { CoreClient };

let makeWorker: (() => CoreWorker) | null = null;
let starting: Promise<CoreClient> | null = null;
let loaded: CoreClient | null = null;

/** Says where the core runs, before it is asked for: a page's is a worker (worker-core.ts), and one that failed is made anew. */
export function runCoreBy(make: () => CoreWorker): void {
  makeWorker = make;
}

/** A network that carries a verifier's module, 142 KB, in this time is slow; one that does not is silent, as far as a person can tell. */
const kPatienceMs = 15_000;

/** Starts the core's worker, once, and waits for it however long that takes. A start that failed is tried again at the next call. */
export function loadCore(): Promise<CoreClient> {
  starting ??= startCoreWorker({ makeWorker: makeWorker! }).then((core) => loaded = core).catch((cause: unknown) => {
    starting = null;
    throw cause;
  });
  return starting;
}

/** The same, but says CoreNotLoaded when it takes long. The start goes on: whoever asks later may find it done. */
export async function startCore(): Promise<CoreClient> {
  return loaded ?? within(kPatienceMs, loadCore(), () => new CoreNotLoaded('the module did not come in time'));
}

/** Asks the core; what it throws becomes the fault that a person can be told. */
export async function askCore<T>(question: (core: CoreClient) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await question(await startCore());
  } catch (cause) {
    return { fault: cause instanceof CoreNotLoaded ? 'env/module-not-loaded' : 'internal/bug' };
  }
}
