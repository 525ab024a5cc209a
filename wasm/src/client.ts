/** The core in a worker of its own, from the page's side: the same verbs, as promises. */
import { CoreBug } from './core.js';
import type { Call, Frame, FrameRequest, Reply, VerbName, WorkerVerbs } from './messages.js';
import { TrustedWorker as Worker } from './trusted-worker.js';
import type { FaultId, Outcome, SceneKey, ScanAnswer } from './types.js';

export type { Frame, FrameRequest, SeenPart } from './messages.js';
export { CoreBug } from './core.js';
export type * from './types.js';

/** The module's files could not be had or run here: a matter of network or engine, and worth a retry. */
export class CoreNotLoaded extends Error {
  override readonly name = 'CoreNotLoaded';
  readonly fault: FaultId = 'env/module-not-loaded';
}

export interface CoreWorkerOptions {
  /** Makes the worker where the default, a module worker from this package's own worker.js, does not fit. */
  readonly makeWorker?: () => globalThis.Worker;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(cause: Error): void;
}

type Answer<V extends VerbName> = Promise<ReturnType<WorkerVerbs[V]>>;

const startWorker = (): globalThis.Worker => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

/** Lists of a day's passes end after two days. The list of an issuer's paper cards stands under day 0 and stays. */
const KEPT_DAYS = 3;

const emptyAnswer: Outcome<ScanAnswer> = { ok: { symbols: [], verdict: null } };

/**
 * One worker, one verifier. When the core fails (CoreBug) the worker is replaced, and the trust list, the status lists,
 * the scene keys, the log's checkpoint and the replay memory as it was last saved are loaded again before the next call.
 */
export class CoreClient {
  readonly #makeWorker: () => globalThis.Worker;
  readonly #waiting = new Map<number, Waiting>();
  #worker: globalThis.Worker | null = null;
  #failStart: ((cause: Error) => void) | null = null;
  #ready: Promise<void> = Promise.resolve();
  #trust: Parameters<WorkerVerbs['loadTrustList']> | null = null;
  #checkpoint: Parameters<WorkerVerbs['loadCheckpoint']> | null = null;
  #replay: Parameters<WorkerVerbs['loadReplay']> | null = null;
  /** For each issuer key and day: the full list and the deltas since, as they were loaded. */
  readonly #statusLists = new Map<string, Parameters<WorkerVerbs['loadStatusList']>[]>();
  #sceneKeys: readonly SceneKey[] = [];
  #nextId = 1;
  #scanning = false;

