/** The core in the caller's own thread: it stands where a worker stands, and is replaced as a worker is when it fails. */
import type { Binding } from '../binding.js';
import type { CVerb } from '../c-verbs.js';
import { replyTo, sentence } from '../worker/reply.js';
import type { Call, Reply } from '../worker/messages.js';
import type { CoreWorker } from './client.js';

/** `start` gives a module of its own to each; `facadesOver` says which verbs it answers. Nothing is transferred: what is given stays the caller's. */
export class CoreInThread<V extends CVerb = CVerb> implements CoreWorker {
  onmessage: CoreWorker['onmessage'] = null;
  onerror: CoreWorker['onerror'] = null;

  readonly #loaded: Promise<readonly object[]>;
  #binding: Pick<Binding, 'close'> | null = null;
  /** One call at a time, in the order they came. */
  #last: Promise<unknown>;

  constructor(start: () => Promise<Binding<V>>, facadesOver: (binding: Binding<V>) => readonly object[]) {
    this.#loaded = start().then((binding) => facadesOver(this.#binding = binding));
    this.#last = this.#loaded.then(() => this.#say({ kind: 'ready' }), (cause: unknown) => this.#say({ kind: 'not-loaded', because: sentence(cause) }));
  }

  postMessage(call: Call): void {
    this.#last = this.#last.then(async () => this.#say(await replyTo(await this.#loaded, call))).catch(() => undefined);
  }

  terminate(): void {
    this.onmessage = null;
    try {
      this.#binding?.close();   // its keys are wiped
    } catch {
      // A module that failed is left to be collected.
    }
  }

  #say(data: Reply): void {
    this.onmessage?.({ data });
  }
}
