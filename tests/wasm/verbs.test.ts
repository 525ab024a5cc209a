import type { CityCore } from '@citycode/wasm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  adoptTrustList, bytesOfHex, expectationOf, hexOf, holderSeed, holdSceneKeys, passInside, requestOf, rootKey, slotUnixSeconds, statusLists, trustList, vector,
  vectors,
} from './city.js';
import { freshCore } from './raw-module.js';

let core: CityCore;
beforeEach(async () => { core = await freshCore(); });

const fresh = vector('valid/fresh');
const pass = passInside(fresh.input.text);
const claims = { audience: 'transit', issuedUnixSeconds: slotUnixSeconds };

describe('loadTrustList', () => {
  it('adopts a list that the root signed', () => {
    const outcome = core.verifier.loadTrustList(trustList, rootKey);
    expect(outcome.ok).toMatchObject({ version: 7, cityName: 'Test City' });
    expect(outcome.ok!.scopes.find(({ name }) => name === 'transit')).toMatchObject({ windowSeconds: 30, attributes: ['fare-type'] });
  });
  it('adopts the same list again', () => {
    adoptTrustList(core);
    expect(core.verifier.loadTrustList(trustList, rootKey).ok).toBeDefined();
    expect(core.verifier.loadTrustList(trustList, core.verifier.loadTrustList(trustList, rootKey).ok!.anchors).ok).toBeDefined();
  });
  it('refuses a flipped bit and another root', () => {
    const flipped = trustList.slice();
    flipped[flipped.length - 1]! ^= 1;
    expect(core.verifier.loadTrustList(flipped, rootKey).fault).toBe('trust/bad-signature');
    expect(core.verifier.loadTrustList(trustList, core.holder.sign(holderSeed, new Uint8Array()).ok!.publicKey).fault).toBe('trust/bad-signature');
  });
  it('refuses what is no list, and what are no anchors', () => {
    expect(core.verifier.loadTrustList(new Uint8Array(), rootKey).fault).toMatch(/^(cbor|trust)\//);
    expect(core.verifier.loadTrustList(trustList, rootKey.subarray(1)).fault).toBe('request/malformed');
    expect(core.verifier.loadTrustList(trustList, '').fault).toBe('request/malformed');
    expect(core.verifier.loadTrustList(trustList, 'a3').fault).toBe('request/malformed');
    expect(core.verifier.loadTrustList(trustList, 'no hex').fault).toBe('request/malformed');
    expect(core.verifier.loadTrustList(trustList, rootKey, Infinity).fault).toBe('request/malformed');
  });
  it('keeps the list it had when the next one is refused', () => {
    adoptTrustList(core);
    core.verifier.loadTrustList(new Uint8Array(9), rootKey);
    expect(core.verifier.verifyCode(fresh.input.text, requestOf(fresh)).ok!.outcome).toBe('valid');
  });
});

describe('loadStatusList', () => {
  const load = (name: string, now = slotUnixSeconds): ReturnType<CityCore['verifier']['loadStatusList']> => core.verifier.loadStatusList(statusLists[name]!, now);

  it('wants a trust list first', () => {
    expect(load('today').fault).toBe('trust/missing');
  });
  it('adopts a list, then a delta to it', () => {
    adoptTrustList(core);
    expect(load('today').ok).toMatchObject({ form: 'full', version: 3, revoked: 0 });
    expect(load('delta').ok).toMatchObject({ form: 'delta', version: 4, revoked: 3 });
    expect(core.verifier.verifyCode(fresh.input.text, requestOf(fresh)).ok!.fault).toBe('revocation/revoked');
  });
  it('refuses an older list, one of a stranger, one that was damaged, a delta to another', () => {
    core.verifier.loadTrustList(trustList, rootKey);
    expect(load('delta').fault).toBe('revocation/delta-not-for-this-list');
    expect(load('revoked').ok).toBeDefined();
    expect(load('today').fault).toBe('revocation/rolled-back');
    expect(load('strangers').fault).toBe('revocation/other-issuer');
    expect(core.verifier.loadStatusList(statusLists['revoked']!.map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte)), slotUnixSeconds).fault)
      .toBe('revocation/bad-signature');
    expect(core.verifier.loadStatusList(new Uint8Array(), slotUnixSeconds).fault).toMatch(/^cbor\//);
    expect(load('today', NaN).fault).toBe('request/malformed');
  });
  it('says on the verdict how old the list is', () => {
    core.verifier.loadTrustList(trustList, rootKey);
    expect(load('stale').ok).toBeDefined();
    expect(core.verifier.verifyCode(fresh.input.text, requestOf(fresh)).ok).toMatchObject({ outcome: 'valid', statusFreshness: 'stale', statusAgeSeconds: 3601 });
  });
});

