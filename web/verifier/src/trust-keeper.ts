/**
 * Keeps the newest trust list: loads the stored one, or at the first start the one that ships with the page, asks for
 * a newer one when there is a network, and takes one from a file or from codes when there never is. Which root may
 * sign and that nothing goes back is the core's matter; this keeps what the core says of it.
 */
import { ask, isAway, problemOf, type How, type Problem } from '@citycode/client/api';
import { adoptNewer, askFirstList, keptAnchors } from '@citycode/client/trust-source';
import type { FaultId, TrustAnchors, TrustListSummary } from '@citycode/wasm/types';
import type { Device } from './device.js';
import { Keeper } from './keeper.js';
import type { StoredTrust, TerminalStore } from './terminal-store.js';

const kLookAgainMs = 5 * 60_000;   // the server lets caches keep the list as long

export class TrustKeeper extends Keeper {
  summary: TrustListSummary | null = null;
  cityName: Readonly<Record<string, string>> = {};
  away = false;

  #trust: StoredTrust | null = null;

  /** `pinned`: the root that the first list has to be of, where it is known; without, the root of that list is believed. */
  constructor(store: TerminalStore, device: Device, private pinned: TrustAnchors | null = null) {
    super(store, device);
  }

  /** Resolves when a list is in use or it is known why there is none. */
  async start(): Promise<void> {
    const stored = await this.store.trust();
    if (stored) await this.#takeStored(stored);
    this.lookAgainEvery(kLookAgainMs);
    if (!this.#trust) await this.#takeFirstList({});
    const looking = this.look();
    if (!this.summary) await looking;
  }

  /** A list from a file or from codes: the same rules. Null when it is in use now. */
  async adopt(list: Uint8Array<ArrayBuffer>): Promise<FaultId | null> {
    await this.answered();
    if (!this.#trust) return 'trust/missing';   // no root is pinned: nothing could be believed
    const loaded = await this.device.core.loadTrustList(list, this.#trust.anchors, this.now());
    if (!loaded.ok) return loaded.fault!;
    await this.#keep(loaded.ok, list, '');
    this.changed();
    return null;
  }

  /** The bytes of the list in use, to be shown to another terminal. */
  get list(): Uint8Array | null {
    return this.#trust?.list ?? null;
  }

  /** Also what an earlier version of this page kept. Whoever opens the page anew is told nothing of that. */
  async #takeStored(stored: StoredTrust): Promise<void> {
    const anchors = keptAnchors(stored);
    if (!anchors) return;
    const loaded = await this.device.core.loadTrustList(stored.list, anchors, this.now());
    if (loaded.fault === 'request/malformed') return;   // the anchors are damaged: nothing could follow them
    this.cityName = stored.cityName ?? {};
    const isOfToday = typeof anchors === 'string';
    if (loaded.ok && !isOfToday) return this.#keep(loaded.ok, stored.list, '');
    if (!loaded.ok && !isOfToday) {
      this.pinned = anchors;   // of a list that cannot be read any more
      return;
    }
    this.#trust = stored;
    if (loaded.ok) this.summary = loaded.ok;
    else this.#refuse(loaded.fault!);
  }

  async #takeFirstList(how: How): Promise<Problem | null> {
    const first = await askFirstList(how, this.device.asking);
    if (!first.ok) return this.#noList(first.problem);
    const { list, rootKey, cityName } = first.ok;
    const loaded = await this.device.core.loadTrustList(list, this.pinned ?? rootKey, this.now());
    if (!loaded.ok) return this.#refuse(loaded.fault!);
    this.cityName = cityName;
    await this.#keep(loaded.ok, list, '');
    return null;
  }

  protected override async lookOnce(how: How): Promise<Problem | null> {
    const trust = this.#trust;
    const known = this.summary;
    if (!trust) return this.#takeFirstList(how);
    const headers: Record<string, string> = trust.etag && known ? { 'If-None-Match': trust.etag } : {};
    const answer = await ask('/v1/trust-list', { headers, cache: 'no-store' }, how, this.device.asking);
    if (!answer.ok) return this.#noList(answer.problem);
    this.away = false;
    if (answer.ok.status === 304) {
      this.problem = null;
      return null;
    }
    const list = answer.ok.bytes;
    const loaded = known ? await adoptNewer(list, known, this.device.core.loadTrustList, this.now(), this.device.asking) : await this.device.core.loadTrustList(list, trust.anchors, this.now());
    if (!loaded.ok) return this.#refuse(loaded.fault!);
    await this.#keep(loaded.ok, list, answer.ok.headers.get('ETag') ?? '');
    return null;
  }

  async #keep(summary: TrustListSummary, list: Uint8Array<ArrayBuffer>, etag: string): Promise<void> {
    this.problem = null;
    this.summary = summary;
    this.#trust = { anchors: summary.anchors, list, etag, cityName: this.cityName };
    await this.store.saveTrust(this.#trust);
  }

  #noList(problem: Problem): Problem {
    this.away = isAway(problem);
    // Without a network an old list is no problem yet; without any list it is.
    this.problem = this.away && this.summary ? null : problem;
    return problem;
  }

  /** The city gave a list, and it is not taken: no reason to ask sooner than when all is well. */
  #refuse(fault: FaultId): null {
    this.problem = problemOf(fault);
    return null;
  }

  protected override wentOffline(): void {
    this.away = true;
    this.changed();
  }
}
