/** What the phone knows of the network: is the office there, and do the clocks agree. */
import { askCity, asking, isAway, type How, type Problem } from '@citycode/client/api';
import { pressed } from '@citycode/client/pressed';
import { Rounds } from '@citycode/client/rounds';
import { clockDifferenceSeconds } from './clock.js';
import type { Wallet } from './wallet.js';

/** A page left open fetches its passes in time (they last six hours and more), and a clock does not go wrong faster. */
const kLookEveryMs = 5 * 60_000;

export class Network {
  away = false;
  demo = false;
  clockDifference = 0;
  /** A person pressed a button, and the office is being asked. */
  fetching = false;

  #cityProblem: Problem | null = null;
  #passProblem: Problem | null = null;
  #looking: Promise<void> | null = null;
  #endListening: (() => void) | null = null;
  #cityRounds: Rounds | null = null;
  #passRounds: Rounds | null = null;

  readonly #listeners = { change: new Set<() => void>(), passes: new Set<() => void>() };

  constructor(private readonly wallet: () => Wallet | null) {}

  /** Calls `run` whenever something here is different (change), or new passes have come; the answer undoes it. */
  on(what: 'change' | 'passes', run: () => void): () => void {
    this.#listeners[what].add(run);
    return () => this.#listeners[what].delete(run);
  }

  /** Why the last batch could not be fetched, when the office did answer. */
  get problem(): Problem | null {
    return this.#passProblem;
  }

  /** Why the office could not even be asked for one, when it did answer. */
  get cityProblem(): Problem | null {
    return this.#cityProblem;
  }

  /** On this phone's clock: when the office is asked again, where it gave nothing. */
  get askAgainAtMs(): number | null {
    return this.#cityRounds?.askAgainAtMs ?? this.#passRounds?.askAgainAtMs ?? null;
  }

  start(): void {
    const { parts } = asking();
    this.stop();
    this.#endListening = parts.onOffline(() => { this.away = true; this.#changed(); });
    this.#cityRounds = new Rounds(() => this.look(), kLookEveryMs, parts);
    this.#passRounds = new Rounds(() => this.fetchPasses(), kLookEveryMs, parts);
    this.#cityRounds.start();
    this.#passRounds.start();
    void this.look();
  }

  stop(): void {
    this.#endListening?.();
    this.#cityRounds?.stop();
    this.#passRounds?.stop();
  }

  /** Compares the clocks and fetches passes when few are left. */
  look(how: How = {}): Promise<void> {
    this.#looking ??= this.#look(how).finally(() => { this.#looking = null; });
    return this.#looking;
  }

  /** The same for a person who pressed a button. */
  async press(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    this.#changed();
    await this.#looking;
    await pressed(asking().parts, this.look({ atOnce: true }));
    this.fetching = false;
    this.#changed();
  }

  async #look(how: How): Promise<void> {
    let askedAt = Date.now();
    const city = await askCity(how, () => { askedAt = Date.now(); });
    const problem = city.problem ?? null;
    if (city.ok) {
      this.away = false;
      this.demo = city.ok.demo;
      this.clockDifference = clockDifferenceSeconds(city.ok.nowUnixSeconds, askedAt, Date.now());
    } else {
      this.away = isAway(city.problem);
    }
    this.#cityProblem = this.away ? null : problem;
    this.#cityRounds?.looked(problem);
    if (city.ok) await this.fetchPasses(how);
    this.#changed();
  }

  /** Asks when few are left and the office may be asked; who calls it often asks no more often. */
  async fetchPasses(how: How = {}): Promise<void> {
    const wallet = this.wallet();
    const { asked, problem } = wallet?.device ? await wallet.replenish(how) : { asked: false, problem: null };
    this.#passRounds?.looked(problem);
    const away = problem !== null && isAway(problem);
    if (asked) this.away = away;
    if (asked || problem) this.#passProblem = away ? null : problem;
    this.#changed();
    if (asked && !problem) for (const run of this.#listeners.passes) run();
  }

  #changed(): void {
    for (const run of this.#listeners.change) run();
  }
}
