/**
 * Signs a request the way docs/api.md says: one profile of HTTP Message Signatures (RFC 9421) with a content
 * digest (RFC 9530). The server's side of the same text is core/src/signing/http_signature.h.
 */
import { host } from '@citycode/client/host';
import { toBase64, toBase64Url } from '../bytes.js';

export interface RequestToSign {
  readonly method: 'POST';
  /** Scheme, authority and path as the browser sees them. */
  readonly targetUri: string;
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface SignatureParameters {
  readonly createdUnixSeconds: number;
  /** 16 random bytes. */
  readonly nonce: Uint8Array;
  /** base64url of SHA-256 of the device key. */
  readonly keyId: string;
}

export const kLabel = 'cc';

export async function contentDigest(body: Uint8Array<ArrayBuffer>): Promise<string> {
  return `sha-256=:${toBase64(await host.sha256(body))}:`;
}

/** The text after "cc=" in Signature-Input. Components and parameters in this order and no other. */
export function signatureParameters({ createdUnixSeconds, nonce, keyId }: SignatureParameters): string {
  return '("@method" "@target-uri" "content-digest" "content-type")'
    + `;created=${createdUnixSeconds};nonce="${toBase64Url(nonce)}";keyid="${keyId}";alg="ed25519"`;
}

/** RFC 9421 section 2.5. */
export function signatureBase(request: RequestToSign, digest: string, parameters: string): string {
  return [
    `"@method": ${request.method}`,
    `"@target-uri": ${request.targetUri}`,
    `"content-digest": ${digest}`,
    `"content-type": ${request.contentType}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
}

/** The headers to send with the request. */
export async function signRequest(
  request: RequestToSign,
  parameters: SignatureParameters,
  sign: (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
): Promise<Record<string, string>> {
  const digest = await contentDigest(request.body);
  const text = signatureParameters(parameters);
  const signature = await sign(host.toUtf8(signatureBase(request, digest, text)));
  return {
    'Content-Type': request.contentType,
    'Content-Digest': digest,
    'Signature-Input': `${kLabel}=${text}`,
    'Signature': `${kLabel}=:${toBase64(signature)}:`,
  };
}
