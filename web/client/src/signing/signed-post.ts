/** A signed request to the city (docs/api.md), for phones and terminals. */
import { host } from '@citycode/client/host';
import { kRequestNonceBytes } from '@citycode/wasm/limits';
import { askJson, type Answer, type How } from '../api.js';
import type { Asking } from '../asking/asking.js';
import { toBase64Url } from '../bytes.js';
import { signRequest } from './http-signature.js';

export interface Signer {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

export async function keyIdOf(publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64Url(await host.sha256(publicKey));
}

export interface SignedPost {
  /** Scheme and authority as the browser sees them. */
  readonly origin: string;
  readonly path: string;
  readonly body: unknown;
  /** This device's clock, milliseconds; read when the request leaves, which may be after a wait. */
  readonly now: () => number;
}

export function postSigned<T>(signer: Signer, { origin, path, body, now }: SignedPost, how: How = {}, through?: Asking): Promise<Answer<T>> {
  const bytes = host.toUtf8(JSON.stringify(body));
  return askJson<T>(path, async () => {
    const headers = await signRequest(
      { method: 'POST', targetUri: origin + path, contentType: 'application/json', body: bytes },
      {
        createdUnixSeconds: Math.floor(now() / 1000),
        nonce: await host.randomBytes(kRequestNonceBytes),
        keyId: await keyIdOf(signer.publicKey),
      },
      (message) => signer.sign(message));
    return { method: 'POST', headers, body: bytes, cache: 'no-store' };
  }, how, through);
}
