/**
 * Asks again and again, at one pace for every loop of every page: from time to time while all is well, as soon as
 * asking.ts allows it after a refusal, and never while the page is hidden; then what is due waits until it is seen again.
 */
import type { Problem } from '../problem.js';
import type { AskingParts } from './parts.js';
import { kPauseMs } from './rules.js';

/** A page that comes into view again asks at once when its last look is older; who changes between apps asks nothing. */
const kFreshMs = 60_000;
/** Each period is between nine and eleven tenths of what was asked for: pages that began together do not stay together. */
const kSpread = 0.2;
/** So that a timer that fires a little early does not ask before it may. */
const kAfterMs = 50;

/** Looks, and calls `looked` when it is done. */
export interface Round {
  (): Promise<unknown>;
}

/** A moment by both clocks: one stands still while some devices sleep, the other may be set. */
interface Mark {
  readonly wallMs: number;
  readonly steadyMs: number;
}

export class Rounds {
  #undoTimer: (() => void) | null = null;
  #ends: (() => void)[] = [];
  #last: Mark | null = null;
  #dueFrom: Mark | null = null;
  #dueAfterMs = Infinity;
  #askAgainAtMs: number | null = null;

  /** `everyMs` is null for what is looked at once and only repeated until it was had. */
  constructor(private readonly look: Round, private readonly everyMs: number | null, private readonly parts: AskingParts) {}

  /** On this device's clock: when the city is asked again after a refusal. Null while all is well. */
  get askAgainAtMs(): number | null {
    return this.#ends.length > 0 ? this.#askAgainAtMs : null;
  }

  /** Asks nothing yet: whoever starts has looked, or looks now, and says so by `looked`. */
  start(): void {
    this.stop();
    this.#last = this.#now();
    this.#ends = [
      this.parts.onVisible(() => this.#seen()),
      // A network that comes back comes back for many at once.
      this.parts.onOnline(() => this.#dueIn(this.parts.random() * kPauseMs)),
    ];
    this.#dueIn(this.everyMs === null ? Infinity : this.#period());
  }

  stop(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#undoTimer?.();
    this.#undoTimer = null;
  }

  /** To be called after each look, whoever wanted it. */
  looked(problem: Problem | null): void {
    this.#last = this.#now();
    this.#askAgainAtMs = problem?.askAgainAtMs ?? null;
    if (this.#ends.length === 0) return;
    if (this.#askAgainAtMs !== null) this.#dueIn(Math.max(0, this.#askAgainAtMs - this.parts.wallMs()) + kAfterMs);
    else this.#dueIn(this.everyMs === null ? Infinity : this.#period());
  }

  #period(): number {
    return this.everyMs! * (1 - kSpread / 2 + kSpread * this.parts.random());
  }

  #now(): Mark {
    return { wallMs: this.parts.wallMs(), steadyMs: this.parts.steadyMs() };
  }

  #passedMs(since: Mark | null): number {
    return since ? Math.max(this.parts.wallMs() - since.wallMs, this.parts.steadyMs() - since.steadyMs) : Infinity;
  }

  #dueIn(ms: number): void {
    this.#dueFrom = this.#now();
    this.#dueAfterMs = ms;
    this.#undoTimer?.();
    this.#undoTimer = ms === Infinity || this.parts.hidden() ? null : this.parts.after(ms, () => this.#run());
  }

  #seen(): void {
    const isOld = this.everyMs !== null && this.#askAgainAtMs === null && this.#passedMs(this.#last) > kFreshMs;
    const leftMs = this.#dueAfterMs - this.#passedMs(this.#dueFrom);
    if (isOld || leftMs <= 0) this.#run();
    else this.#dueIn(leftMs);
  }

  #run(): void {
    this.#undoTimer?.();
    this.#undoTimer = null;
    if (this.parts.hidden()) return;   // what is due stays due
    this.#dueAfterMs = Infinity;
    void this.look().catch(() => this.looked(null));
  }
}
