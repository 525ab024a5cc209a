/** What a holder and a verifier both get. */

export type AttributeValue = string | number | boolean;

export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface ScopeSummary {
  readonly id: number;
  readonly name: string;
  readonly attributes: readonly string[];
  readonly windowSeconds: number;
  readonly freshSeconds: number;
  readonly tooOldSeconds: number;
  /** Of the status list; 0 twice when the scene needs none. */
  readonly statusFreshSeconds: number;
  readonly statusTooOldSeconds: number;
  readonly acceptsPaper: boolean;
  /** Attributes are sealed: only a terminal that holds the scene's key of the day can read them. */
  readonly sealed: boolean;
  /** A service ends here that can be rated. */
  readonly servesPeople: boolean;
}

export interface TrustListSummary {
  readonly version: number;
  readonly issuedUnixSeconds: number;
  readonly cityName: string;
  /** Hex: the root that signed it. */
  readonly rootKey: string;
  /** Hex: the root that it announces; empty when it announces none. */
  readonly nextRootKey: string;
  /** To be kept and given to the next `loadTrustList`: which roots are accepted, and that nothing goes back. Opaque. */
  readonly anchors: string;
  readonly scopes: readonly ScopeSummary[];
}

/** `anchors` of the summary before, or a bare root key of 32 bytes to pin. */
export type TrustAnchors = string | Uint8Array;

export type ErrorCorrection = 'L' | 'M' | 'Q' | 'H';

export interface DrawnSvg {
  /** Side of the viewBox in modules, the quiet zone of 4 included. */
  readonly sideModules: number;
  readonly version: number;
  /** The `d` of one path. */
  readonly path: string;
}

export interface DrawnPixels {
  readonly sidePx: number;
  readonly version: number;
  readonly rgba: Uint8ClampedArray;
}

export interface SignedMessage {
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}
