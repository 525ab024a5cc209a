/** What is remembered of refusals: by address, how often one after another and how long to wait. Times and counts, nothing else. */
import {
  kAllAllowance, kLongestSpreadMs, kLongestToldByCityMs, kPauseMs, kRefusedAllowance, fullAt, refilled, type Left,
} from './rules.js';
import type { AskingParts } from './parts.js';

export interface Wait {
  /** Refusals one after another; 0 after an answer that only calls for the pause. */
  readonly failures: number;
  /** The last one was no answer at all. */
  readonly unanswered: boolean;
  readonly waitMs: number;
  /** The part of it that the city asked for. */
  readonly toldMs: number;
  /** Nothing left this device: over as soon as it says that its network is back, and not kept over a reload. */
  readonly local: boolean;
  readonly sinceWallMs: number;
  readonly sinceSteadyMs: number;
}

/** More addresses than a page has are a damaged record. */
const kMostKept = 64;
const kLongestWaitMs = kLongestToldByCityMs + kLongestSpreadMs;
/** A run of failures is forgotten when nobody asked for so long. */
const kForgetAfterMs = 2 * 3_600_000;

const isCount = (value: unknown, most: number): value is number => typeof value === 'number' && value >= 0 && value <= most;

/** How much of a wait is still to go. A clock that was put back does not make it longer than it was. */
export function remainingMs(wait: Wait, atOnce: boolean, now: AskingParts): number {
  const passedMs = Math.max(now.steadyMs() - wait.sinceSteadyMs, now.wallMs() - wait.sinceWallMs);
  return Math.max(0, (atOnce ? Math.max(kPauseMs, wait.toldMs) : wait.waitMs) - passedMs);
}

export class Waits {
  readonly #waits = new Map<string, Wait>();
  #refused: Left;
  #all: Left;

  constructor(private readonly parts: AskingParts) {
    const nowMs = parts.wallMs();
    this.#refused = fullAt(kRefusedAllowance, nowMs);
    this.#all = fullAt(kAllAllowance, nowMs);
    this.#load();
  }

  of(name: string): Wait | undefined {
    return this.#waits.get(name);
  }

  set(name: string, wait: Omit<Wait, 'sinceWallMs' | 'sinceSteadyMs'>): void {
    this.#waits.set(name, { ...wait, sinceWallMs: this.parts.wallMs(), sinceSteadyMs: this.parts.steadyMs() });
  }

  drop(name: string): void {
    this.#waits.delete(name);
  }

  dropLocal(): void {
    for (const [name, { local }] of this.#waits) if (local) this.#waits.delete(name);
  }

  allowances(): { readonly refused: Left; readonly all: Left } {
    const nowMs = this.parts.wallMs();
    this.#refused = refilled(kRefusedAllowance, this.#refused, nowMs);
    this.#all = refilled(kAllAllowance, this.#all, nowMs);
    return { refused: this.#refused, all: this.#all };
  }

  /** One request is counted against both; one that was answered, or never left, is given back. */
  spend(): void {
    const { refused, all } = this.allowances();
    this.#refused = { ...refused, count: refused.count - 1 };
    this.#all = { ...all, count: all.count - 1 };
  }

  giveBack(): void {
    this.#refused = { ...this.#refused, count: Math.min(kRefusedAllowance.burst, this.#refused.count + 1) };
  }

  save(): void {
    const waits = [...this.#waits].filter(([, { local }]) => !local).slice(-kMostKept)
      .map(([name, wait]) => [name, wait.failures, Number(wait.unanswered), Math.round(wait.waitMs), Math.round(wait.toldMs), wait.sinceWallMs]);
    const left = ({ count, atMs }: Left): number[] => [Math.round(count * 1000) / 1000, atMs];
    this.parts.keep(JSON.stringify({ waits, refused: left(this.#refused), all: left(this.#all) }));
  }

  /** Anything could stand in a storage: what is not such a record is as if nothing stood there. */
  #load(): void {
    let kept: { waits?: unknown; refused?: unknown; all?: unknown };
    try {
      kept = JSON.parse(this.parts.kept() ?? '{}') as typeof kept;
    } catch {
      return;
    }
    if (typeof kept !== 'object' || kept === null) return;
    for (const entry of Array.isArray(kept.waits) ? kept.waits.slice(0, kMostKept) as unknown[] : []) this.#loadWait(entry);
    this.#refused = this.#readLeft(kept.refused, kRefusedAllowance.burst) ?? this.#refused;
    this.#all = this.#readLeft(kept.all, kAllAllowance.burst) ?? this.#all;
  }

  #loadWait(entry: unknown): void {
    if (!Array.isArray(entry)) return;
    const [name, failures, unanswered, waitMs, toldMs, sinceWallMs] = entry as unknown[];
    if (typeof name !== 'string' || !isCount(failures, Number.MAX_SAFE_INTEGER) || !isCount(unanswered, 1)
      || !isCount(waitMs, kLongestWaitMs) || !isCount(toldMs, kLongestToldByCityMs) || !isCount(sinceWallMs, Number.MAX_SAFE_INTEGER)) return;
    const nowMs = this.parts.wallMs();
    // Dated later than now: the clock was ahead when it was written. It begins now, and is no longer than it was.
    const passedMs = Math.max(0, nowMs - sinceWallMs);
    if (passedMs > waitMs + kForgetAfterMs) return;
    this.#waits.set(name, {
      failures, unanswered: unanswered === 1, waitMs, toldMs, local: false,
      sinceWallMs: nowMs - passedMs, sinceSteadyMs: this.parts.steadyMs() - passedMs,
    });
  }

  #readLeft(kept: unknown, burst: number): Left | null {
    const [count, atMs] = Array.isArray(kept) ? kept as unknown[] : [];
    if (!isCount(count, burst) || !isCount(atMs, Number.MAX_SAFE_INTEGER)) return null;
    return { count, atMs };   // one dated later than now is refilled with nothing, and begins now
  }
}
