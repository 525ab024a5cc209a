/** What the phone knows of the network: is the office there, and do the clocks agree. */
import { askCity, isAway, type Problem } from '@citycode/elements';
import { clockDifferenceSeconds } from './wallet/clock.js';
import type { Wallet } from './wallet/wallet.js';

/** While the office is away, it is asked again this often; and a page left open fetches its passes in time. */
const LOOK_AGAIN_MS = 60_000;

export class Network extends EventTarget {
  away = false;
  demo = false;
  clockDifference = 0;
  /** Why the last batch could not be fetched, when the office did answer. */
  problem: Problem | null = null;
  fetching = false;

  #listening: AbortController | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly wallet: () => Wallet | null) {
    super();
  }

  start(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    window.addEventListener('online', () => void this.look(), { signal });
    window.addEventListener('offline', () => { this.away = true; this.#changed(); }, { signal });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) void this.look(); }, { signal });
    this.#timer = setInterval(() => void this.look(), LOOK_AGAIN_MS);
    void this.look();
  }

  stop(): void {
    this.#listening?.abort();
    clearInterval(this.#timer);
  }

  /** Compares the clocks and fetches passes when few are left. */
  async look(): Promise<void> {
    const askedAt = Date.now();
    const city = await askCity();
    if (city.ok) {
      this.away = false;
      this.demo = city.ok.demo;
      this.clockDifference = clockDifferenceSeconds(city.ok.nowUnixSeconds, askedAt, Date.now());
      await this.fetchPasses();
    } else {
      this.away = isAway(city.problem);
    }
    this.#changed();
  }

  async fetchPasses(): Promise<void> {
    const wallet = this.wallet();
    if (!wallet?.device) return;
    this.fetching = true;
    this.#changed();
    const { asked, problem } = await wallet.replenish();
    this.fetching = false;
    const away = problem !== null && isAway(problem);
    if (asked) this.away = away;
    if (asked || problem) this.problem = away ? null : problem;
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}