describe('verifyCode', () => {
  it.each(vectors.map((each) => [each.id, each] as const))('%s', (_, { now, input, expect: expected }) => {
    if (input.withTrustList) core.verifier.loadTrustList(trustList, rootKey);
    for (const name of input.statusLists) core.verifier.loadStatusList(statusLists[name]!, input.adoptedAt);   // some are refused
    holdSceneKeys(core, { now, input } as (typeof vectors)[number]);
    const request = requestOf({ now, input } as (typeof vectors)[number]);
    const before = input.shownBefore.map((earlier) => core.verifier.verifyCode(earlier, request).ok!.outcome);
    expect(expectationOf(core.verifier.verifyCode(input.text, request).ok!, before)).toEqual(expected);
  });
  it('takes the bytes of a symbol as well as a text', () => {
    adoptTrustList(core);
    expect(core.verifier.verifyCode(new TextEncoder().encode(fresh.input.text), requestOf(fresh)).ok!.outcome).toBe('valid');
  });
  it.each([NaN, Infinity, -Infinity, 2 ** 53 + 2])('refuses the time %s', (nowUnixSeconds) => {
    expect(core.verifier.verifyCode('', { nowUnixSeconds, scopeName: 'transit' }).fault).toBe('request/malformed');
  });
  it('takes the whole seconds of a time with a fraction', () => {
    adoptTrustList(core);
    expect(core.verifier.verifyCode(fresh.input.text, { ...requestOf(fresh), nowUnixSeconds: fresh.now + 0.9 }).ok!.shownSecondsAgo).toBe(2);
  });
});

describe('scene keys', () => {
  const sealed = vector('valid/identity');
  const key = { scopeId: 1, utcDay: sealed.input.sceneKeys[0]!.utcDay, secret: bytesOfHex(sealed.input.sceneKeys[0]!.secret) };
  const asked = (): unknown => core.verifier.verifyCode(sealed.input.text, requestOf(sealed)).ok;

  it('open what was sealed, and nothing once they are forgotten', () => {
    adoptTrustList(core);
    expect(asked()).toMatchObject({ outcome: 'undecided', fault: 'scope/scene-key-missing', attributes: {} });
    expect(core.verifier.holdSceneKeys([key]).ok).toBe(true);
    core.verifier.holdSceneKeys([]);
    expect(asked()).toMatchObject({ outcome: 'undecided', fault: 'scope/scene-key-missing', attributes: {} });
    expect(core.verifier.holdSceneKeys([key]).ok).toBe(true);
    expect(asked()).toMatchObject({ outcome: 'valid', attributes: { name: '王小明', 'document-type': 1, 'document-number-masked': '3***15' } });
  });
  it('are all let go when one is refused', () => {
    adoptTrustList(core);
    core.verifier.holdSceneKeys([key]);
    expect(core.verifier.holdSceneKeys([key, { ...key, scopeId: -1 }]).fault).toBe('scope/bad-scene-key');
    expect(asked()).toMatchObject({ outcome: 'undecided', fault: 'scope/scene-key-missing' });
  });
  it('are refused when they are none', () => {
    expect(core.verifier.holdSceneKeys([{ ...key, secret: key.secret.subarray(1) }]).fault).toBe('scope/bad-scene-key');
    expect(core.verifier.holdSceneKeys([{ ...key, secret: new Uint8Array(32) }]).fault).toBe('scope/bad-scene-key');
    expect(core.verifier.holdSceneKeys([{ ...key, scopeId: -1 }]).fault).toBe('scope/bad-scene-key');
    expect(core.verifier.holdSceneKeys([{ ...key, utcDay: -1 }]).fault).toBe('scope/bad-scene-key');
    expect(core.verifier.holdSceneKeys([{ ...key, utcDay: NaN }]).fault).toBe('request/malformed');
  });
  it('are bounded', () => {
    const many = Array.from({ length: 96 }, (_, scopeId) => ({ ...key, scopeId }));
    expect(core.verifier.holdSceneKeys([...many, { ...key, scopeId: 96 }]).fault).toBe('scope/bad-scene-key');
    expect(core.verifier.holdSceneKeys([...many, key]).ok).toBe(true);   // in the place of one that is there
  });
  it('are not in a pass for its holder', () => {
    expect(core.holder.readPass(passInside(sealed.input.text)).ok).toMatchObject({ scopeId: 1, sealed: true, attributes: {} });
    expect(core.holder.readPass(pass).ok).toMatchObject({ sealed: false });
  });
});

