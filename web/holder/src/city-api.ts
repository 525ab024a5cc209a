/** The signed requests of a phone (docs/api.md). */
import { asking, type Answer, type How, type Problem } from '@citycode/client/api';
import type { Asking } from '@citycode/client/asking';
import { toBase64Url } from '@citycode/client/bytes';
import { postSigned, type Signer } from '@citycode/client/signed-post';
import type { Device, Holder } from './store.js';

export type { Signer };

/** What a pass is asked for: a scene, and for one venue only where its pseudonym is to be that venue's own. */
export interface WantedPass {
  readonly scope: string;
  readonly venue?: string;
}

/** A pass for one portal: sealed to it, with these attributes alone, under a pseudonym of its own. */
export interface WantedPortalPass {
  readonly scope: string;
  readonly portal: string;
  readonly attributes: readonly string[];
}

export interface IssuedPass extends WantedPass {
  readonly key: string;
  readonly pass: string;
  /** Names of what is in it: what is sealed this phone cannot read. */
  readonly attributes: readonly string[];
  readonly notBeforeUnixSeconds: number;
  readonly expiresUnixSeconds: number;
}

export interface IssuedBatch {
  readonly passes: readonly IssuedPass[];
  /** Who the holder is today, and which scenes are theirs: people grow older and move. */
  readonly holder?: Holder;
  readonly scopes?: readonly string[];
  readonly nowUnixSeconds: number;
}

export interface CardPhoto {
  readonly format: 'webp' | 'avif' | 'jpeg';
  /** base64url. */
  readonly data: string;
}

export interface IssuedCard {
  readonly text: string;
  readonly number: number;
  readonly name: string;
  readonly documentNumberMasked: string;
  readonly holderClass: string;
  /** As it is printed: the last day, in the city's own time, on which the card is good. */
  readonly lastDay: string;
  readonly notBeforeUnixSeconds: number;
  readonly expiresUnixSeconds: number;
}

/** What the office remembers of a card: the paper itself is nowhere but on paper. */
export interface KnownCard {
  readonly number: number;
  readonly issuedUnixSeconds: number;
  readonly lastDay: string;
  readonly expiresUnixSeconds: number;
  readonly withdrawnUnixSeconds?: number;
}

export interface KnownCards {
  readonly cards: readonly KnownCard[];
  readonly nowUnixSeconds: number;
}

const kPressed: How = { atOnce: true };

export class CityApi {
  /** `through`: another way to the city than the page's. */
  constructor(private readonly now: () => number, private readonly origin: string, private readonly through?: Asking) {}

  async enrol(signer: Signer, enrolmentCode: string): Promise<Answer<Device>> {
    const answer = await this.#post<Device>('/v1/devices', signer, { enrolmentCode, deviceKey: toBase64Url(signer.publicKey) }, kPressed);
    if (answer.ok) this.#asking.beginAnew('/v1/passes', '/v1/paper-codes', '/v1/paper-codes/list', '/v1/paper-codes/revoke', '/v1/devices/revoke');   // refusals were of the device before
    return answer;
  }

  /** Why passes would not be asked for now, or null: before keys are made for them. */
  passesClosed(how: How): Problem | null {
    return this.#asking.closed('/v1/passes', how);
  }

  passes(signer: Signer, keys: readonly ((WantedPass | WantedPortalPass) & { readonly key: string })[], how: How = {}): Promise<Answer<IssuedBatch>> {
    return this.#post('/v1/passes', signer, { keys }, how);
  }

  /** Revokes this device with all its passes: whoever copied them shows them in vain. The holder's cards only when asked. */
  revokeThis(signer: Signer, withCards: boolean, reason: 'removed' | 'lost' = 'removed'): Promise<Answer<unknown>> {
    return this.#post('/v1/devices/revoke', signer, { devices: 'this', reason, ...(withCards && { cards: 'all' }) }, kPressed);
  }

  /** With `replaces`, that card of the holder's is revoked in the same step. */
  paperCode(signer: Signer, photo: CardPhoto | null, replaces: number | null): Promise<Answer<IssuedCard>> {
    return this.#post('/v1/paper-codes', signer, { photo, ...(replaces !== null && { replaces }) }, kPressed);
  }

  cards(signer: Signer): Promise<Answer<KnownCards>> {
    return this.#post('/v1/paper-codes/list', signer, {}, kPressed);
  }

  revokeCard(signer: Signer, card: number): Promise<Answer<unknown>> {
    return this.#post('/v1/paper-codes/revoke', signer, { card, reason: 'lost' }, kPressed);
  }

  #post<T>(path: string, signer: Signer, body: unknown, how: How): Promise<Answer<T>> {
    return postSigned<T>(signer, { origin: this.origin, path, body, now: this.now }, how, this.through);
  }

  get #asking(): Asking { return this.through ?? asking(); }
}
