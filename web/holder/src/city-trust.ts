/** The city's list on a phone: needed only when the phone itself reads the record of a venue or a portal. */
import { ask, type How } from '@citycode/client/api';
import { adoptNewer, askFirstList, coreLoader, keptAnchors, type TrustLoader } from '@citycode/client/trust-source';
import type { FaultId, ScopeSummary, TrustAnchors, TrustListSummary } from '@citycode/wasm/types';
import type { StoredTrust } from './store.js';

/** A person scanned a place's code and waits. */
const kAsked: How = { atOnce: true };

interface TrustStore {
  trust(): Promise<StoredTrust | undefined>;
  saveTrust(trust: StoredTrust): Promise<void>;
}

export class CityTrust {
  #summary: TrustListSummary | null = null;

  constructor(private readonly store: TrustStore, private readonly loader: TrustLoader = coreLoader) {}

  /** Of the list in use; none before `load`. */
  get scopes(): readonly ScopeSummary[] {
    return this.#summary?.scopes ?? [];
  }

  /** The stored list, or the one that ships with the page, and a newer one when it can be had. Null when one is in use. */
  async load(nowUnixSeconds: number): Promise<FaultId | null> {
    if (!this.#summary) {
      const fault = await this.#begin(nowUnixSeconds);
      if (fault) return fault;
    }
    const known = this.#summary!;
    const answer = await ask('/v1/trust-list', { cache: 'no-cache' }, kAsked);
    if (!answer.ok) return null;   // without a network the one that is here must do; the core knows how old it may be
    const list = answer.ok.bytes;
    const newer = await adoptNewer(list, known, this.loader, nowUnixSeconds);
    if (newer.ok) await this.#keep(newer.ok, list);
    return null;
  }

  async #begin(nowUnixSeconds: number): Promise<FaultId | null> {
    const stored = await this.store.trust().catch(() => undefined);
    const anchors = stored ? keptAnchors(stored) : null;
    let pinned: TrustAnchors | null = null;
    if (stored && anchors) {
      const loaded = await this.loader(stored.list, anchors, nowUnixSeconds);
      if (loaded.ok) return this.#keep(loaded.ok, stored.list);
      // A list that is not read any more: the first list of the same root. Damaged anchors pin nothing.
      if (loaded.fault !== 'request/malformed') pinned = anchors;
    }
    const first = await askFirstList(kAsked);
    if (!first.ok) return first.problem.fault === 'env/offline' ? 'trust/missing' : first.problem.fault;
    const loaded = await this.loader(first.ok.list, pinned ?? first.ok.rootKey, nowUnixSeconds);
    return loaded.ok ? this.#keep(loaded.ok, first.ok.list) : loaded.fault!;
  }

  async #keep(summary: TrustListSummary, list: Uint8Array<ArrayBuffer>): Promise<null> {
    this.#summary = summary;
    await this.store.saveTrust({ anchors: summary.anchors, list }).catch(() => undefined);
    return null;
  }
}
