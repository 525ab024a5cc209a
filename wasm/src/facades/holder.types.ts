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

/** What a phone says to a portal. */
export interface PortalAnswer {
  /** What `writeCode` gave; empty: the person refused. */
  readonly code: string;
  /** 16 random bytes where the request has a return address. */
  readonly returnCode?: Uint8Array;
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
  /** 16 bytes as hexadecimal digits: what a living code names the request by. */
  readonly id: string;
  readonly portalId: string;
  readonly name: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly scope: string;
  readonly required: readonly string[];
  /** The person may leave these out. */
  readonly optional: readonly string[];
  /** The site's own words. */
  readonly purpose: string;
  /** What the answer's presentation must carry. */
  readonly audience: string;
  readonly nonce: string;
  /** Where the phone goes when it has answered; empty: the answer is for another screen. */
  readonly returnAddress: string;
  readonly expiresUnixSeconds: number;
}
