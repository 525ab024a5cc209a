/** The shapes that cross the door, as TypeScript sees them. No DOM, no I/O. */
import type { CheckName } from './checks.generated.js';
import type { FaultId } from './faults.generated.js';

export type { CheckName, FaultId };

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
  /** Of the status list; 0 twice when the scene needs none. */
  readonly statusFreshSeconds: number;
  readonly statusTooOldSeconds: number;
  readonly acceptsPaper: boolean;
  /** Attributes are sealed: only a terminal that holds the scene's key of the day can read them. */
  readonly sealed: boolean;
}

/** The key of one sealed scene for one UTC day. `secret` is 32 bytes; whoever holds it wipes it. */
export interface SceneKey {
  readonly scopeId: number;
  /** Days since 1970-01-01. */
  readonly utcDay: number;
  readonly secret: Uint8Array;
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

/** The status list that is in use after one was adopted. */
export interface StatusListSummary {
  readonly form: 'full' | 'delta';
  /** 32 bytes, hex. */
  readonly issuerKey: string;
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly version: number;
  readonly issuedUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  /** How many passes it withdraws. */
  readonly revoked: number;
}

export interface CheckEntry {
  readonly check: CheckName;
  readonly state: 'passed' | 'failed' | 'skipped' | 'undecided';
  readonly fault: FaultId | null;
}

/** A small photo that travels on a paper card. Only with a valid verdict. */
export interface Photo {
  readonly format: 'jpeg' | 'jpeg2000' | 'avif' | 'webp';
  readonly base64: string;
}

export interface Verdict {
  readonly outcome: 'valid' | 'invalid' | 'undecided';
  readonly fault: FaultId | null;
  readonly scope: string;
  readonly attributes: Attributes;
  /** Signed anew by a phone, or printed on a card, whose copy looks the same: then somebody must compare the face. */
  readonly kind: 'rolling' | 'paper';
  readonly photo: Photo | null;
  readonly expiresUnixSeconds: number;
  readonly shownSecondsAgo: number | null;
  readonly seenSecondsAgo: number | null;
  readonly trustAgeSeconds: number | null;
  readonly trustFreshness: 'unknown' | 'fresh' | 'stale' | 'too-old';
  readonly statusAgeSeconds: number | null;
  /** 'unknown' when no status list was asked. */
  readonly statusFreshness: 'unknown' | 'fresh' | 'stale' | 'too-old';
  readonly checks: readonly CheckEntry[];
}

export interface VerifyRequest {
  readonly nowUnixSeconds: number;
  /** How far this device's clock is ahead of the city's, as an answer of the city showed it. None: nothing is known of it. */
  readonly clockAheadSeconds?: number;
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

/** A rectangle of a picture, in its pixels: whole numbers. */
export interface PartPx {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface FrameShape {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 'rgba' is laid on white; 'rgbx' has a fourth byte that says nothing. */
  readonly format: 'luma' | 'rgba' | 'rgbx';
  /** Bytes from row to row; luminance only, `widthPx` when left out. */
  readonly strideBytes?: number;
  /** 'frame' (default) for a moving picture, 'picture' for a still that somebody chose. */
  readonly effort?: 'frame' | 'picture';
  /**
   * 1 to 16. 1 (default) is any symbol, by the shortest way: never for a verdict. With more, all that are seen are looked
   * for, the one that a verdict is about is the first, and two persons' codes are image/two-codes.
   */
  readonly maxSymbols?: number;
  /** What of the picture a person sees; the whole when left out. */
  readonly part?: PartPx;
  /** When it was taken, on any clock that only goes forward. */
  readonly takenMs?: number;
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
  /** The verdict on the first symbol, which is the one that counts, when a request was given and a symbol was found. */
  readonly verdict: Verdict | null;
}

/** What a phone keeps of one anonymous token between blinding and finalizing. */
export interface PendingToken {
  /** 32 random bytes as a rule, at most 64; all of one request have one size. */
  readonly input: Uint8Array;
  /** The blind: 64 random bytes. Wiped by the phone once the token is finalized. */
  readonly random: Uint8Array;
}

/** The server's answer for all tokens of one request. */
export interface TokenEvaluation {
  /** 32 bytes for each token. */
  readonly evaluated: readonly Uint8Array[];
  /** 64 bytes. */
  readonly proof: Uint8Array;
}

export interface CheckpointPolicy {
  /** The log's verifier key, as C2SP signed-note writes it: "origin+id+base64". */
  readonly logKey: string;
  /** Verifier keys of the witnesses that are believed. */
  readonly witnessKeys?: readonly string[];
  /** How many of them must have signed; 0 when left out. */
  readonly neededWitnesses?: number;
}

export interface CheckpointSummary {
  readonly origin: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly root: string;
  readonly witnesses: readonly { readonly name: string; readonly atUnixSeconds: number }[];
}

/** What taking in a share or a saved replay memory changed. */
export interface MergedReplay {
  readonly added: number;
  readonly renewed: number;
  readonly ignored: number;
}