describe('passes and presentations', () => {
  it('reads the claims of a pass', () => {
    expect(core.holder.readPass(pass).ok).toMatchObject({ scopeId: 7, attributes: { 'fare-type': 2 } });
    expect(core.holder.readPass(pass).ok!.holderKey).toBe(hexOf(core.holder.sign(holderSeed, new Uint8Array()).ok!.publicKey));
  });
  it('writes the very code that the core wrote natively', () => {
    const toSign = core.holder.presentationToBeSigned(pass, claims).ok!;
    const signature = core.holder.sign(holderSeed, toSign).ok!.signature;
    expect(core.holder.writeCode(pass, claims, signature).ok).toBe(fresh.input.text);
  });
  it('refuses what is no pass, a time between slots, an audience with a space, a nonce that is too short', () => {
    expect(core.holder.readPass(new Uint8Array([0xff])).fault).toMatch(/^cbor\//);
    expect(core.holder.readPass(new Uint8Array()).fault).toMatch(/^cbor\//);
    expect(core.holder.presentationToBeSigned(pass, { ...claims, issuedUnixSeconds: slotUnixSeconds + 1 }).fault).toBe('presentation/bad-value');
    expect(core.holder.presentationToBeSigned(pass, { ...claims, issuedUnixSeconds: NaN }).fault).toBe('request/malformed');
    expect(core.holder.presentationToBeSigned(pass, { ...claims, audience: 'tran sit' }).fault).toBe('presentation/bad-value');
    expect(core.holder.presentationToBeSigned(pass, { ...claims, nonce: new Uint8Array(7) }).fault).toBe('presentation/bad-value');
    expect(core.holder.writeCode(pass, claims, new Uint8Array(63)).fault).toBe('request/malformed');
  });
});

describe('Ed25519', () => {
  // RFC 8032 section 7.1, TEST 2.
  const seed = bytesOfHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
  const message = Uint8Array.of(0x72);
  it('gives the known answer', () => {
    const signed = core.holder.sign(seed, message).ok!;
    expect(hexOf(signed.publicKey)).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
    expect(hexOf(signed.signature)).toBe('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00');
    expect(core.holder.verifySignature(signed.publicKey, message, signed.signature)).toBe(true);
  });
  it('refuses another message, key or signature, and wrong lengths', () => {
    const { publicKey, signature } = core.holder.sign(seed, message).ok!;
    expect(core.holder.verifySignature(publicKey, Uint8Array.of(0x73), signature)).toBe(false);
    expect(core.holder.verifySignature(rootKey, message, signature)).toBe(false);
    expect(core.holder.verifySignature(publicKey, message, new Uint8Array(64))).toBe(false);
    expect(core.holder.verifySignature(publicKey.subarray(1), message, signature)).toBe(false);
    expect(core.holder.sign(seed.subarray(1), message).fault).toBe('request/malformed');
  });
});

describe('drawing', () => {
  let shared: CityCore;
  beforeAll(async () => { shared = await freshCore(); });

  it('draws a code of the format in version 12-M at most', () => {
    expect(shared.holder.drawSvg(fresh.input.text, 'M').ok!.version).toBeLessThanOrEqual(12);
  });
  it('uses alphanumeric mode, in which 16 characters fit version 1-Q', () => {
    expect(shared.holder.drawSvg('CC1:0123456789AB', 'Q').ok!.version).toBe(1);
    expect(shared.holder.drawSvg('cc1:0123456789ab', 'Q').ok!.version).toBe(2);
  });
  it('draws the same modules as an SVG path and as pixels', () => {
    const svg = shared.holder.drawSvg('HELLO', 'M').ok!;
    const pixels = shared.holder.drawPixels('HELLO', 'M', 1).ok!;
    const dark = new Set<number>();
    let x = 0;
    let y = 0;
    for (const [, , dx, dy, run] of svg.path.matchAll(/([Mm])(-?\d+) (-?\d+)h(\d+)v1h-\d+z/g)) {
      x += Number(dx);
      y += Number(dy);
      for (let i = 0; i < Number(run); i++) dark.add(y * svg.sideModules + x + i);
    }
    expect(pixels.sidePx).toBe(svg.sideModules);
    for (let i = 0; i < pixels.sidePx ** 2; i++) expect(pixels.rgba[i * 4]).toBe(dark.has(i) ? 0 : 255);
  });
  it('draws opaque black and white with four light modules around', () => {
    const { sidePx, rgba } = shared.holder.drawPixels('A', 'L', 3).ok!;
    expect(sidePx).toBe((21 + 8) * 3);
    for (let i = 0; i < rgba.length; i += 4) expect([rgba[i + 3], rgba[i] === rgba[i + 1] && rgba[i] === rgba[i + 2]]).toEqual([255, true]);
    const rim = 4 * 3;
    for (let y = 0; y < sidePx; y++)
      for (let x = 0; x < sidePx; x++)
        if (Math.min(x, y, sidePx - 1 - x, sidePx - 1 - y) < rim) expect(rgba[(y * sidePx + x) * 4]).toBe(255);
  });
  it('refuses texts and sizes that cannot be drawn', () => {
    expect(shared.holder.drawSvg('A'.repeat(1452)).fault).toBe('symbol/too-long');
    expect(shared.holder.drawPixels('A', 'M', 0).fault).toBe('image/bad-size');
    expect(shared.holder.drawPixels('A', 'M', 65).fault).toBe('image/bad-size');
    expect(shared.holder.drawPixels('A'.repeat(1200), 'H', 64).fault).toBe('image/bad-size');
  });
  it('draws a text with a NUL whole', () => {
    expect(shared.holder.drawSvg('A\0B').ok).toBeDefined();
    expect(shared.holder.drawSvg('A\0B').ok!.path).not.toBe(shared.holder.drawSvg('A').ok!.path);
  });
});
