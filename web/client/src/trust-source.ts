/** Where pages get trust lists: the one that ships with the page, and the city's server. The core decides what is believed. */
import type { Outcome, TrustAnchors, TrustListSummary } from '@citycode/wasm/types';
import { ask, askJson, problemOf, type Answer, type How } from './api.js';
import type { Asking } from './asking/asking.js';
import { bytesOfHex, fromBase64Url, toBase64Url } from './bytes.js';
import { askCore } from './core.js';

export interface TrustLoader {
  (list: Uint8Array, anchors: TrustAnchors, nowUnixSeconds?: number): Promise<Outcome<TrustListSummary>>;
}

export const coreLoader: TrustLoader = (list, anchors, nowUnixSeconds) => askCore((core) => core.loadTrustList(list, anchors, nowUnixSeconds));

export interface FirstList {
  readonly cityName: Readonly<Record<string, string>>;
  readonly rootKey: Uint8Array<ArrayBuffer>;
  readonly list: Uint8Array<ArrayBuffer>;
}

/** The service worker keeps it with the page's files (web/offline), so that a first start needs no network. */
export async function askFirstList(how: How = {}, through?: Asking): Promise<Answer<FirstList>> {
  const answer = await askJson<{ name?: Record<string, string>; rootKey?: string; trustList?: string }>('/first-list.json', { cache: 'no-cache' }, how, through);
  if (!answer.ok) return answer;
  const { name = {}, rootKey = '', trustList = '' } = answer.ok;
  const key = fromBase64Url(rootKey);
  const list = fromBase64Url(trustList);
  return key?.length && list?.length ? { ok: { cityName: name, rootKey: key, list } } : { problem: problemOf('trust/bad-list') };
}

const kRootKeyBytes = 32;

/**
 * What a page kept of its roots, whatever version of it wrote that: the core's anchors, or the bare root key that pages
 * of before docs/adr/0039 had pinned. Null for anything else: then a page begins as it does at its first start.
 */
export function keptAnchors(kept: { readonly anchors?: unknown; readonly rootKey?: unknown }): TrustAnchors | null {
  if (typeof kept.anchors === 'string') return kept.anchors;
  return kept.rootKey instanceof Uint8Array && kept.rootKey.length === kRootKeyBytes ? kept.rootKey : null;
}

/** A city changes its root once in years. */
const kMostHops = 8;

/**
 * Loads a newer list. When no accepted root signed it, this device may have missed the announcement of one: then the
 * last list of each root since is asked for first. `known` is what was loaded before.
 */
export async function adoptNewer(list: Uint8Array, known: TrustListSummary, load: TrustLoader, nowUnixSeconds: number, through?: Asking): Promise<Outcome<TrustListSummary>> {
  let last = known;
  let outcome = await load(list, last.anchors, nowUnixSeconds);
  for (let hop = 0; outcome.fault === 'trust/bad-signature' && hop < kMostHops; hop++) {
    const root = hop === 0 ? last.rootKey : last.nextRootKey;
    const answer = root ? await ask(`/v1/trust-list?root=${toBase64Url(bytesOfHex(root) ?? new Uint8Array())}`, { cache: 'no-store' }, { mayBeMissing: true }, through) : null;
    const bridge = answer?.ok ? await load(answer.ok.bytes, last.anchors, nowUnixSeconds) : null;
    if (!bridge?.ok || bridge.ok.anchors === last.anchors && hop > 0) return outcome;
    last = bridge.ok;
    outcome = await load(list, last.anchors, nowUnixSeconds);
  }
  return outcome;
}
