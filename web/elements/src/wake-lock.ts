/** Keeps the screen awake while something on it is used without a touch. */

export class WakeLock {
  #lock: WakeLockSentinel | null = null;
  #wanted = false;
  readonly #shown = (): void => { if (!document.hidden) void this.#take(); };

  hold(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    document.addEventListener('visibilitychange', this.#shown);   // a page that is hidden loses its lock
    void this.#take();
  }

  release(): void {
    this.#wanted = false;
    document.removeEventListener('visibilitychange', this.#shown);
    void this.#lock?.release().catch(() => undefined);
    this.#lock = null;
  }

  async #take(): Promise<void> {
    if (!this.#wanted || (this.#lock && !this.#lock.released)) return;
    try {
      const lock = await navigator.wakeLock?.request('screen') ?? null;
      if (this.#wanted) this.#lock = lock;
      else await lock?.release();
    } catch {
      this.#lock = null;   // battery saver, or an engine without: the screen may dim
    }
  }
}
