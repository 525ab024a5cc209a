/**
 * Keeps what this terminal has seen, and when it last worked, over a reload of its page: loads the stored replay memory
 * before the first scan, stores it soon after each accepted one, and now and then after others.
 */
import { askCore } from '@citycode/client/core';
import type { MergedReplay, Outcome } from '@citycode/wasm';
import type { TerminalStore } from './terminal-store.js';

/** Between two stored memories at least: a gate accepts several people a second, and a full memory is 2.8 MB. */
const SAVE_EVERY_MS = 2000;
/** What a refused scan changes is the time at which this terminal last worked: the core forgives a clock 300 s. */
const SAVE_TIME_EVERY_MS = 60_000;

export interface ReplayCore {
  save(nowUnixSeconds: number): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  load(saved: Uint8Array<ArrayBuffer>, nowUnixSeconds: number): Promise<Outcome<MergedReplay>>;
}

const coreMemory: ReplayCore = {
  save: (now) => askCore((core) => core.saveReplay(now)),
  load: (saved, now) => askCore((core) => core.loadReplay(saved, now)),
};

const nowUnixSeconds = (): number => Math.floor(Date.now() / 1000);

export class ReplayKeeper {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;
  #unsaved = false;
  #lastSavedMs = -Infinity;
  /** What the core could not be given yet, because it was not loaded: never overwritten by a memory without it. */
  #stored: Uint8Array<ArrayBuffer> | undefined;
  readonly #listening = new AbortController();

  constructor(private readonly store: TerminalStore, private readonly core: ReplayCore = coreMemory) {
    // The last moment in which a page that is left, or a phone that is locked, can still store something.
    document.addEventListener('visibilitychange', () => { if (document.hidden) void this.flush(); }, { signal: this.#listening.signal });
  }

  /** Gives the core what was stored. Resolves when scans may begin. */
  async start(): Promise<void> {
    this.#stored = await this.store.replay();
    await this.#load();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#listening.abort();
  }

  /** To be called after each accepted scan: stored at once when the last save is long ago, else a little later. */
  accepted(): void {
    this.#unsaved = true;
    this.#schedule();
  }

  /** To be called after every other scan. */
  judged(): void {
    if (Date.now() - this.#lastSavedMs >= SAVE_TIME_EVERY_MS) this.accepted();
  }

  /** Stores what is not stored yet, without waiting. */
  async flush(): Promise<void> {
    while (this.#unsaved && !this.#listening.signal.aborted) await this.#saveOnce();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#saving || !this.#unsaved || this.#listening.signal.aborted) return;
    const waitMs = Math.max(0, this.#lastSavedMs + SAVE_EVERY_MS - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#saveOnce();
    }, waitMs);
  }

  /** One save at a time; what was accepted meanwhile waits for the next. */
  #saveOnce(): Promise<void> {
    this.#saving ??= this.#save().finally(() => {
      this.#saving = null;
      this.#schedule();
    });
    return this.#saving;
  }

  /** A stored memory that the core refuses for good is left behind. */
  async #load(): Promise<void> {
    if (!this.#stored) return;
    const loaded = await this.core.load(this.#stored, nowUnixSeconds());
    if (loaded.ok || loaded.fault === 'replay/bad-share') this.#stored = undefined;
  }

  async #save(): Promise<void> {
    this.#unsaved = false;
    this.#lastSavedMs = Date.now();
    await this.#load();
    if (this.#stored) return;
    const saved = await this.core.save(nowUnixSeconds());
    // A core that failed has no memory to store: the next accepted scan tries again.
    if (saved.ok) await this.store.saveReplay(saved.ok);
  }
}
