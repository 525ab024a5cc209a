/** The signed requests of a phone (docs/api.md). */
import type { Answer } from '@citycode/elements/api';
import { toBase64Url } from '@citycode/elements/bytes';
import { postSigned, type Signer } from '@citycode/elements/signing';
import type { Device } from './store.js';

export type { Signer };

/** What a pass is asked for: a scene, and for one venue only where its pseudonym is to be that venue's own. */
export interface WantedPass {
  readonly scope: string;
  readonly venue?: string;
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
  readonly nowUnixSeconds: number;
}

export interface CardPhoto {
  readonly format: 'webp' | 'avif' | 'jpeg';
  /** base64url. */
  readonly data: string;
}

export interface IssuedCard {
  readonly text: string;
  readonly name: string;
  readonly documentNumberMasked: string;
  readonly holderClass: string;
  readonly notBeforeUnixSeconds: number;
  readonly expiresUnixSeconds: number;
}

export class CityApi {
  constructor(private readonly now: () => number, private readonly origin: string) {}

  enrol(signer: Signer, enrolmentCode: string): Promise<Answer<Device>> {
    return this.#post('/v1/devices', signer, { enrolmentCode, deviceKey: toBase64Url(signer.publicKey) });
  }

  passes(signer: Signer, keys: readonly (WantedPass & { readonly key: string })[]): Promise<Answer<IssuedBatch>> {
    return this.#post('/v1/passes', signer, { keys });
  }

  /** Withdraws this device with all its passes: whoever copied them shows them in vain. */
  revokeThis(signer: Signer): Promise<Answer<unknown>> {
    return this.#post('/v1/devices/revoke', signer, { devices: 'this', reason: 'removed' });
  }

  paperCode(signer: Signer, photo: CardPhoto | null): Promise<Answer<IssuedCard>> {
    return this.#post('/v1/paper-codes', signer, { photo });
  }

  #post<T>(path: string, signer: Signer, body: unknown): Promise<Answer<T>> {
    return postSigned<T>(signer, { origin: this.origin, path, body, nowMs: this.now() });
  }
}
