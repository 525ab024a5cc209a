/** A portal: a site's own server that asks people to sign in with their city code. */
import type { Attributes, FaultId } from '@citycode/wasm/types';
import type { VerifierOptions } from '../opened/api.js';

export interface PortalOptions extends Pick<VerifierOptions, 'city' | 'rootKey' | 'keep' | 'now' | 'wasm'> {
  /** As the city registered it. */
  readonly id: string;
  /** Seed of the Ed25519 key that signs what the portal asks: 32 bytes. */
  readonly key: Uint8Array;
  /** Secret of the X25519 key that opens what phones answer: 32 bytes. */
  readonly sealingKey: Uint8Array;
}

export interface Question {
  /** A scene for which the portal is registered. */
  readonly scene: string;
  /** In the portal's own words, shown as a quotation: 1 to 90 bytes. */
  readonly purpose: string;
  /** Names of attributes of the scene without which the answer is of no use. */
  readonly required: readonly string[];
  /** Those that the person may leave out. */
  readonly optional?: readonly string[];
  /** One of the addresses that are registered for it: the person's phone shows the site itself, and comes back there. */
  readonly returnTo?: string;
  /** 1 to 300; 180 when left out. */
  readonly lifeSeconds?: number;
}

/** What became of it. */
export type SignInAnswer =
  | {
      readonly outcome: 'signed-in';
      /** What the person left ticked; `pseudonym` is the portal's own name for them, the same next time and nobody else's. */
      readonly attributes: Attributes;
      /** SHA-256 of the pass, hexadecimal: what a service's ticket names. */
      readonly passDigest: string;
      /** base64url: with `returnTo` let in only the browser that brings the same behind `#citycode=`, compared in constant time. */
      readonly returnCode: string | null;
    }
  | { readonly outcome: 'refused'; readonly returnCode: string | null }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'failed'; readonly fault: FaultId };

export interface SignIn {
  /** base64url of 16 bytes. */
  readonly id: string;
  readonly expiresUnixSeconds: number;
  /** The address of this second: to be drawn as a code, or followed on the same phone. Asked anew each second: after ten it opens nothing. */
  address(): Promise<string>;
  readonly state: 'waiting' | 'opened' | 'ended';
  /** Never rejects. */
  readonly answer: Promise<SignInAnswer>;
  /** Nobody can answer any more: it has expired. Resolves when the city was told, or could not be. */
  cancel(): Promise<void>;
}

export interface CityPortal {
  /** Rejects with VerifyError: `env/offline`, `request/malformed`, `scope/unknown`, and what the city says to it (`portal/not-registered`, …). */
  ask(question: Question): Promise<SignIn>;
  /** Ends what was asked. Keys are wiped. */
  close(): Promise<void>;
}
