/** What a portal's server gives and gets. */
import type { Verdict } from './verifier.types.js';

/** What a portal asks. */
export interface PortalQuestion {
  /** What the city registered, as its route for records gives it. */
  readonly record: Uint8Array;
  /** A scene of the record, by name. */
  readonly scene: string;
  /** In the portal's own words: 1 to 90 bytes. */
  readonly purpose: string;
  /** Attributes of the scene, by name; the person may leave out the optional ones. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** 16 random bytes, never the same twice. */
  readonly nonce: Uint8Array;
  /** `anchorOf` of 16 random bytes, which stay at the portal's server. */
  readonly anchor: Uint8Array;
  /** Of the portal's origin; empty: the answer is for another screen. */
  readonly returnAddress: string;
  readonly issuedUnixSeconds: number;
  /** At most 300 s later. */
  readonly expiresUnixSeconds: number;
}

/** What a phone answered. */
export interface JudgedAnswer {
  readonly refused: boolean;
  /** Hexadecimal digits: only the browser that the phone sent back brings the same. */
  readonly returnCode: string | null;
  /** Null when the person refused. Valid with no more attributes than were asked for. */
  readonly verdict: Verdict | null;
}
