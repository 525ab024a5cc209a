// What a page without our core would write to come to the same verdict: base45, CBOR and COSE in JavaScript (cbor-x), two
// Ed25519 verifications by whatever library it has, and the same ten checks: deterministic CBOR (what was read is
// written again and compared), times, scope, attributes, audience, and a memory of what was seen.
import { Decoder, Encoder } from 'cbor-x';

const kAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const valueOf = new Uint8Array(128).fill(255);
for (let i = 0; i < kAlphabet.length; i++) valueOf[kAlphabet.charCodeAt(i)] = i;

function decodeBase45(text, from) {
  const length = text.length - from;
  const bytes = new Uint8Array(Math.floor(length / 3) * 2 + (length % 3 === 2 ? 1 : 0));
  let at = 0;
  for (let i = from; i < text.length; i += 3) {
    const a = valueOf[text.charCodeAt(i)];
    const b = valueOf[text.charCodeAt(i + 1)];
    const c = i + 2 < text.length ? valueOf[text.charCodeAt(i + 2)] : 0;
    const value = a + 45 * b + 2025 * c;
    if (a === 255 || b === 255 || c === 255 || value > 65535) return null;
    if (i + 2 < text.length) bytes[at++] = value >> 8;
    bytes[at++] = value & 0xff;
  }
  return bytes;
}

const decoder = new Decoder({ mapsAsObjects: false, useRecords: false });
const encoder = new Encoder({ mapsAsObjects: false, tagUint8Array: false, useRecords: false, variableMapSize: true });
const [kPass, kPresentation] = ['citycode 1 pass', 'citycode 1 presentation'].map((kind) => new TextEncoder().encode(kind));
const toBeSigned = (kind, protectedHeader, payload) => encoder.encode(['Signature1', protectedHeader, kind, payload]);

function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Null when the bytes are not the one deterministic way to write what they say. */
function decodeStrictly(bytes) {
  const value = decoder.decode(bytes);
  return sameBytes(encoder.encode(value), bytes) ? value : null;
}

const kChecks = ['structure', 'issuer-trust', 'issuer-signature', 'pass-time', 'scope', 'holder-signature', 'presentation-time',
  'audience', 'revocation', 'replay'];

/**
 * A verifier with its memory. `issuerKeys` maps a kid as a number to a key; `verify(signature, message, key)` answers true or a
 * promise of it; `digest(bytes)` answers 16 bytes of a hash or more, or a promise of them. `lax` leaves out what a hasty page would: strict CBOR and
 * the memory. Answers a verdict with one entry for each check.
 */
export function makePeerVerifier({ issuerKeys, verify, digest, lax = false }) {
  const decode = lax ? (bytes) => decoder.decode(bytes) : decodeStrictly;
  const seen = new Map();

  return async (text, { nowUnixSeconds, scopeName }) => {
    const states = new Array(kChecks.length).fill('skipped');
    const verdict = (outcome) => ({ outcome, checks: kChecks.map((check, i) => ({ check, state: states[i], fault: null })) });
    const failed = (check) => { states[check] = 'failed'; return verdict('invalid'); };

    if (!text.startsWith('CC1:') || text.length > 600) return failed(0);
    const bytes = decodeBase45(text, 4);
    const presentation = bytes && decode(bytes);
    if (!presentation) return failed(0);
    const [shownHeader, , shownPayload, shownSignature] = presentation;
    const pass = decode(shownHeader)?.get(13);
    const header = pass && decode(pass[0]);
    const claims = pass && decode(pass[2]);
    const shown = decode(shownPayload);
    if (!header || !claims || !shown || header.get(1) !== -8) return failed(0);
    states[0] = 'passed';

    const kid = header.get(4);
    const issuerKey = issuerKeys.get((kid[0] << 24) | (kid[1] << 16) | (kid[2] << 8) | kid[3]);
    if (!issuerKey) return failed(1);
    if (!(await verify(pass[3], toBeSigned(kPass, pass[0], pass[2]), issuerKey))) return failed(2);
    if (claims.get(5) > nowUnixSeconds || claims.get(4) <= nowUnixSeconds) return failed(3);
    const [, scopeId, attributes] = claims.get(-65537);
    if (scopeId !== 7 || [...attributes.keys()].some((id) => id !== 8)) return failed(4);
    const holderKey = claims.get(8).get(1).get(-2);
    if (!(await verify(shownSignature, toBeSigned(kPresentation, shownHeader, shownPayload), holderKey))) return failed(5);
    if (Math.abs(nowUnixSeconds - shown.get(6)) > 30) return failed(6);
    if (shown.get(3) !== scopeName) return failed(7);
    states.fill('passed', 1, 8);
    if (!lax) {
      const key = String.fromCharCode(...(await digest(pass[2])).subarray(0, 16));
      if (seen.get(key) === shown.get(6)) return failed(9);
      seen.set(key, shown.get(6));
    }
    states[9] = 'passed';
    return { ...verdict('valid'), scope: scopeName, attributes: { 'fare-type': attributes.get(8) } };
  };
}