  constructor(options: CoreWorkerOptions = {}) {
    this.#makeWorker = options.makeWorker ?? startWorker;
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

  /** True while a frame is being read: the next one would be dropped. */
  get scanning(): boolean {
    return this.#scanning;
  }

  async loadTrustList(...args: Parameters<WorkerVerbs['loadTrustList']>): Answer<'loadTrustList'> {
    const outcome = await this.#call('loadTrustList', args);
    if (outcome.ok) this.#trust = args;
    return outcome;
  }

  async loadStatusList(...args: Parameters<WorkerVerbs['loadStatusList']>): Answer<'loadStatusList'> {
    const outcome = await this.#call('loadStatusList', args);
    if (outcome.ok) {
      const { form, issuerKey, day } = outcome.ok;
      const place = `${issuerKey}/${day}`;
      this.#statusLists.set(place, form === 'full' ? [args] : [...(this.#statusLists.get(place) ?? []), args]);
      for (const [other] of this.#statusLists) {
        const otherDay = Number(other.split('/')[1]);
        if (otherDay !== 0 && otherDay < day - KEPT_DAYS) this.#statusLists.delete(other);
      }
    }
    return outcome;
  }

  /**
   * The keys that the terminal holds from now on, in place of those before; a worker that is started anew gets them
   * again. The first fault ends it, and then none is held.
   */
  async holdSceneKeys(keys: readonly SceneKey[]): Promise<Outcome<true>> {
    this.#sceneKeys = [];
    await this.#call('forgetSceneKeys', []);
    for (const key of keys) {
      const outcome = await this.#call('loadSceneKey', [key]);
      if (!outcome.ok) {
        await this.#call('forgetSceneKeys', []);
        return outcome;
      }
    }
    this.#sceneKeys = keys;
    return { ok: true };
  }

  verifyCode(...args: Parameters<WorkerVerbs['verifyCode']>): Answer<'verifyCode'> { return this.#call('verifyCode', args); }
  confirmTime(...args: Parameters<WorkerVerbs['confirmTime']>): Answer<'confirmTime'> { return this.#call('confirmTime', args); }
  drawSvg(...args: Parameters<WorkerVerbs['drawSvg']>): Answer<'drawSvg'> { return this.#call('drawSvg', args); }
  drawPixels(...args: Parameters<WorkerVerbs['drawPixels']>): Answer<'drawPixels'> { return this.#call('drawPixels', args); }
  readPass(...args: Parameters<WorkerVerbs['readPass']>): Answer<'readPass'> { return this.#call('readPass', args); }
  presentationToBeSigned(...args: Parameters<WorkerVerbs['presentationToBeSigned']>): Answer<'presentationToBeSigned'> {
    return this.#call('presentationToBeSigned', args);
  }
  writeCode(...args: Parameters<WorkerVerbs['writeCode']>): Answer<'writeCode'> { return this.#call('writeCode', args); }
  sign(...args: Parameters<WorkerVerbs['sign']>): Answer<'sign'> { return this.#call('sign', args); }
  verifySignature(...args: Parameters<WorkerVerbs['verifySignature']>): Answer<'verifySignature'> {
    return this.#call('verifySignature', args);
  }

  // Lists as codes, venues and portals
  readVenue(...args: Parameters<WorkerVerbs['readVenue']>): Answer<'readVenue'> { return this.#call('readVenue', args); }
  readPortalRequest(...args: Parameters<WorkerVerbs['readPortalRequest']>): Answer<'readPortalRequest'> {
    return this.#call('readPortalRequest', args);
  }
  splitList(...args: Parameters<WorkerVerbs['splitList']>): Answer<'splitList'> { return this.#call('splitList', args); }
  joinListPart(...args: Parameters<WorkerVerbs['joinListPart']>): Answer<'joinListPart'> { return this.#call('joinListPart', args); }

  // Anonymous tokens
  blindToken(...args: Parameters<WorkerVerbs['blindToken']>): Answer<'blindToken'> { return this.#call('blindToken', args); }
  finalizeTokens(...args: Parameters<WorkerVerbs['finalizeTokens']>): Answer<'finalizeTokens'> {
    return this.#call('finalizeTokens', args);
  }

  // The public log
  async loadCheckpoint(...args: Parameters<WorkerVerbs['loadCheckpoint']>): Answer<'loadCheckpoint'> {
    const outcome = await this.#call('loadCheckpoint', args);
    if (outcome.ok) this.#checkpoint = args;
    return outcome;
  }
  verifyInclusion(...args: Parameters<WorkerVerbs['verifyInclusion']>): Answer<'verifyInclusion'> {
    return this.#call('verifyInclusion', args);
  }

  // The replay memory
  shareReplay(...args: Parameters<WorkerVerbs['shareReplay']>): Answer<'shareReplay'> { return this.#call('shareReplay', args); }
  shareToBeSigned(...args: Parameters<WorkerVerbs['shareToBeSigned']>): Answer<'shareToBeSigned'> {
    return this.#call('shareToBeSigned', args);
  }
  writeShare(...args: Parameters<WorkerVerbs['writeShare']>): Answer<'writeShare'> { return this.#call('writeShare', args); }
  mergeReplay(...args: Parameters<WorkerVerbs['mergeReplay']>): Answer<'mergeReplay'> { return this.#call('mergeReplay', args); }
  async saveReplay(...args: Parameters<WorkerVerbs['saveReplay']>): Answer<'saveReplay'> {
    const outcome = await this.#call('saveReplay', args);
    if (outcome.ok) this.#replay = [outcome.ok, args[0]];
    return outcome;
  }
  async loadReplay(...args: Parameters<WorkerVerbs['loadReplay']>): Answer<'loadReplay'> {
    const outcome = await this.#call('loadReplay', args);
    if (outcome.ok) this.#replay = args;
    return outcome;
  }

  /**
   * Reads one frame. The frame is transferred: the caller's handle is empty afterwards and need not be closed.
   * A frame that comes while another is read is dropped and answers with no symbols, never queued.
   */
  async scanVideoFrame(frame: Frame, request: FrameRequest = {}): Promise<Outcome<ScanAnswer>> {
    if (this.#scanning) {
      if ('close' in frame) frame.close();
      return emptyAnswer;
    }
    this.#scanning = true;
    try {
      return await this.#call('scanVideoFrame', [frame, request], [frame instanceof ImageData ? frame.data.buffer : frame]);
    } finally {
      this.#scanning = false;
    }
  }

  async #call<V extends VerbName>(verb: V, args: Parameters<WorkerVerbs[V]>, transfer: Transferable[] = []): Answer<V> {
    await this.start();
    return (await this.#post(verb, args, transfer)) as ReturnType<WorkerVerbs[V]>;
  }

  #post<V extends VerbName>(verb: V, args: Parameters<WorkerVerbs[V]>, transfer: Transferable[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      if (!worker) {
        reject(new CoreBug('the core was stopped'));
        return;
      }
      const call: Call<V> = { id: this.#nextId++, verb, args };
      this.#waiting.set(call.id, { resolve, reject });
      worker.postMessage(call, transfer);
    });
  }

  /** Starts a worker and, after a restart, gives it what the one before had. */
  async #begin(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#failStart = reject;
      const worker = (this.#worker = this.#makeWorker());
      worker.onmessage = ({ data }: MessageEvent<Reply>) => {
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
    if (this.#trust) await this.#post('loadTrustList', this.#trust);
    for (const loaded of this.#statusLists.values()) for (const args of loaded) await this.#post('loadStatusList', args);
    if (this.#checkpoint) await this.#post('loadCheckpoint', this.#checkpoint);
    if (this.#replay) await this.#post('loadReplay', this.#replay);
    for (const key of this.#sceneKeys) await this.#post('loadSceneKey', [key]);
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

/** Starts the core's worker. Rejects with CoreNotLoaded when the module's files cannot be had or run here. */
export async function startCoreWorker(options: CoreWorkerOptions = {}): Promise<CoreClient> {
  const client = new CoreClient(options);
  await client.start();
  return client;
}
