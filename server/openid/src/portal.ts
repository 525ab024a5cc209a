/** A portal of the city, as this service asks people through it: the shape of `@citycode/verify/portal`, and nothing else of it is used here. */

export interface Question {
  readonly scene: string;
  readonly purpose: string;
  readonly required: string[];
  readonly optional?: string[];
  /** The same phone: where its answer comes back to. */
  readonly returnTo?: string;
  readonly lifeSeconds?: number;
}

export type SignInAnswer =
  | { readonly outcome: 'signed-in'; readonly attributes: Record<string, unknown>; readonly passDigest: string; readonly returnCode: string | null }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'failed'; readonly fault: string };

export interface SignIn {
  readonly id: string;
  readonly expiresUnixSeconds: number;
  /** What to draw or to follow now; another one each second. */
  address(): string;
  readonly state: 'waiting' | 'opened' | 'ended';
  /** Never rejects. */
  readonly answer: Promise<SignInAnswer>;
  cancel(): void;
}

export interface CityPortal {
  ask(question: Question): Promise<SignIn>;
  close(): void;
}

export interface PortalOptions {
  readonly city: string;
  readonly id: string;
  /** Seed of the Ed25519 key that signs. */
  readonly key: Uint8Array;
  /** X25519 secret that opens answers. */
  readonly sealingKey: Uint8Array;
  readonly rootKey?: string;
}

export type OpenPortal = (options: PortalOptions) => Promise<CityPortal>;
