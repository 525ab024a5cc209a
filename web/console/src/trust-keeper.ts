/**
 * Keeps the newest trust list: loads the stored one, asks for a newer one when there is a network, and never goes
 * back. The root key is pinned at the first load; a list that another key signed is refused by the core.
 */
import { ask, askCity, isAway, problemOf, type Answer, type City, type Problem } from '@citycode/elements/api';
import { fromBase64Url } from '@citycode/elements/bytes';
import { askCore } from '@citycode/elements/core';
import type { FaultId, Outcome, TrustListSummary } from '@citycode/wasm';
import type { StoredTrust, TerminalStore } from './terminal-store.js';

const LOOK_AGAIN_MS = 5 * 60_000;   // the server lets caches keep the list as long

export interface TrustLoader {
  (list: Uint8Array, rootKey: Uint8Array, floor?: StoredTrust['floor']): Promise<Outcome<TrustListSummary>>;
}

const coreLoader: TrustLoader = (list, rootKey, floor) => askCore((core) => core.loadTrustList(list, rootKey, floor));

export class TrustKeeper extends EventTarget {
  summary: TrustListSummary | null = null;
  cityName: Readonly<Record<string, string>> = {};
  away = false;
  /** Why the newest list could not be taken. The one before stays in use. */
  problem: Problem | null = null;

  #trust: StoredTrust | null = null;
  #looking: Promise<void> | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #listening: AbortController | null = null;

  constructor(private readonly store: TerminalStore, private readonly load: TrustLoader = coreLoader) {
    super();
  }

  /** Resolves when a list is in use or it is known why there is none. */
  async start(): Promise<void> {
    const stored = await this.store.trust();
    if (stored) {
      const loaded = await this.load(stored.list, stored.rootKey, stored.floor);
      this.#trust = stored;
      this.cityName = stored.cityName;
      if (loaded.ok) this.summary = loaded.ok;
      else this.#refuse(loaded.fault!);
    }
    this.#listen();
    const looking = this.look();
    if (!this.summary) await looking;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#listening?.abort();
  }

  /** Asks for a newer list. One question at a time. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
      this.dispatchEvent(new Event('change'));
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const city: Answer<City> = this.#trust ? { problem: problemOf('env/offline') } : await askCity();
    const rootKey = this.#trust?.rootKey ?? (city.ok ? fromBase64Url(city.ok.rootKey) : null);
    if (!rootKey) return this.#noList(city.problem ?? problemOf('trust/bad-list'));

    const headers: Record<string, string> = this.#trust?.etag && this.summary ? { 'If-None-Match': this.#trust.etag } : {};
    const answer = await ask('/v1/trust-list', { headers, cache: 'no-store' });
    if (!answer.ok) return this.#noList(answer.problem);
    this.away = false;
    if (answer.ok.status === 304) {
      this.problem = null;
      return;
    }
    const list = await answer.ok.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => null);
    if (!list) return this.#noList(problemOf('env/offline'));

    const loaded = await this.load(list, rootKey, this.#trust?.floor);
    if (!loaded.ok) return this.#refuse(loaded.fault!);
    this.problem = null;
    this.summary = loaded.ok;
    if (city.ok) this.cityName = city.ok.name;
    this.#trust = {
      rootKey, list, etag: answer.ok.headers.get('ETag') ?? '', cityName: this.cityName,
      floor: { version: loaded.ok.version, issuedUnixSeconds: loaded.ok.issuedUnixSeconds },
    };
    await this.store.saveTrust(this.#trust);
  }

  #noList(problem: Problem): void {
    this.away = isAway(problem);
    // Without a network an old list is no problem yet; without any list it is.
    this.problem = this.away && this.summary ? null : problem;
  }

  #refuse(fault: FaultId): void {
    this.problem = problemOf(fault);
  }

  #listen(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    window.addEventListener('online', () => void this.look(), { signal });
    window.addEventListener('offline', () => { this.away = true; this.dispatchEvent(new Event('change')); }, { signal });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) void this.look(); }, { signal });
    this.#timer = setInterval(() => void this.look(), LOOK_AGAIN_MS);
  }
}
