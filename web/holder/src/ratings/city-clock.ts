/** The city's time on a phone whose clock may be a week off: a slip is not early or late because of the phone. */
import { clockDifferenceSeconds, isWorthSaying } from '../clock.js';

export class CityClock {
  #aheadSeconds = 0;

  /** This phone's clock, milliseconds like Date.now. */
  constructor(private readonly now: () => number = () => Date.now()) {}

  /** What the city said of its time, and between which two readings of this phone's clock. */
  hear(serverUnixSeconds: number, askedAtMs: number, answeredAtMs: number): void {
    const difference = clockDifferenceSeconds(serverUnixSeconds, askedAtMs, answeredAtMs);
    this.#aheadSeconds = isWorthSaying(difference) ? difference : 0;
  }

  /** By this phone alone. */
  deviceMs(): number {
    return this.now();
  }

  nowMs(): number {
    return this.now() - this.#aheadSeconds * 1000;
  }

  nowUnixSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }
}
