import { describe, expect, it } from 'vitest';
import { contentDigest, signRequest, signatureBase, signatureParameters } from '../src/signing/http-signature.js';

const body = new TextEncoder().encode('{"hello": "world"}');
const request = { method: 'POST', targetUri: 'http://localhost:8080/v1/passes', contentType: 'application/json', body } as const;
const parameters = { createdUnixSeconds: 1_764_000_000, nonce: new Uint8Array(16).fill(7), keyId: 'A'.repeat(43) };

describe('a signed request', () => {
  it('has the digest of RFC 9530, appendix D', async () => {
    // Section D.1 of the RFC prints this digest for exactly these bytes.
    expect(await contentDigest(body)).toBe('sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:');
  });

  it('has the base of RFC 9421, section 2.5, in the one order that the server takes', () => {
    const text = signatureParameters(parameters);
    expect(text).toBe('("@method" "@target-uri" "content-digest" "content-type");created=1764000000;nonce="BwcHBwcHBwcHBwcHBwcHBw";keyid="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";alg="ed25519"');
    expect(signatureBase(request, 'sha-256=:x:', text)).toBe([
      '"@method": POST',
      '"@target-uri": http://localhost:8080/v1/passes',
      '"content-digest": sha-256=:x:',
      '"content-type": application/json',
      `"@signature-params": ${text}`,
    ].join('\n'));
  });

  it('carries a signature that the key’s public half verifies', async () => {
    const { privateKey, publicKey } = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
    const headers = await signRequest(request, parameters, async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, message)));
    expect(headers['Signature-Input']).toBe(`cc=${signatureParameters(parameters)}`);
    const signature = Buffer.from(/^cc=:([^:]+):$/.exec(headers['Signature']!)![1]!, 'base64');
    const base = signatureBase(request, headers['Content-Digest']!, signatureParameters(parameters));
    expect(await crypto.subtle.verify('Ed25519', publicKey, signature, new TextEncoder().encode(base))).toBe(true);
    expect(await crypto.subtle.verify('Ed25519', publicKey, signature, new TextEncoder().encode(`${base} `))).toBe(false);
  });
});
