/** The city's list on a phone: needed only when the phone itself reads the record of a venue or a portal. */
import { ask } from '@citycode/elements/api';
import { adoptNewer, askFirstList, coreLoader, type TrustLoader } from '@citycode/elements/trust-source';
import type { FaultId, TrustListSummary } from '@citycode/wasm';
import type { StoredTrust } from './store.js';

interface TrustStore {
  trust(): Promise<StoredTrust | undefined>;
  saveTrust(trust: StoredTrust): Promise<void>;
}

export class CityTrust {
  #summary: TrustListSummary | null = null;

  constructor(private readonly store: TrustStore, private readonly loader: TrustLoader = coreLoader) {}

  /** The stored list, or the one that ships with the page, and a newer one when it can be had. Null when one is in use. */
  async load(nowUnixSeconds: number): Promise<FaultId | null> {
    if (!this.#summary) {
      const fault = await this.#begin(nowUnixSeconds);
      if (fault) return fault;
    }
    const known = this.#summary!;
    const answer = await ask('/v1/trust-list', { cache: 'no-cache' });
    const bytes = await answer.ok?.arrayBuffer().catch(() => null);
    if (!bytes) return null;   // without a network the one that is here must do; the core knows how old it may be
    const list = new Uint8Array(bytes);
    const newer = await adoptNewer(list, known, this.loader, nowUnixSeconds);
    if (newer.ok) await this.#keep(newer.ok, list);
    return null;
  }

  async #begin(nowUnixSeconds: number): Promise<FaultId | null> {
    const stored = await this.store.trust().catch(() => undefined);
    if (stored) {
      const loaded = await this.loader(stored.list, stored.anchors, nowUnixSeconds);
      if (!loaded.ok) return loaded.fault!;
      this.#summary = loaded.ok;
      return null;
    }
    const first = await askFirstList();
    if (!first.ok) return first.problem.fault === 'env/offline' ? 'trust/missing' : first.problem.fault;
    const loaded = await this.loader(first.ok.list, first.ok.rootKey, nowUnixSeconds);
    if (!loaded.ok) return loaded.fault!;
    await this.#keep(loaded.ok, first.ok.list);
    return null;
  }

  async #keep(summary: TrustListSummary, list: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#summary = summary;
    await this.store.saveTrust({ anchors: summary.anchors, list }).catch(() => undefined);
  }
}
