// The test city of tests/core/test_city.h, with as many passes as a benchmark wants: its issuer's seed is 32 times 2.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const vectors = JSON.parse(readFileSync(new URL('../../vectors/codes.json', import.meta.url), 'utf8'));
const bytesOfHex = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));

export const rootKey = bytesOfHex(vectors.rootKey);
export const trustList = bytesOfHex(vectors.trustList);
export const slotUnixSeconds = 1_800_000_000;
export const request = { nowUnixSeconds: slotUnixSeconds + 2, scopeName: 'transit' };
const issuerSeed = new Uint8Array(32).fill(2);

const concat = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

// Deterministic CBOR (RFC 8949 section 4.2.1), as much of it as a pass needs.
function head(major, argument) {
  const first = major << 5;
  if (argument < 24) return [first | argument];
  if (argument < 0x100) return [first | 24, argument];
  if (argument < 0x10000) return [first | 25, argument >> 8, argument & 0xff];
  return [first | 26, argument >>> 24, (argument >>> 16) & 0xff, (argument >>> 8) & 0xff, argument & 0xff];
}
const uint = (value) => head(0, value);
const negative = (value) => head(1, -1 - value);
const byteString = (bytes) => concat(head(2, bytes.length), bytes);
const textString = (text) => concat(head(3, text.length), new TextEncoder().encode(text));
const array = (...items) => concat(head(4, items.length), ...items);
const map = (...entries) => concat(head(5, entries.length / 2), ...entries);

const toBeSigned = (protectedHeader, payload) =>
  array(textString('Signature1'), byteString(protectedHeader), byteString([]), byteString(payload));

/**
 * One holder's code, valid for `request`; every `serial` is another holder. Also what a bare verification needs:
 * the two signed texts with their keys and signatures.
 */
export function makeCode(core, serial) {
  const holderSeed = createHash('sha256').update(`bench holder ${serial}`).digest();
  const empty = new Uint8Array();
  const issuerKey = core.sign(issuerSeed, empty).ok.publicKey;
  const holderKey = core.sign(holderSeed, empty).ok.publicKey;
  const kid = createHash('sha256').update(issuerKey).digest().subarray(0, 4);
  const header = map(uint(1), negative(-8), uint(4), byteString(kid));
  const payload = map(
    uint(4), uint(slotUnixSeconds - 600 + 86400), uint(5), uint(slotUnixSeconds - 600),
    uint(8), map(uint(1), map(uint(1), uint(1), negative(-1), uint(6), negative(-2), byteString(holderKey))),
    negative(-65537), array(uint(serial + 100_000), uint(7), map(uint(8), uint(2))));
  const issued = toBeSigned(header, payload);
  const issuerSignature = core.sign(issuerSeed, issued).ok.signature;
  const pass = array(byteString(header), map(), byteString(payload), byteString(issuerSignature));
  const claims = { audience: 'transit', issuedUnixSeconds: slotUnixSeconds };
  const shown = core.presentationToBeSigned(pass, claims).ok;
  const holderSignature = core.sign(holderSeed, shown).ok.signature;
  return {
    text: core.writeCode(pass, claims, holderSignature).ok,
    signatures: [
      { key: issuerKey, message: issued, signature: issuerSignature },
      { key: holderKey, message: shown, signature: holderSignature },
    ],
  };
}

export const issuerKeyOf = (core) => core.sign(issuerSeed, new Uint8Array()).ok.publicKey;
