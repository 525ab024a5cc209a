/** The core in a worker of its own, from the page's side. What only one role does is in holder.ts, verifier.ts, tokens.ts, log.ts. */
import { CoreBug } from '../core-bug.js';
import type { Role } from '../facades/role.js';
import type { FaultId } from '../outcome.js';
import type { Call, Reply, VerbName, WorkerVerbs } from '../worker/messages.js';
import { roleVerbs } from '../worker/verbs.js';
import { forwards, kKeptInOrder, type Caller, type Kept, type Promised, type Said } from './forwards.js';

export type { Frame, FrameRequest, Pixels, SeenPart } from '../worker/messages.js';
export { CoreBug } from '../core-bug.js';
export type * from '../types.js';

/** The module's files could not be had or run here: a matter of network or engine, and worth a retry. */
export class CoreNotLoaded extends Error {
  override readonly name = 'CoreNotLoaded';
  readonly fault: FaultId = 'env/module-not-loaded';
}

export interface CoreWorkerOptions {
  /** Makes a module worker: of a role (worker/holder-worker.js), or of all (own-worker.ts); or what stands for one (in-thread.ts). */
  readonly makeWorker: () => CoreWorker;
}

/** As a `Worker` hears it: a method's parameter may be less than what comes. */
type Hears<E> = { hear(event: E): void }['hear'];

/** What is asked of a worker: a `Worker` has it. */
export interface CoreWorker {
  onmessage: Hears<{ readonly data: Reply }> | null;
  onerror: Hears<{ readonly message?: string }> | null;
  postMessage(call: Call, transfer: object[]): void;
  terminate(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(cause: Error): void;
}

type Answer<V extends VerbName> = Promise<ReturnType<WorkerVerbs[V]>>;

/**
 * One worker, one verifier. When the core fails (CoreBug) the worker is replaced, and before the next call it is told again
 * what is kept: lists, keys, the log's checkpoint, the replay memory as it was last saved.
 */
export class WorkerClient implements Caller {
  readonly #makeWorker: () => CoreWorker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #kept = new Map<Kept, readonly Said[]>();
  #worker: CoreWorker | null = null;
  #failStart: ((cause: Error) => void) | null = null;
  #ready: Promise<void> = Promise.resolve();
  #nextId = 1;

  constructor({ makeWorker }: CoreWorkerOptions) {
    this.#makeWorker = makeWorker;
  }

  /** Resolves when the core has passed its self-test. Rejects with CoreNotLoaded; may be called again. */
  async start(): Promise<void> {
    if (!this.#worker) this.#ready = this.#begin();
    await this.#ready;
  }

  /** Ends the worker. Calls under way reject with CoreBug; a later call starts a new worker. */
  stop(): void {
    this.#end(new CoreBug('the core was stopped'));
  }

  async call<V extends VerbName>(verb: V, args: Parameters<WorkerVerbs[V]>, transfer: object[] = []): Answer<V> {
    await this.start();
    return (await this.#post(verb, args, transfer)) as ReturnType<WorkerVerbs[V]>;
  }

  keep(what: Kept, said: readonly Said[]): void {
    this.#kept.set(what, said);
  }

  #post<V extends VerbName>(verb: V, args: Parameters<WorkerVerbs[V]>, transfer: object[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      if (!worker) {
        reject(new CoreBug('the core was stopped'));
        return;
      }
      const call: Call<V> = { id: this.#nextId++, verb, args };
      worker.postMessage(call, transfer);   // throws when something cannot be sent: then nobody waits for an answer
      this.#waiting.set(call.id, { resolve, reject });
    });
  }

  /** Starts a worker and, after a restart, gives it what the one before had. */
  async #begin(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#failStart = reject;
      const worker = (this.#worker = this.#makeWorker());
      worker.onmessage = ({ data }: { readonly data: Reply }) => {
        if (data.kind === 'ready') resolve();
        else if (data.kind === 'not-loaded') this.#end(new CoreNotLoaded(data.because));
        else this.#settle(data);
      };
      worker.onerror = (event) => {
        const because = event.message || 'the worker stopped';
        this.#end(this.#failStart ? new CoreNotLoaded(because) : new CoreBug(because));
      };
    });
    this.#failStart = null;
    for (const what of kKeptInOrder) for (const [verb, args] of this.#kept.get(what) ?? []) await this.#post(verb, args);
  }

  #settle(reply: Extract<Reply, { kind: 'value' | 'bug' }>): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'value') {
      waiting?.resolve(reply.value);
      return;
    }
    const bug = new CoreBug(reply.because);
    waiting?.reject(bug);
    this.#end(bug);
  }

  /** No worker any more: whoever waits is told why. */
  #end(cause: Error): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#failStart?.(cause);
    this.#failStart = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const call of waiting) call.reject(cause);
  }
}

/** What every page may ask; a role's own verbs are those of `holderOf(core)` and `verifierOf(core)`. */
export type CoreClient = WorkerClient & Promised<Role>;

/** Starts the core's worker. Rejects with CoreNotLoaded when the module's files cannot be had or run here. */
export async function startCoreWorker(options: CoreWorkerOptions): Promise<CoreClient> {
  const worker = new WorkerClient(options);
  const core: CoreClient = Object.assign(worker, forwards<Role>(worker, roleVerbs), {
    async loadTrustList(...args: Parameters<WorkerVerbs['loadTrustList']>) {
      const outcome = await worker.call('loadTrustList', args);
      if (outcome.ok) worker.keep('trust-list', [['loadTrustList', args]]);
      return outcome;
    },
  });
  await core.start();
  return core;
}
