/**
 * What keeps something of the city's and asks for it again and again: one question at a time, a `change` after each.
 * When the city is asked is the matter of web/client/src/asking alone.
 */
import type { How, Problem } from '@citycode/client/api';
import { Rounds } from '@citycode/client/rounds';
import { nowUnixSeconds, type Device } from './device.js';
import type { TerminalStore } from './terminal-store.js';

export abstract class Keeper extends EventTarget {
  /** Why the newest could not be taken. What was there before stays in use. */
  problem: Problem | null = null;

  #looking: Promise<void> | null = null;
  #rounds: Rounds | null = null;
  #endListening: (() => void) | null = null;

  constructor(protected readonly store: TerminalStore, protected readonly device: Device) {
    super();
  }

  /** Asks the city; resolves to why it gave nothing. Never called while an earlier question is unanswered. */
  protected abstract lookOnce(how: How): Promise<Problem | null>;

  /** On this device's clock: when the city is asked again, where it gave nothing. */
  get askAgainAtMs(): number | null {
    return this.#rounds?.askAgainAtMs ?? null;
  }

  /** Asks for something newer. Resolves when the answer is in use. */
  look(how: How = {}): Promise<void> {
    this.#looking ??= this.lookOnce(how).then((problem) => this.#rounds?.looked(problem)).finally(() => {
      this.#looking = null;
      this.changed();
    });
    return this.#looking;
  }

  stop(): void {
    this.#rounds?.stop();
    this.#endListening?.();
  }

  /** Resolves when no question is open. */
  protected async answered(): Promise<void> {
    await this.#looking;
  }

  protected now(): number {
    return nowUnixSeconds(this.device);
  }

  protected changed(): void {
    this.dispatchEvent(new Event('change'));
  }

  /** `ms` is null for what somebody else's round asks for, and this one only repeats until it was had. */
  protected lookAgainEvery(ms: number | null): void {
    const { parts } = this.device.asking;
    this.stop();
    this.#endListening = parts.onOffline(() => this.wentOffline());
    this.#rounds = new Rounds(() => this.look(), ms, parts);
    this.#rounds.start();
  }

  /** The device says that its network is gone. */
  protected wentOffline(): void {}
}
