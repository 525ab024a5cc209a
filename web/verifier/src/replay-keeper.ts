/**
 * Keeps what this terminal has seen, and when it last worked, over a reload of its page: loads the stored replay memory
 * before the first scan, stores it soon after each accepted one, and now and then after others.
 */
import { nowUnixSeconds, type Device } from './device.js';
import type { TerminalStore } from './terminal-store.js';

/** Between two stored memories at least: a gate accepts several people a second, and a full memory is 2.8 MB. */
const kSaveEveryMs = 2000;
/** What a refused scan changes is the time at which this terminal last worked: the core forgives a clock 300 s. */
const kSaveTimeEveryMs = 60_000;

export class ReplayKeeper {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;
  #unsaved = false;
  #lastSavedMs = -Infinity;
  /** What the core could not be given yet, because it was not loaded: never overwritten by a memory without it. */
  #stored: Uint8Array<ArrayBuffer> | undefined;
  #stopped = false;
  readonly #endListening: () => void;

  constructor(private readonly store: TerminalStore, private readonly device: Device) {
    this.#endListening = device.onLeft(() => void this.flush());
  }

  /** Gives the core what was stored. Resolves when scans may begin. */
  async start(): Promise<void> {
    this.#stored = await this.store.replay();
    await this.#load();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stopped = true;
    this.#endListening();
  }

  /** To be called after each accepted scan: stored at once when the last save is long ago, else a little later. */
  accepted(): void {
    this.#unsaved = true;
    this.#schedule();
  }

  /** To be called after every other scan. */
  judged(): void {
    if (this.device.now() - this.#lastSavedMs >= kSaveTimeEveryMs) this.accepted();
  }

  /** Stores what is not stored yet, without waiting. */
  async flush(): Promise<void> {
    while (this.#unsaved && !this.#stopped) await this.#saveOnce();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#saving || !this.#unsaved || this.#stopped) return;
    const waitMs = Math.max(0, this.#lastSavedMs + kSaveEveryMs - this.device.now());
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
    const loaded = await this.device.core.loadReplay(this.#stored, nowUnixSeconds(this.device));
    if (loaded.ok || loaded.fault === 'replay/bad-share') this.#stored = undefined;
  }

  async #save(): Promise<void> {
    this.#unsaved = false;
    this.#lastSavedMs = this.device.now();
    await this.#load();
    if (this.#stored) return;
    const saved = await this.device.core.saveReplay(nowUnixSeconds(this.device));
    // A core that failed has no memory to store: the next accepted scan tries again.
    if (saved.ok) await this.store.saveReplay(saved.ok);
  }
}
