/** What a phone gets: its own passes, and who asks. */
import type { Attributes } from './role.types.js';

export interface PassClaims {
  readonly scopeId: number;
  readonly notBeforeUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  readonly holderKey: string;
  /** Then `attributes` is empty: not even the phone that carries the pass can read them. */
  readonly sealed: boolean;
  readonly attributes: Attributes;
}

export interface PresentationClaims {
  readonly audience: string;
  /** Start of a slot: a multiple of 5. */
  readonly issuedUnixSeconds: number;
  readonly nonce?: Uint8Array;
}

/** A venue that the city vouches for. */
export interface VenueSummary {
  readonly venueId: string;
  /** By language tag; at least one. */
  readonly name: Readonly<Record<string, string>>;
  readonly address: string;
  readonly scopes: readonly string[];
  readonly expiresUnixSeconds: number;
}

/** What a registered site asks of this phone. */
export interface PortalAsk {
  readonly portalId: string;
  readonly name: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly scope: string;
  readonly attributes: readonly string[];
  /** The site's own words. */
  readonly purpose: string;
  /** What the answer's presentation must carry. */
  readonly audience: string;
  readonly nonce: string;
  readonly expiresUnixSeconds: number;
}
