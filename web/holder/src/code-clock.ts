/**
 * Asks the presenter for each slot's code, on time, and again after the phone slept. While nobody sees the code none is
 * made: nothing is signed or drawn, and no pass is used up. When it is seen again the next is made at once.
 */
import { asking } from '@citycode/client/api';
import { host } from '@citycode/client/host';
import { Presenter, msToNextSlot, slotOf, type ShownCode } from './presenter.js';
import type { Outcome } from '@citycode/wasm/types';

/** A phone's clock may be set at any moment: it is looked at twice a second, not only when a slot should end. */
const kLongestSleepMs = 500;
/** So that a timer that fires a little early does not find the old slot. */
const kAfterBoundaryMs = 4;

export class CodeClock {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #lastSlot = -1;
  #working = false;
  #endListening: (() => void) | null = null;

  /** `isCovered`: something else on the page lies over the code. */
  constructor(private readonly presenter: Pick<Presenter, 'codeAt'>, private readonly onCode: (outcome: Outcome<ShownCode>) => void,
              private readonly isCovered: () => boolean = () => false) {}

  start(): void {
    this.#running = true;
    this.#endListening ??= asking().parts.onVisible(() => this.look());
    this.#tick();
  }

  stop(): void {
    this.#running = false;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#endListening?.();
    this.#endListening = null;
  }

  /** To be called when the code was covered or uncovered. */
  look(): void {
    this.#tick();
  }

  /** Makes the code anew although the slot is the same, for example after passes were fetched. */
  again(): void {
    this.#lastSlot = -1;
    if (this.#running) this.#tick();
  }

  #tick(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    if (!this.#running || host.asking.hidden() || this.isCovered()) return;
    const now = Date.now();
    if (slotOf(now) !== this.#lastSlot && !this.#working) void this.#make(now);
    this.#timer = setTimeout(() => this.#tick(), Math.min(kLongestSleepMs, msToNextSlot(now) + kAfterBoundaryMs));
  }

  async #make(now: number): Promise<void> {
    this.#working = true;
    this.#lastSlot = slotOf(now);
    try {
      const outcome = await this.presenter.codeAt(now);
      if (this.#running) this.onCode(outcome);
    } finally {
      this.#working = false;
    }
  }
}
