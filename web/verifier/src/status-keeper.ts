/**
 * Keeps the newest status lists: loads the stored ones into the core, asks for newer ones when there is a network, by
 * delta where that is possible. The core decides what is adopted; what it refuses changes nothing here.
 */
import { ask, askJson, isAway, problemOf, type How, type Problem } from '@citycode/client/api';
import type { StatusListSummary } from '@citycode/wasm/types';
import { Keeper } from './keeper.js';
import type { StoredStatusList } from './terminal-store.js';

/** After so many deltas the whole list is fetched again: a start loads no longer chain. */
const kMaxDeltas = 16;
/** Yesterday, today and tomorrow of a few issuer keys. */
const kMaxLists = 32;

interface OfferedList {
  readonly issuerKid: string;
  readonly day: number;
  readonly version: number;
  readonly issuedUnixSeconds: number;
}

const kKid = /^[0-9a-f]{8}$/;

const isOffered = (entry: Partial<OfferedList> | null): entry is OfferedList =>
  typeof entry?.issuerKid === 'string' && kKid.test(entry.issuerKid)
  && [entry.day, entry.version, entry.issuedUnixSeconds].every(Number.isSafeInteger);

export class StatusKeeper extends Keeper {
  /** Those that are in use. */
  lists: readonly StoredStatusList[] = [];

  /** Call it once a trust list is loaded. Resolves when lists are in use or it is known why there are none. */
  async start(): Promise<void> {
    const kept: StoredStatusList[] = [];
    for (const stored of (await this.store.statusLists()) ?? []) {
      let summary: StatusListSummary | null = null;
      const signed: Uint8Array<ArrayBuffer>[] = [];
      for (const bytes of stored.signed) {
        const loaded = await this.device.core.loadStatusList(bytes, this.now());
        if (!loaded.ok) break;   // what was adopted before it is in use, and older
        signed.push(bytes);
        summary = loaded.ok;
      }
      if (summary) kept.push({ issuerKid: stored.issuerKid, ...placeOf(summary), signed });
    }
    this.lists = kept;
    this.lookAgainEvery(null);
    const looking = this.look();
    if (kept.length === 0) await looking;
  }

  protected override async lookOnce(how: How): Promise<Problem | null> {
    const index = await askJson<{ lists?: readonly (Partial<OfferedList> | null)[]; nowUnixSeconds?: unknown }>('/v1/status-lists', { cache: 'no-store' }, how, this.device.asking);
    if (!index.ok) {
      this.problem = isAway(index.problem) ? null : index.problem;   // their age says what that means
      return index.problem;
    }
    this.problem = null;
    const { nowUnixSeconds } = index.ok;
    if (Number.isSafeInteger(nowUnixSeconds)) await this.device.core.confirmTime(nowUnixSeconds as number, this.now());
    let notHad: Problem | null = null;
    const offered = (Array.isArray(index.ok.lists) ? index.ok.lists : []).filter(isOffered).slice(0, kMaxLists);
    for (const each of offered) notHad = await this.#take(each) ?? notHad;
    this.lists = this.lists.filter((list) => list.expiresUnixSeconds > this.now());
    await this.store.saveStatusLists(this.lists);
    return notHad;
  }

  /** Resolves to why the city did not give it. */
  async #take(offered: OfferedList): Promise<Problem | null> {
    const held = this.lists.find((list) => list.issuerKid === offered.issuerKid && list.day === offered.day);
    if (held && held.version === offered.version && held.issuedUnixSeconds === offered.issuedUnixSeconds) return null;
    const address = `/v1/status-lists/${offered.issuerKid}/${offered.day}`;
    const byDelta = held && held.signed.length <= kMaxDeltas
      && (await this.#fetch(`${address}/delta/${held.version}`, offered.issuerKid, held.signed)).taken;
    return byDelta ? null : (await this.#fetch(address, offered.issuerKid, [])).problem;
  }

  /** `taken` when the core has adopted what came. */
  async #fetch(address: string, issuerKid: string, before: readonly Uint8Array<ArrayBuffer>[]): Promise<{ taken: boolean; problem: Problem | null }> {
    const isDelta = before.length > 0;
    const answer = await ask(address, { cache: 'no-store' }, { mayBeMissing: isDelta }, this.device.asking);
    if (!answer.ok) return { taken: false, problem: answer.problem };
    const { bytes } = answer.ok;
    const loaded = await this.device.core.loadStatusList(bytes, this.now());
    if (!loaded.ok) {
      if (!isDelta) this.problem = problemOf(loaded.fault);
      return { taken: false, problem: null };
    }
    const taken: StoredStatusList = { issuerKid, ...placeOf(loaded.ok), signed: [...before, bytes] };
    this.lists = [...this.lists.filter((list) => list.issuerKid !== issuerKid || list.day !== taken.day), taken];
    return { taken: true, problem: null };
  }
}

const placeOf = ({ day, version, issuedUnixSeconds, expiresUnixSeconds }: StatusListSummary): Omit<StoredStatusList, 'issuerKid' | 'signed'> =>
  ({ day, version, issuedUnixSeconds, expiresUnixSeconds });
