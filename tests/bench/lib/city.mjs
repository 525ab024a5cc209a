// The test city of tests/core/test_city.h, with as many passes as a benchmark wants: its issuer's seed is 32 times 2.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const vectors = JSON.parse(readFileSync(new URL('../../vectors/codes.json', import.meta.url), 'utf8'));
// A list of the size that a city has; that of codes.json has two dozen issuers for the sake of its cases.
const places = JSON.parse(readFileSync(new URL('../../vectors/places.json', import.meta.url), 'utf8'));
const bytesOfHex = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));

export const rootKey = bytesOfHex(places.rootKey);
export const trustList = bytesOfHex(places.trustList);
export const statusList = bytesOfHex(vectors.statusLists.today);
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

const externalData = (kind) => new TextEncoder().encode(`citycode 1 ${kind}`);
const toBeSigned = (kind, protectedHeader, payload) =>
  array(textString('Signature1'), byteString(protectedHeader), byteString(externalData(kind)), byteString(payload));

/**
 * One holder's code, valid for `request`; every `serial` is another holder. Also what a bare verification needs:
 * the two signed texts with their keys and signatures.
 */
export function makeCode(core, serial) {
  const holderSeed = createHash('sha256').update(`bench holder ${serial}`).digest();
  const empty = new Uint8Array();
  const issuerKey = core.holder.sign(issuerSeed, empty).ok.publicKey;
  const holderKey = core.holder.sign(holderSeed, empty).ok.publicKey;
  const kid = createHash('sha256').update(issuerKey).digest().subarray(0, 4);
  const header = map(uint(1), negative(-8), uint(4), byteString(kid));
  const payload = map(
    uint(4), uint(slotUnixSeconds - 3600 + 86400), uint(5), uint(slotUnixSeconds - 3600),   // full hours
    uint(8), map(uint(1), map(uint(1), uint(1), negative(-1), uint(6), negative(-2), byteString(holderKey))),
    negative(-65537), array(uint(serial + 100_000), uint(7), map(uint(8), uint(2))));
  const issued = toBeSigned('pass', header, payload);
  const issuerSignature = core.holder.sign(issuerSeed, issued).ok.signature;
  const pass = array(byteString(header), map(), byteString(payload), byteString(issuerSignature));
  const claims = { audience: 'transit', issuedUnixSeconds: slotUnixSeconds };
  const shown = core.holder.presentationToBeSigned(pass, claims).ok;
  const holderSignature = core.holder.sign(holderSeed, shown).ok.signature;
  return {
    text: core.holder.writeCode(pass, claims, holderSignature).ok,
    signatures: [
      { key: issuerKey, message: issued, signature: issuerSignature },
      { key: holderKey, message: shown, signature: holderSignature },
    ],
  };
}

/** A second hand at the status list's bits (docs/format.md): the set `[count, k, gaps]` of rising indices. */
export function codeSet(indices) {
  const gaps = indices.map((index, i) => index - (i ? indices[i - 1] + 1 : 0));
  const bitsFor = (k) => gaps.reduce((sum, gap) => sum + (gap >>> k) + 1 + k, 0);
  let k = 0;
  for (let other = 1; other < 32; other++) if (bitsFor(other) < bitsFor(k)) k = other;
  const bytes = new Uint8Array(Math.ceil(bitsFor(k) / 8));
  let at = 0;
  const one = () => { bytes[at >> 3] |= 0x80 >> (at & 7); at++; };
  for (const gap of gaps) {
    at += gap >>> k;
    one();
    for (let bit = k - 1; bit >= 0; bit--) (gap >>> bit) & 1 ? one() : at++;
  }
  const parts = [head(4, 3), uint(indices.length), uint(k), head(2, bytes.length), bytes];
  const item = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) { item.set(part, end); end += part.length; }
  return item;
}

/** The list of the day of `slotUnixSeconds`, signed by the test city's issuer. */
export function signStatusList(core, set, { version, universeBits }) {
  const day = Math.floor((slotUnixSeconds - 600) / 86400);
  const fields = map(uint(1), uint(day), uint(2), uint(version), uint(3), uint(slotUnixSeconds), uint(4), uint((day + 2) * 86400),
    uint(5), uint(universeBits)).subarray(1);
  const payload = Uint8Array.from(Buffer.concat([Buffer.of(0xa6), fields, Buffer.of(6), set]));
  const kid = createHash('sha256').update(issuerKeyOf(core)).digest().subarray(0, 4);
  const header = map(uint(1), negative(-8), uint(4), byteString(kid));
  const wrapped = (bytes) => Buffer.concat([Buffer.from(head(2, bytes.length)), bytes]);
  const signed = Uint8Array.from(Buffer.concat([Buffer.of(0x84), textString('Signature1'), wrapped(header), wrapped(externalData('status list')), wrapped(payload)]));
  const { signature } = core.holder.sign(issuerSeed, signed).ok;
  return Uint8Array.from(Buffer.concat([Buffer.of(0x84), wrapped(header), Buffer.of(0xa0), wrapped(payload), wrapped(signature)]));
}

export const issuerKeyOf = (core) => core.holder.sign(issuerSeed, new Uint8Array()).ok.publicKey;
