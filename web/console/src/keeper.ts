/**
 * What keeps something of the city's and asks for it again and again: one question at a time, a `change` after each,
 * and at once when the network or the person comes back.
 */
import type { Problem } from '@citycode/elements/api';

export abstract class Keeper extends EventTarget {
  /** Why the newest could not be taken. What was there before stays in use. */
  problem: Problem | null = null;

  #looking: Promise<void> | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #listening: AbortController | null = null;

  /** Asks the city. Never called while an earlier question is unanswered. */
  protected abstract lookOnce(): Promise<void>;

  /** Asks for something newer. Resolves when the answer is in use. */
  look(): Promise<void> {
    this.#looking ??= this.lookOnce().finally(() => {
      this.#looking = null;
      this.changed();
    });
    return this.#looking;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#listening?.abort();
  }

  /** Resolves when no question is open. */
  protected async answered(): Promise<void> {
    await this.#looking;
  }

  protected changed(): void {
    this.dispatchEvent(new Event('change'));
  }

  protected lookAgainEvery(ms: number): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    window.addEventListener('online', () => void this.look(), { signal });
    window.addEventListener('offline', () => this.wentOffline(), { signal });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) void this.look(); }, { signal });
    this.#timer = setInterval(() => void this.look(), ms);
  }

  /** The device says that its network is gone. */
  protected wentOffline(): void {}
}
