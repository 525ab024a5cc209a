/** The scanner's own core, in a worker of its own: it shares nothing with the phone's, whose pixels are all that it gets of it. */
import { startCoreWorker, type CoreClient, type Outcome } from '@citycode/wasm/client';
import { ownScript } from '@citycode/wasm/client/own-script';
import workerUrl from '@citycode/wasm/worker/verifier?worker&url';

const makeWorker = (): Worker => new Worker(ownScript(workerUrl), { type: 'module' });

export class ScannerCore {
  #starting: Promise<CoreClient> | null = null;

  /** What the core throws becomes the fault that a person can be told; a start that failed is tried again at the next question. */
  async ask<T>(question: (core: CoreClient) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await question(await this.#start());
    } catch (cause) {
      return { fault: cause instanceof Error && cause.name === 'CoreNotLoaded' ? 'env/module-not-loaded' : 'internal/bug' };
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
