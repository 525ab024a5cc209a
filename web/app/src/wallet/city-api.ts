/** The signed requests of a phone (docs/api.md). */
import { askJson, type Answer } from '@citycode/elements/api';
import { toBase64Url } from '@citycode/elements/bytes';
import { signRequest } from './http-signature.js';
import type { Device } from './store.js';

export interface Signer {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

export interface IssuedPass {
  readonly scope: string;
  readonly key: string;
  readonly pass: string;
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

const NONCE_BYTES = 16;

export async function keyIdOf(publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey)));
}

export class CityApi {
  constructor(private readonly now: () => number, private readonly origin: string) {}

  enrol(signer: Signer, enrolmentCode: string): Promise<Answer<Device>> {
    return this.#post('/v1/devices', signer, { enrolmentCode, deviceKey: toBase64Url(signer.publicKey) });
  }

  passes(signer: Signer, keys: readonly { scope: string; key: string }[]): Promise<Answer<IssuedBatch>> {
    return this.#post('/v1/passes', signer, { keys });
  }

  paperCode(signer: Signer, photo: CardPhoto | null): Promise<Answer<IssuedCard>> {
    return this.#post('/v1/paper-codes', signer, { photo });
  }

  async #post<T>(path: string, signer: Signer, body: unknown): Promise<Answer<T>> {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const headers = await signRequest(
      { method: 'POST', targetUri: this.origin + path, contentType: 'application/json', body: bytes },
      {
        createdUnixSeconds: Math.floor(this.now() / 1000),
        nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
        keyId: await keyIdOf(signer.publicKey),
      },
      (message) => signer.sign(message));
    return askJson<T>(path, { method: 'POST', headers, body: bytes, cache: 'no-store' });
  }
}
