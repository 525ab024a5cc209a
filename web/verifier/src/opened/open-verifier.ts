import { Asking } from '@citycode/client/asking';
import type { AskingParts } from '@citycode/client/asking-parts';
import { host } from '@citycode/client/host';
import { listAge, statusAge, wrongClock } from '../list-age.js';
import { ReplayKeeper } from '../replay-keeper.js';
import { StatusKeeper } from '../status-keeper.js';
import { TerminalStore } from '../terminal-store.js';
import { TrustKeeper } from '../trust-keeper.js';
import { CoreNotLoaded, type CoreClient, type Frame, type FrameRequest } from '@citycode/wasm/client';
import { verifierOf } from '@citycode/wasm/client/verifier';
import type { FaultId, Outcome, ScanAnswer, ScopeSummary, Verdict, VerifyRequest } from '@citycode/wasm/types';
import { deviceCore, type Device, type DeviceCore } from '../device.js';
import { VerifyError, type CheckOptions, type FrameLike, type Pixels, type Store, type Verifier, type VerifierProblem, type VerifierState } from './api.js';
import { awaited, partsFor } from './world.js';

export interface OpenParts {
  readonly origin: string;
  readonly rootKey: Uint8Array | null;
  readonly scene: string;
  readonly venue: string;
  readonly now: () => number;
  readonly store: Store;
  /** Grows while files are found damaged. */
  readonly damaged: readonly string[];
  readonly core: CoreClient;
}

/** Notices when a store stops keeping. */
class WatchedStore implements Store {
  failed = false;

  constructor(private readonly store: Store, private readonly changed: () => void) {}

  get remembers(): boolean { return this.store.remembers; }
  get(key: string): Promise<unknown> { return this.store.get(key); }
  clear(): Promise<void> { return this.store.clear(); }

  async put(key: string, value: unknown): Promise<boolean> {
    const isKept = await this.store.put(key, value);
    if (this.failed === isKept) {
      this.failed = !isKept;
      this.changed();
    }
    return isKept;
  }
}

/** What keepers ask: what the core throws becomes the fault, and a verifier that was closed asks nothing. */
const coreOf = (core: CoreClient, isClosed: () => boolean): DeviceCore => deviceCore(async (question) => {
  if (isClosed()) return { fault: 'env/module-not-loaded' };
  try {
    return await question(core);
  } catch (cause) {
    return { fault: cause instanceof CoreNotLoaded ? 'env/module-not-loaded' : 'internal/bug' };
  }
});

const isText = (shown: unknown): shown is string | Uint8Array => typeof shown === 'string' || shown instanceof Uint8Array;

export class OpenVerifier extends EventTarget implements Verifier {
  readonly #parts: OpenParts;
  readonly #store: WatchedStore;
  #asking!: Asking;
  #trust!: TrustKeeper;
  #status!: StatusKeeper;
  #replay!: ReplayKeeper;
  #statusStarting: Promise<void> | null = null;
  #closed = false;

  constructor(parts: OpenParts) {
    super();
    this.#parts = parts;
    this.#store = new WatchedStore(parts.store, () => this.#changed());
  }

