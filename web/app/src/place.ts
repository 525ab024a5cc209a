/** What a venue's sheet or a portal's page gave this phone, and what a code for it is bound to. */
import { askCore } from '@citycode/elements/core';
import { fromBase64Url } from '@citycode/elements/bytes';
import type { FaultId, Outcome, PortalAsk, VenueSummary } from '@citycode/wasm';
import type { Binding } from './wallet/presenter.js';
import type { Wallet } from './wallet/wallet.js';

export interface ScannedPlace {
  readonly kind: 'venue' | 'portal';
  readonly bytes: Uint8Array;
}

export type Place =
  | { readonly kind: 'venue'; readonly venue: VenueSummary }
  | { readonly kind: 'portal'; readonly ask: PortalAsk };

/** The longest record or request (core) as base64url, and room for an address that was cut or glued. */
const MAX_TEXT = 1000;

/** The record in "#venue=…" or "#portal=…", or null for any other fragment. */
export function placeInFragment(hash: string): ScannedPlace | null {
  const match = /^#(venue|portal)=([^&]*)/.exec(hash);
  if (!match) return null;
  const bytes = match[2]!.length <= MAX_TEXT ? fromBase64Url(match[2]!) : null;
  return { kind: match[1] as 'venue' | 'portal', bytes: bytes ?? new Uint8Array() };   // no bytes: the core says so
}

/** Asks the core whether the city vouches for it. */
export async function readPlace(scanned: ScannedPlace, wallet: Wallet, nowUnixSeconds: number): Promise<Outcome<Place>> {
  const noList: FaultId | null = await wallet.loadTrust();
  if (noList) return { fault: noList };
  if (scanned.kind === 'venue') {
    const read = await askCore((core) => core.readVenue(scanned.bytes, nowUnixSeconds));
    return read.ok ? { ok: { kind: 'venue', venue: read.ok } } : { fault: read.fault! };
  }
  const read = await askCore((core) => core.readPortalRequest(scanned.bytes, nowUnixSeconds));
  return read.ok ? { ok: { kind: 'portal', ask: read.ok } } : { fault: read.fault! };
}

export function bindingOf(place: Place): Binding {
  if (place.kind === 'venue') return { audience: `venue:${place.venue.venueId}` };
  const nonce = Uint8Array.from(place.ask.nonce.match(/../g) ?? [], (two) => parseInt(two, 16));
  return { audience: place.ask.audience, nonce };
}

export const scopesOf = (place: Place): readonly string[] => (place.kind === 'venue' ? place.venue.scopes : [place.ask.scope]);
export const nameOf = (place: Place): Readonly<Record<string, string>> => (place.kind === 'venue' ? place.venue.name : place.ask.name);

/** A venue until the person leaves it; a portal's question until it ends. */
export const endsUnixSeconds = (place: Place): number => (place.kind === 'venue' ? place.venue.expiresUnixSeconds : place.ask.expiresUnixSeconds);
