// A portal's server and the phone that answers it, by the vectors and with each other.
import type { CityCore, PortalQuestion } from '@citycode/wasm';
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesOfHex } from './city.js';
import { placeVectors } from './place-vectors.js';
import { answerNamed, answerVectors, namedVectors, portalRootKey, portalStatusList, portalTrustList, proofVectors, requestIdOf, sealingSecret } from './portal-vectors.js';
import { freshCore } from './raw-module.js';

const kSecondOfAnchor = 0;

let core: CityCore;
beforeEach(async () => { core = await freshCore(); });

function adopt(now: number): void {
  expect(core.portal.loadTrustList(portalTrustList, portalRootKey, now).ok).toBeDefined();
  expect(core.verifier.loadStatusList(portalStatusList, now).ok).toBeDefined();
}

/** The record inside a request: what the city registered of the test portal. */
function recordOf(request: Uint8Array): Uint8Array {
  const at = request.findIndex((byte, i) => byte === 0x0d && request[i - 1] === 0x27) + 1;   // {1: -8, 13: record}
  const ends = request.length - 66 - 1;
  for (let end = at + 1; end <= ends; end++) {
    const record = request.slice(at, end);
    const asked = core.portal.requestToBeSigned({ ...question, record });
    if (asked.ok) return record;
  }
  throw new Error('no record in this request');
}

const good = answerNamed('answer/given');
const request = bytesOfHex(good.input.request);
const question: Omit<PortalQuestion, 'record'> = {
  scene: 'sign-in', purpose: 'Sign in', required: ['name'], optional: ['over-18'], nonce: new Uint8Array(16).fill(7), anchor: new Uint8Array(16).fill(9),
  returnAddress: '', issuedUnixSeconds: good.now, expiresUnixSeconds: good.now + 120,
};

describe('a portal', () => {
  it.each(proofVectors.map((each) => [each.id, each] as const))('%s', (_, { input, expect: expected }) => {
    const secret = bytesOfHex(input.secret);
    if (input.second === kSecondOfAnchor) expect(core.portal.anchorOf(secret).ok).toEqual(bytesOfHex(expected.value as string));
    const code = core.portal.livingCode(request, secret, input.second).ok!;
    expect(Buffer.from(code.split('.')[2]!, 'base64url').toString('hex')).toBe(expected.value);
  });

  it.each(answerVectors.map((each) => [each.id, each] as const))('%s', (_, { now, input, expect: expected }) => {
    adopt(now);
    if (input.withKey) expect(core.portal.holdPortalKey(sealingSecret).ok).toBe(true);
    const judged = core.portal.judgeAnswer(bytesOfHex(input.request), bytesOfHex(input.answer), now);
    const verdict = judged.ok?.verdict ?? null;
    const value = judged.ok && {
      refused: judged.ok.refused, returnCode: judged.ok.returnCode,
      outcome: verdict?.outcome ?? null, fault: verdict?.fault ?? null, attributes: verdict?.attributes ?? null,
    };
    expect({ fault: judged.fault ?? null, value: value ?? null }).toEqual(expected);
  });

  it.each(namedVectors.map((each) => [each.id, each] as const))('%s', (_, { now, input, expect: expected }) => {
    adopt(now);
    expect(core.holder.readPortalRequest(bytesOfHex(input.request), bytesOfHex(input.named), now).fault ?? null).toBe(expected.fault);
  });

  it('names a request in a living code as a phone finds it named', () => {
    const { input, now, expect: expected } = placeVectors.find(({ id }) => id === 'portal/good')!;
    const code = core.portal.livingCode(bytesOfHex(input.bytes), new Uint8Array(16), 7).ok!;
    expect(Buffer.from(code.split('.')[0]!, 'base64url').toString('hex')).toBe((expected.value as { id: string }).id);
    expect(now).toBe(good.now - 2);
  });

  it('asks, is answered by a phone that read the question, and is told what the phone said', () => {
    adopt(good.now);
    core.portal.holdPortalKey(sealingSecret);
    const seed = new Uint8Array(32).fill(5);
    const refusal = core.holder.sealPortalAnswer(request, { code: '' }, seed).ok!;
    expect(core.portal.judgeAnswer(request, refusal, good.now).ok).toEqual({ refused: true, returnCode: null, verdict: null });
    expect(refusal.length).toBe(bytesOfHex(good.input.answer).length);
  });

  it('writes a request in two steps, which a phone reads', () => {
    adopt(good.now);
    const record = recordOf(request);
    const portalSeed = new Uint8Array(32).fill(8);
    const asked = { ...question, record };
    const message = core.portal.requestToBeSigned(asked).ok!;
    const written = core.portal.writeRequest(asked, core.portal.sign(portalSeed, message).ok!.signature).ok!;
    expect(core.holder.readPortalRequest(written, requestIdOf(written), good.now).ok).toMatchObject({
      portalId: 'tax-office', scope: 'sign-in', required: ['name'], optional: ['over-18'], purpose: 'Sign in', returnAddress: '', nonce: '07'.repeat(16),
    });
  });

  it('refuses what makes no sense', () => {
    expect(core.portal.requestToBeSigned({ ...question, record: new Uint8Array() }).fault).toBe('trust/missing');
    adopt(good.now);
    const record = recordOf(request);
    const refused = (bent: Partial<PortalQuestion>) => core.portal.requestToBeSigned({ ...question, record, ...bent }).fault;
    expect(refused({ scene: 'nowhere' })).toBe('scope/unknown');
    expect(refused({ required: ['shoe-size'] })).toBe('portal/bad-request');
    expect(refused({ required: ['name', 'name'] })).toBe('portal/bad-request');
    expect(refused({ required: [], optional: [] })).toBe('portal/bad-request');
    expect(refused({ nonce: new Uint8Array(15) })).toBe('request/malformed');
    expect(refused({ issuedUnixSeconds: NaN })).toBe('request/malformed');
    expect(core.portal.holdPortalKey(new Uint8Array(31)).fault).toBe('scope/bad-scene-key');
    expect(core.portal.holdPortalKey(new Uint8Array(32)).fault).toBe('scope/bad-scene-key');
    expect(core.portal.anchorOf(new Uint8Array(15)).fault).toBe('request/malformed');
    for (const second of [-1, 301, NaN]) expect(core.portal.livingCode(request, new Uint8Array(16), second).fault).toBe('request/malformed');
    expect(core.holder.sealPortalAnswer(request, { code: '', returnCode: new Uint8Array(16) }, new Uint8Array(32)).fault).toBe('portal/answer-broken');
    expect(core.holder.sealPortalAnswer(new Uint8Array(3), { code: '' }, new Uint8Array(32)).fault).toBe('portal/bad-request');
  });
});