  /** Rejects with VerifyError when the city's list has no such scene: then it is closed. */
  start(): Promise<void> {
    return awaited(async () => {
      this.#makeKeepers(await partsFor(this.#parts.origin, this.#parts.now, this.#store));
      await Promise.all([this.#trust.start(), this.#replay.start()]);   // no check before it is known what was seen
      if (!this.#trust.summary) return;
      if (!this.#scope()) {
        const { scenes } = this.state;
        await this.close();
        throw new VerifyError('scope/unknown', `the city has no scene ${this.#parts.scene}; it has ${scenes.join(', ')}`);
      }
      await this.#startStatus();
    });
  }

  check(code: string | Uint8Array, options?: CheckOptions): Promise<Verdict>;
  check(picture: Pixels | FrameLike, options?: CheckOptions): Promise<Verdict | null>;
  check(shown: string | Uint8Array | Pixels | FrameLike, options: CheckOptions = {}): Promise<Verdict | null> {
    return awaited(async () => {
      if (this.#closed) throw new VerifyError('request/malformed', 'this verifier was closed');
      if (!isText(shown)) return this.#checkPicture(shown, options);
      const verdict = await this.#asked(() => verifierOf(this.#parts.core).verifyCode(shown, this.#request(options)));
      this.#judged(verdict);
      return verdict;
    });
  }

  /** What a scanner asks: the symbols too, and as an outcome. Rejects when the core threw, and is started anew. */
  async scan(frame: Frame, how: Omit<FrameRequest, 'verify'>, options: CheckOptions = {}): Promise<Outcome<ScanAnswer>> {
    const outcome = await verifierOf(this.#parts.core).scanVideoFrame(frame, { ...how, verify: this.#request(options) });
    if (outcome.ok?.verdict) this.#judged(outcome.ok.verdict);
    return outcome;
  }

  get state(): VerifierState {
    const now = this.#parts.now() / 1000;
    const { summary, cityName, away } = this.#trust;
    const { lists } = this.#status;
    const clock = wrongClock(summary, lists, [this.#trust.problem?.fault, this.#status.problem?.fault], now, this.#asking.clockAheadSeconds);
    return {
      cityName, away,
      scenes: summary?.scopes.map(({ name }) => name) ?? [],
      trustListVersion: summary?.version ?? null,
      trustAge: listAge(summary, this.#scope(), clock, now),
      statusAge: statusAge(lists, this.#scope(), clock, now),
      keeps: this.#store.remembers && !this.#store.failed,
      damaged: [...this.#parts.damaged],
      problem: this.#problem(),
    };
  }

  refresh(): Promise<VerifierState> {
    return awaited(async () => {
      if (this.#closed) return this.state;
      await this.#trust.look({ atOnce: true });
      if (this.#trust.summary) await this.#startStatus();
      if (!this.#trust.away) await this.#status.look({ atOnce: true });
      return this.state;
    });
  }

  close(): Promise<void> {
    return awaited(async () => {
      if (this.#closed) return;
      await this.#replay.flush();
      this.#closed = true;
      for (const keeper of [this.#trust, this.#status, this.#replay]) keeper.stop();
      this.#parts.core.stop();
    });
  }

  #makeKeepers(parts: AskingParts): void {
    const terminal = new TerminalStore(this.#store);
    this.#asking = new Asking(parts);
    const device: Device = {
      now: this.#parts.now, asking: this.#asking, origin: this.#parts.origin,
      core: coreOf(this.#parts.core, () => this.#closed), onLeft: host.onHidden,
    };
    this.#trust = new TrustKeeper(terminal, device, this.#parts.rootKey);
    this.#status = new StatusKeeper(terminal, device);
    this.#replay = new ReplayKeeper(terminal, device);
    this.#trust.addEventListener('change', () => {
      if (this.#trust.summary && !this.#closed) void this.#startStatus();   // the first list may come later than this verifier
      this.#changed();
    });
    this.#status.addEventListener('change', () => this.#changed());
  }

  /** Status lists are read with the issuers of a trust list: they come after it, and again whenever it was asked for. */
  #startStatus(): Promise<void> {
    this.#statusStarting ??= this.#status.start().then(() => {
      this.#trust.addEventListener('change', () => { if (!this.#trust.away && !this.#closed) void this.#status.look(); });
    });
    return this.#statusStarting;
  }

  async #checkPicture(picture: Pixels | FrameLike, options: CheckOptions): Promise<Verdict | null> {
    const { effort = 'frame' } = options;
    if ('data' in picture && picture.data.length !== picture.width * picture.height * 4) throw new VerifyError('image/bad-size', 'a picture is rows of four bytes a pixel');
    return (await this.#asked(() => this.scan(picture as Frame, { effort }, options))).verdict;
  }

  #judged({ outcome }: Verdict): void {
    if (outcome === 'valid') this.#replay.accepted();
    else this.#replay.judged();
  }

  /** What the core refuses or throws is a VerifyError: a verdict is neither. */
  async #asked<T>(question: () => Promise<{ readonly ok?: T; readonly fault?: FaultId }>): Promise<T> {
    const outcome = await question().catch((cause: unknown) => { throw new VerifyError('internal/bug', 'the core failed, and is started anew', { cause }); });
    if (outcome.fault !== undefined) throw new VerifyError(outcome.fault, 'the core gives no verdict');
    return outcome.ok as T;
  }

  /** The time in it is read for each code. */
  #request({ nonce }: CheckOptions): VerifyRequest {
    const { scene, venue, now } = this.#parts;
    return {
      nowUnixSeconds: Math.floor(now() / 1000), clockAheadSeconds: this.#asking.clockAheadSeconds, scopeName: scene,
      ...(venue && { venueId: venue }), ...(nonce && { nonce }),
    };
  }

  #scope(): ScopeSummary | null {
    return this.#trust.summary?.scopes.find(({ name }) => name === this.#parts.scene) ?? null;
  }

  #problem(): VerifierProblem | null {
    const asked = this.#trust.problem ?? this.#status.problem;
    if (asked) return { fault: asked.fault, askAgainAtMs: this.#trust.askAgainAtMs ?? this.#status.askAgainAtMs };
    if (this.#trust.summary && !this.#scope()) return { fault: 'scope/unknown', askAgainAtMs: null };
    return this.#store.failed ? { fault: 'store/unavailable', askAgainAtMs: null } : null;
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}
