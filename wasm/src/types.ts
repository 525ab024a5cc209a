/** The shapes that cross the door, as TypeScript sees them. No DOM, no I/O. */
import type { FaultId } from './faults.generated.js';

export type { FaultId };

/** A value, or the one fault that says why there is none. */
export type Outcome<T> = { readonly ok: T; readonly fault?: undefined } | { readonly ok?: undefined; readonly fault: FaultId };

export type AttributeValue = string | number | boolean;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface ScopeSummary {
  readonly id: number;
  readonly name: string;
  readonly attributes: readonly string[];
  readonly windowSeconds: number;
  readonly freshSeconds: number;
  readonly tooOldSeconds: number;
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

export type CheckName =
  | 'structure' | 'issuer-trust' | 'issuer-signature' | 'pass-time' | 'scope'
  | 'holder-signature' | 'presentation-time' | 'audience' | 'revocation' | 'replay';

export interface CheckEntry {
  readonly check: CheckName;
  readonly state: 'passed' | 'failed' | 'skipped' | 'undecided';
  readonly fault: FaultId | null;
}

export interface Verdict {
  readonly outcome: 'valid' | 'invalid' | 'undecided';
  readonly fault: FaultId | null;
  readonly scope: string;
  readonly attributes: Attributes;
  readonly expiresUnixSeconds: number;
  readonly shownSecondsAgo: number | null;
  readonly seenSecondsAgo: number | null;
  readonly trustAgeSeconds: number | null;
  readonly trustFreshness: 'unknown' | 'fresh' | 'stale' | 'too-old';
  readonly checks: readonly CheckEntry[];
}

export interface VerifyRequest {
  readonly nowUnixSeconds: number;
  readonly scopeName: string;
  readonly venueId?: string;
  readonly nonce?: Uint8Array;
}

export interface PointPx {
  readonly x: number;
  readonly y: number;
}

export interface FoundSymbol {
  readonly bytes: Uint8Array;
  readonly corners: readonly [PointPx, PointPx, PointPx, PointPx];
  readonly version: number;
}

export interface FrameShape {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly format: 'luma' | 'rgba';
  /** Bytes from row to row; luminance only, `widthPx` when left out. */
  readonly strideBytes?: number;
  /** 'frame' (default) for a moving picture, 'picture' for a still that somebody chose. */
  readonly effort?: 'frame' | 'picture';
  /** 1 to 16, default 1. */
  readonly maxSymbols?: number;
}

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

export interface PassClaims {
  readonly scopeId: number;
  readonly notBeforeUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  readonly holderKey: string;
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

/** What a sequence of QR codes carries. */
export type ListKind = 'trust-list' | 'status-list';

/** How far a list is that comes as codes. */
export interface ListProgress {
  readonly total: number;
  readonly have: number;
  /** Untrusted bytes, once all parts are there. */
  readonly list: Uint8Array | null;
}

/** What a verifier host needs from a camera frame in a worker: the answer to one frame. */
export interface ScanAnswer {
  readonly symbols: readonly FoundSymbol[];
  /** The verdict on the first symbol, when a request was given and a symbol was found. */
  readonly verdict: Verdict | null;
}
