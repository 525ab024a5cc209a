/** The worker with every role, from this package's own file; where a bundler makes a worker of one role, its page says which. */
import { ownScript } from './own-script.js';

/** Of this name, because bundlers recognise `new Worker(new URL('./worker.js', import.meta.url))`. */
class Worker extends globalThis.Worker {
  constructor(url: URL, options: WorkerOptions) {
    super(ownScript(url.href), options);
  }
}

export const makeOwnWorker = (): globalThis.Worker => new Worker(new URL('../worker/worker.js', import.meta.url), { type: 'module' });
