/** What a verifying device gets: verdicts, lists, keys of sealed scenes, the replay memory. */
import type { CheckName } from '../checks.generated.js';
import type { FaultId } from '../outcome.js';
import type { Attributes } from './role.types.js';

export interface VerifyRequest {
  readonly nowUnixSeconds: number;
  /** How far this device's clock is ahead of the city's, as an answer of the city showed it. None: nothing is known of it. */
  readonly clockAheadSeconds?: number;
  readonly scopeName: string;
  readonly venueId?: string;
  readonly nonce?: Uint8Array;
}

export type { CheckName };

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
  /** SHA-256 of the pass as hexadecimal digits, of a valid rolling code: what the ticket of a service names. */
  readonly passDigest: string | null;
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
  /** How many passes it revokes. */
  readonly revoked: number;
}

/** The key of one sealed scene for one UTC day. `secret` is 32 bytes; whoever holds it wipes it. */
export interface SceneKey {
  readonly scopeId: number;
  /** Days since 1970-01-01. */
  readonly utcDay: number;
  readonly secret: Uint8Array;
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

/** What taking in a share or a saved replay memory changed. */
export interface MergedReplay {
  readonly added: number;
  readonly renewed: number;
  readonly ignored: number;
}
