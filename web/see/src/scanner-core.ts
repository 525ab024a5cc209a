/** The scanner's own core, in a worker of its own: it shares nothing with the phone's, whose pixels are all that it gets of it. */
import { within } from '@citycode/client/patience';
import { CoreNotLoaded, startCoreWorker, type CoreClient, type Outcome } from '@citycode/wasm/client';
import { ownScript } from '@citycode/wasm/client/own-script';
import workerUrl from '@citycode/wasm/worker?worker&url';

/** As long as the page's own core is waited for (web/client/src/core.ts). */
const kPatienceMs = 15_000;

const makeWorker = (): Worker => new Worker(ownScript(workerUrl), { type: 'module' });

export class ScannerCore {
  #starting: Promise<CoreClient> | null = null;

  /** What the core throws, or that it does not come, becomes the fault that a person can be told; a start that failed is tried again at the next question. */
  async ask<T>(question: (core: CoreClient) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await question(await within(kPatienceMs, this.#start(), () => new CoreNotLoaded('the module did not come in time')));
    } catch (cause) {
      return { fault: cause instanceof CoreNotLoaded ? 'env/module-not-loaded' : 'internal/bug' };
    }
  }

  stop(): void {
    void this.#starting?.then((core) => core.stop(), () => undefined);
    this.#starting = null;
  }

  #start(): Promise<CoreClient> {
    this.#starting ??= startCoreWorker({ makeWorker }).catch((cause: unknown) => {
      this.#starting = null;
      throw cause;
    });
    return this.#starting;
  }
}
