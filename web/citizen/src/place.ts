/** What a venue's sheet or a portal's page gave this phone, and what a code for it is bound to. */
import { bytesOfHex } from '@citycode/client/bytes';
import { askCore } from '@citycode/client/core';
import type { ScannedPlace } from '@citycode/client/place-link';
import type { Binding } from '@citycode/holder/presenter';
import type { VenueNeed, Wallet } from '@citycode/holder/wallet';
import { holderOf } from '@citycode/wasm/client/holder';
import type { FaultId, Outcome, PortalAsk, VenueSummary } from '@citycode/wasm/types';

export type Place =
  /** `ownScopes`: scenes for which the phone shows passes that no other venue accepts. */
  | { readonly kind: 'venue'; readonly venue: VenueSummary; readonly ownScopes: readonly string[] }
  | { readonly kind: 'portal'; readonly ask: PortalAsk };

/** Asks the core whether the city vouches for it. */
export async function readPlace(scanned: ScannedPlace, wallet: Wallet, nowUnixSeconds: number): Promise<Outcome<Place>> {
  const noList: FaultId | null = await wallet.loadTrust();
  if (noList) return { fault: noList };
  if (scanned.kind === 'venue') {
    const read = await askCore((core) => holderOf(core).readVenue(scanned.bytes, nowUnixSeconds));
    return read.ok ? { ok: { kind: 'venue', venue: read.ok, ownScopes: wallet.scopesWithPseudonym(read.ok.scopes) } } : { fault: read.fault! };
  }
  const read = await askCore((core) => holderOf(core).readPortalRequest(scanned.bytes, nowUnixSeconds));
  return read.ok ? { ok: { kind: 'portal', ask: read.ok } } : { fault: read.fault! };
}

export function bindingOf(place: Place, scope: string): Binding {
  if (place.kind === 'venue') {
    const { venueId } = place.venue;
    return { audience: `venue:${venueId}`, ...(place.ownScopes.includes(scope) && { venue: venueId }) };
  }
  return { audience: place.ask.audience, nonce: bytesOfHex(place.ask.nonce) ?? new Uint8Array() };   // the core refuses an empty one
}

/** What the wallet has to fetch for it; null when its ordinary passes will do. */
export const needOf = (place: Place): VenueNeed | null =>
  (place.kind === 'venue' && place.ownScopes.length > 0 ? { venue: place.venue.venueId, scopes: place.ownScopes } : null);

export const scopesOf = (place: Place): readonly string[] => (place.kind === 'venue' ? place.venue.scopes : [place.ask.scope]);
export const nameOf = (place: Place): Readonly<Record<string, string>> => (place.kind === 'venue' ? place.venue.name : place.ask.name);

/** A venue until the person leaves it; a portal's question until it ends. */
export const endsUnixSeconds = (place: Place): number => (place.kind === 'venue' ? place.venue.expiresUnixSeconds : place.ask.expiresUnixSeconds);
