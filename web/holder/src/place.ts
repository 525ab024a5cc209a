/** What a venue's sheet gave this phone, and what a code for it is bound to. */
import { askCore } from '@citycode/client/core';
import { holderOf } from '@citycode/wasm/client/holder';
import type { FaultId, Outcome, VenueSummary } from '@citycode/wasm/types';
import type { Binding } from './presenter.js';
import type { VenueNeed, Wallet } from './wallet.js';

export interface Place {
  readonly venue: VenueSummary;
  /** Scenes for which the phone shows passes that no other venue accepts. */
  readonly ownScopes: readonly string[];
}

/** Asks the core whether the city vouches for it. */
export async function readPlace(record: Uint8Array, wallet: Wallet, nowUnixSeconds: number): Promise<Outcome<Place>> {
  const noList: FaultId | null = await wallet.loadTrust();
  if (noList) return { fault: noList };
  const read = await askCore((core) => holderOf(core).readVenue(record, nowUnixSeconds));
  return read.ok ? { ok: { venue: read.ok, ownScopes: wallet.scopesWithPseudonym(read.ok.scopes) } } : { fault: read.fault! };
}

export function bindingOf({ venue: { venueId }, ownScopes }: Place, scope: string): Binding {
  return { audience: `venue:${venueId}`, ...(ownScopes.includes(scope) && { venue: venueId }) };
}

/** What the wallet has to fetch for it; null when its ordinary passes will do. */
export const needOf = ({ venue, ownScopes }: Place): VenueNeed | null => (ownScopes.length > 0 ? { venue: venue.venueId, scopes: ownScopes } : null);
