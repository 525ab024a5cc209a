/** The cores of these elements: one that draws, for the page; and one that reads and verifies, for each verifier. Both are workers beside this script, each with its role's module. */
import { loadCore } from '@citycode/client/core';
import { within } from '@citycode/client/patience';
import { runCoreIn } from '@citycode/client/worker-core';
import { CoreNotLoaded, startCoreWorker, type CoreClient } from '@citycode/wasm/client';
import { ownScript } from '@citycode/wasm/client/own-script';

// Literal addresses, so that a bundler sees each file and puts it beside its own. A worker cannot know where the module was put: it is told behind the #.
const withModule = (worker: URL, module: URL): string => `${worker.href}#${module.href}`;

/** Starts it at once where the page has something to draw: the module comes while the words do. */
export function drawInWorker(): void {
  runCoreIn(withModule(new URL('./draw-worker.js', import.meta.url), new URL('./citycode-holder.wasm', import.meta.url)));
  if (document.querySelector('cc-code[text]')) loadCore().catch(() => undefined);   // said by whoever draws
}

/** A browser refuses a worker of another origin. */
function makeReader(): Worker {
  try {
    return new Worker(ownScript(withModule(new URL('./read-worker.js', import.meta.url), new URL('./citycode-verifier.wasm', import.meta.url))), { type: 'module' });
  } catch (cause) {
    throw new CoreNotLoaded(cause instanceof Error ? cause.message : String(cause));
  }
}

export const startReader = (): Promise<CoreClient> => startCoreWorker({ makeWorker: makeReader });

/** As for a page's own core (`@citycode/client/core`): one that takes longer does not come, as far as a person can tell. */
const kPatienceMs = 15_000;

export const soon = <T>(core: Promise<T>): Promise<T> => within(kPatienceMs, core, () => new CoreNotLoaded('the module did not come in time'));
