// 1,000 calls of each verb, refused ones included, leave the module's heap as they found it.
import { Binding, CityCore, type CoreModule } from '@citycode/wasm';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { adoptTrustList, bytesOfHex, holderSeed, passInside, requestOf, rootKey, slotUnixSeconds, statusLists, trustList, vector } from './city.js';
import { placeRootKey, placeTrustList, placeVectors } from './place-vectors.js';
import { answerNamed, portalRootKey, portalTrustList, requestIdOf, sealingSecret } from './portal-vectors.js';
import { ratingRootKey, ratingTrustList, ratingVectors, serviceInside, ticketVectors } from './rating-vectors.js';
import { draw, lumaOf, shapeOf } from './pictures.js';
import { freshModule } from './raw-module.js';

let module: CoreModule;
let watched: CoreModule;   // the same, counted
let core: CityCore;
let parts: readonly string[];

/** How often each verb answered and refused, by its name in the module. */
const calls = new Map<string, { answered: number; refused: number }>();

/** The module, with each verb's status counted. */
function counted(inner: CoreModule): CoreModule {
  return new Proxy(inner, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function' || typeof name !== 'string' || !name.startsWith('_cc_')) return member;
      return (...args: unknown[]) => {
        const status = (member as (...args: unknown[]) => unknown)(...args);
        const count = calls.get(name) ?? { answered: 0, refused: 0 };
        if (status === 0) count.answered += 1;
        else count.refused += 1;
        calls.set(name, count);
        return status;
      };
    },
  });
}

beforeAll(async () => {
  module = await freshModule();
  evaluation = ristretto255_oprf.poprf(boundTo).blindEvaluateBatch(serverKeys.secretKey, [new CityCore(new Binding(module)).tokens.blindToken(pending).ok!]);
  watched = counted(module);
  core = new CityCore(new Binding(watched));
  adoptTrustList(core);
  parts = core.verifier.splitList(trustList, 'trust-list', 100).ok!;
  freeBlocks();   // the memory grows to its limit, once
});

/** All the memory that is left, in blocks of 1 KiB: taken until there is none, and given back. */
function freeBlocks(): number {
  const blocks: number[] = [];
  for (;;) {
    const block = module._cc_alloc(1024);
    if (block === 0) break;
    blocks.push(block);
  }
  for (const block of blocks.reverse()) module._cc_free(block);
  return blocks.length;
}

/** 1,000 leaks of the smallest block (32 bytes with its head) take 31 of ours; holes are cut differently by a few. */
const kSlackBlocks = 8;

const fresh = vector('valid/fresh');
const pass = passInside(fresh.input.text);
const claims = { audience: 'transit', issuedUnixSeconds: slotUnixSeconds };
const sealed = vector('valid/identity');
const sceneKey = { scopeId: 1, utcDay: sealed.input.sceneKeys[0]!.utcDay, secret: bytesOfHex(sealed.input.sceneKeys[0]!.secret) };
const place = (id: string): { readonly bytes: Uint8Array; readonly now: number } => {
  const { input, now } = placeVectors.find((each) => each.id === id)!;
  return { bytes: bytesOfHex(input.bytes), now };
};
const venue = place('venue/good');
const portal = place('portal/good');
const asked = portal.bytes;
const ticketVector = ticketVectors.find(({ id }) => id === 'valid/ticket')!;
const ticket = { bytes: bytesOfHex(ticketVector.input.bytes), now: ticketVector.now };
const said = ratingVectors.find(({ id }) => id === 'valid/rating')!;
const rating = {
  service: serviceInside(bytesOfHex(said.input.bytes)), input: rootKey, output: new Uint8Array(64).fill(9), level: 4 as const, indicators: {}, reasons: [], text: '',
  replyDigest: null,
};
const broken = Uint8Array.of(0xd2, 0x84);
const sealNonce = new Uint8Array(24).fill(6);

const log = JSON.parse(readFileSync(new URL('../vectors/log.json', import.meta.url), 'utf8')) as {
  readonly large: readonly { readonly proofs: readonly { readonly index: number; readonly inclusion: string[] }[] }[];
  readonly checkpoints: readonly { readonly log: string; readonly note: string }[];
};
const checkpoint = log.checkpoints[0]!;
const shown = log.large.at(-1)!.proofs[0]!;

/** One token and an honest server's answer to it; made before any verb is counted. */
const pending = { input: rootKey, random: new Uint8Array(64).fill(1) };
const boundTo = new Uint8Array(8).fill(3);
const serverKeys = ristretto255_oprf.poprf(boundTo).deriveKeyPair(new Uint8Array(32).fill(5), new Uint8Array(4));
let evaluation: { readonly evaluated: Uint8Array[]; readonly proof: Uint8Array };

const verbs: Record<string, () => unknown> = {
  'loadTrustList, adopted': () => core.verifier.loadTrustList(trustList, rootKey),
  'loadStatusList, adopted': () => core.verifier.loadStatusList(statusLists['today']!, slotUnixSeconds),
  'loadStatusList, refused': () => core.verifier.loadStatusList(broken, slotUnixSeconds),
  'loadTrustList, refused': () => core.verifier.loadTrustList(broken, rootKey),
  'readVenue and readPortalRequest': () => {
    core.verifier.loadTrustList(placeTrustList, placeRootKey);
    const read = [core.holder.readVenue(venue.bytes, venue.now), core.holder.readPortalRequest(portal.bytes, requestIdOf(portal.bytes), portal.now)];
    adoptTrustList(core);
    if (!read.every((each) => each.ok)) throw new Error('an honest place is refused');
  },
  'readVenue, refused': () => core.holder.readVenue(venue.bytes, venue.now),              // the list now loaded knows no such issuer
  'readPortalRequest, refused': () => core.holder.readPortalRequest(portal.bytes, new Uint8Array(), portal.now),
  'sealPortalAnswer': () => core.holder.sealPortalAnswer(asked, { code: '' }, rootKey),
  'sealPortalAnswer, refused': () => core.holder.sealPortalAnswer(asked, { code: '', returnCode: new Uint8Array(16) }, rootKey),
  'a portal asks, is answered and judges': () => {
    core.portal.loadTrustList(portalTrustList, portalRootKey);
    core.portal.holdPortalKey(sealingSecret);
    const judged = core.portal.judgeAnswer(asked, bytesOfHex(answerNamed('answer/refused').input.answer), portal.now);
    const written = core.portal.requestToBeSigned({
      record: passInside(fresh.input.text), scene: 'sign-in', purpose: 'x', required: ['name'], optional: [], nonce: new Uint8Array(16), anchor: new Uint8Array(16),
      returnAddress: '', issuedUnixSeconds: 1, expiresUnixSeconds: 2,
    });
    adoptTrustList(core);
    if (!judged.ok || !written.ok) throw new Error('an honest portal is refused');
  },
  'judgeAnswer, refused': () => core.portal.judgeAnswer(asked, broken, portal.now),
  'requestToBeSigned, refused': () => core.portal.requestToBeSigned({
    record: broken, scene: '', purpose: '', required: [], optional: [], nonce: broken, anchor: broken, returnAddress: '', issuedUnixSeconds: 1, expiresUnixSeconds: 2,
  }),
  'holdPortalKey, refused': () => core.portal.holdPortalKey(new Uint8Array(32)),
  'anchorOf, livingCode': () => [core.portal.anchorOf(new Uint8Array(16)), core.portal.livingCode(asked, new Uint8Array(16), 299)],
  'anchorOf, livingCode, refused': () => [core.portal.anchorOf(broken), core.portal.livingCode(asked, new Uint8Array(16), 301)],
  splitList: () => core.verifier.splitList(trustList, 'trust-list', 100),
  'splitList, refused': () => core.verifier.splitList(trustList, 'trust-list', 1),
  'joinListPart, whole': () => parts.map((part, i) => core.verifier.joinListPart(part, 'trust-list', i === 0)),
  'joinListPart, refused': () => core.verifier.joinListPart('CCL1:00', 'trust-list'),
  'verifyCode, seen before': () => core.verifier.verifyCode(fresh.input.text, requestOf(fresh)),
  'verifyCode, refused': () => core.verifier.verifyCode('CC1:NCF', requestOf(fresh)),
  'verifyCode, a clock ahead by no number': () => core.verifier.verifyCode('CC1:NCF', { ...requestOf(fresh), clockAheadSeconds: NaN }),
  'confirmTime': () => core.verifier.confirmTime(fresh.now, fresh.now),
  'confirmTime, refused': () => core.verifier.confirmTime(NaN, fresh.now),
  'verifyCode, malformed': () => core.verifier.verifyCode('', { nowUnixSeconds: NaN, scopeName: '' }),
  'holdSceneKeys, held and forgotten': () => [core.verifier.holdSceneKeys([sceneKey]), core.verifier.holdSceneKeys([])],
  'holdSceneKeys, refused': () => core.verifier.holdSceneKeys([{ ...sceneKey, utcDay: -1 }]),
  'verifyCode, sealed': () => [core.verifier.holdSceneKeys([sceneKey]), core.verifier.verifyCode(sealed.input.text, requestOf(sealed)), core.verifier.holdSceneKeys([])],
  'a verifier with a list, a key and a memory, closed': () => {
    const other = new CityCore(new Binding(watched));
    adoptTrustList(other);
    other.verifier.holdSceneKeys([sceneKey]);
    if (other.verifier.verifyCode(fresh.input.text, requestOf(fresh)).ok?.outcome !== 'valid') throw new Error('it saw this pass before');
    other.close();
  },
  'close, refused': () => watched._cc_verifier_close(0),
  drawSvg: () => core.holder.drawSvg(fresh.input.text),
  'drawSvg, refused': () => core.holder.drawSvg('A'.repeat(1452)),
  drawPixels: () => core.holder.drawPixels('A', 'M', 2),
  readPass: () => core.holder.readPass(pass),
  'readPass, refused': () => core.holder.readPass(broken),
  presentationToBeSigned: () => core.holder.presentationToBeSigned(pass, claims),
  'presentationToBeSigned, refused': () => core.holder.presentationToBeSigned(broken, claims),
  writeCode: () => core.holder.writeCode(pass, claims, new Uint8Array(64)),
  sign: () => core.holder.sign(holderSeed, broken),
  hash: () => core.seeds.hash(broken),
  'sealSeed and signSealed': () => {
    const { publicKey, sealedSeed } = core.seeds.sealSeed(rootKey, holderSeed, sealNonce).ok!;
    if (!core.seeds.signSealed(rootKey, publicKey, sealedSeed, broken).ok) throw new Error('its own seal does not open');
  },
  'signSealed, refused': () => core.seeds.signSealed(rootKey, rootKey, new Uint8Array(72), broken),
  verifySignature: () => {
    const { publicKey, signature } = core.holder.sign(holderSeed, broken).ok!;
    if (!core.holder.verifySignature(publicKey, broken, signature)) throw new Error('its own signature is refused');
  },
  'verifySignature, refused': () => core.holder.verifySignature(rootKey, broken, new Uint8Array(64)),
  readTicket: () => {
    core.verifier.loadTrustList(ratingTrustList('months'), ratingRootKey);
    if (!core.ratings.readTicket(ticket.bytes, ticket.now).ok) throw new Error('a good ticket is refused');
    adoptTrustList(core);
  },
  'readTicket, refused': () => core.ratings.readTicket(broken, ticket.now),
  writeRating: () => {
    if (!core.ratings.writeRating({ ...rating, indicators: { skill: 4 }, text: 'one sentence' }).ok) throw new Error('a good rating is refused');
  },
  'writeRating, refused': () => core.ratings.writeRating({ ...rating, level: 2, reasons: ['long-wait'], text: 'one sentence' }),
  screenText: () => core.ratings.screenText('call 13800138000'),
  blindToken: () => core.tokens.blindToken(pending),
  'blindToken, refused': () => core.tokens.blindToken({ ...pending, input: new Uint8Array(65) }),
  finalizeTokens: () => {
    if (!core.tokens.finalizeTokens([pending], boundTo, evaluation, serverKeys.publicKey).ok) throw new Error('an honest answer is refused');
  },
  'finalizeTokens, refused': () => core.tokens.finalizeTokens([pending], boundTo, { evaluated: [new Uint8Array(32)], proof: new Uint8Array(64) }, rootKey),
  'loadCheckpoint and verifyInclusion': () => [
    core.log.loadCheckpoint(checkpoint.note, { logKey: checkpoint.log }, 4_000_000_000),
    core.log.verifyInclusion(new TextEncoder().encode(`entry ${shown.index}`), shown.index, shown.inclusion.map(bytesOfHex)),
  ],
  'loadCheckpoint, refused': () => core.log.loadCheckpoint('a\n1\nb\n\n', { logKey: 'a' }, 0),
  'verifyInclusion, refused': () => core.log.verifyInclusion(broken, 0, [rootKey]),
  'shareReplay, signed and merged': () => {
    core.verifier.verifyCode(fresh.input.text, requestOf(fresh));
    const { publicKey } = core.holder.sign(holderSeed, broken).ok!;
    for (const payload of core.verifier.shareReplay('gate-1', 0, fresh.now).ok!) {
      const { signature } = core.holder.sign(holderSeed, core.verifier.shareToBeSigned(payload, publicKey).ok!).ok!;
      const share = core.verifier.writeShare(payload, publicKey, signature).ok!;
      if (!core.verifier.mergeReplay(share, 'gate-1', [publicKey], fresh.now).ok) throw new Error('its own share is refused');
    }
  },
  'shareReplay, refused': () => core.verifier.shareReplay('', 0, fresh.now),
  'mergeReplay, refused': () => core.verifier.mergeReplay(broken, 'gate-1', [rootKey], fresh.now),
  'saveReplay and loadReplay': () => core.verifier.loadReplay(core.verifier.saveReplay(fresh.now).ok!, fresh.now),
  'saveReplay, refused': () => core.verifier.saveReplay(NaN),
  'loadReplay, refused': () => core.verifier.loadReplay(broken, fresh.now),
};

describe('the measure itself', () => {
  it('sees a leak of 16 bytes a call', () => {
    const before = freeBlocks();
    const leaked = Array.from({ length: 1000 }, () => module._cc_alloc(16));
    const after = freeBlocks();
    for (const block of leaked) module._cc_free(block);
    expect(before - after).toBeGreaterThan(kSlackBlocks);
    expect(before - freeBlocks()).toBeLessThan(kSlackBlocks);
  });
});

describe('after 1,000 calls the heap is as it was', () => {
  it.each(Object.entries(verbs))('%s', (_, call) => {
    for (let i = 0; i < 3; i++) call();   // caches and buffers reach their size
    const before = freeBlocks();
    for (let i = 0; i < 1000; i++) call();
    expect(before - freeBlocks()).toBeLessThan(kSlackBlocks);
  });

  it('scanFrame, found, nothing found and refused', () => {
    const symbol = lumaOf(draw(core, 'LEAK TEST', 'M', 3));
    const empty = { ...symbol, luma: new Uint8Array(symbol.luma.length) };
    const round = (): void => {
      core.reader.scanFrame(symbol.luma, shapeOf(symbol));
      core.reader.scanFrame(empty.luma, shapeOf(empty, { effort: 'picture' }));
      core.reader.scanFrame(empty.luma, shapeOf(empty, { maxSymbols: 99 }));
    };
    for (let i = 0; i < 3; i++) round();
    const before = freeBlocks();
    for (let i = 0; i < 1000; i++) round();
    expect(before - freeBlocks()).toBeLessThan(kSlackBlocks);
  });

  it('leaves no copy of a token\'s blind in its memory', () => {
    const random = Uint8Array.from({ length: 64 }, (_, i) => (i * 53 + 7) & 0xff);
    core.tokens.blindToken({ input: rootKey, random });
    expect(Buffer.from(module.wasmMemory.buffer).includes(Buffer.from(random.subarray(0, 32)))).toBe(false);
  });

  it('leaves no copy of a scene key in its memory once it is forgotten', () => {
    const secret = Uint8Array.from({ length: 32 }, (_, i) => (i * 29 + 5) & 0xff);
    const held = (): boolean => Buffer.from(module.wasmMemory.buffer).includes(Buffer.from(secret));
    core.verifier.holdSceneKeys([{ ...sceneKey, secret }]);
    expect(held()).toBe(true);
    core.verifier.holdSceneKeys([]);
    expect(held()).toBe(false);
  });

  it('leaves no copy of a scene key in its memory once its verifier is closed', () => {
    const secret = Uint8Array.from({ length: 32 }, (_, i) => (i * 31 + 3) & 0xff);
    const held = (): boolean => Buffer.from(module.wasmMemory.buffer).includes(Buffer.from(secret));
    const other = new CityCore(new Binding(module));
    other.verifier.holdSceneKeys([{ ...sceneKey, secret }]);
    expect(held()).toBe(true);
    other.close();
    expect(held()).toBe(false);
  });

  it('leaves no copy of a seed in its memory', () => {
    const seed = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) & 0xff);
    core.holder.sign(seed, broken);
    expect(Buffer.from(module.wasmMemory.buffer).includes(Buffer.from(seed))).toBe(false);
  });

  it('leaves no copy of a sealed key\'s seed and of what seals it in its memory', () => {
    const seed = Uint8Array.from({ length: 32 }, (_, i) => (i * 41 + 13) & 0xff);
    const wrappingKey = Uint8Array.from({ length: 32 }, (_, i) => (i * 43 + 17) & 0xff);
    const held = (): boolean => [seed, wrappingKey].some((secret) => Buffer.from(module.wasmMemory.buffer).includes(Buffer.from(secret)));
    const { publicKey, sealedSeed } = core.seeds.sealSeed(wrappingKey, seed, sealNonce).ok!;
    expect(held()).toBe(false);
    expect(core.seeds.signSealed(wrappingKey, publicKey, sealedSeed, broken).ok).toHaveLength(64);
    expect(held()).toBe(false);
    expect(core.seeds.signSealed(wrappingKey, rootKey, sealedSeed, broken).fault).toBe('key/seal-broken');
    expect(held()).toBe(false);
  });

  it('self_test', () => {
    for (let i = 0; i < 3; i++) module._cc_self_test();
    const before = freeBlocks();
    for (let i = 0; i < 1000; i++) expect(module._cc_self_test()).toBe(0);
    expect(before - freeBlocks()).toBeLessThan(kSlackBlocks);
  }, 60_000);
});

/** What no call above has to reach: the memory itself is the measure, and these have no status. */
const withoutStatus = ['_cc_alloc', '_cc_free', '_cc_answer_data', '_cc_answer_size', '_cc_verifier_open', '_cc_version', '_cc_self_test'];
/** Given bytes of the right length they always answer, and a page's text is always UTF-8; forgetting needs none. */
const neverRefuses = ['_cc_sign', '_cc_hash', '_cc_seal_seed', '_cc_sign_share', '_cc_screen_text', '_cc_forget_scene_keys'];

describe('no verb was forgotten', () => {
  const verbsOf = (exports: object): string[] =>
    Object.keys(exports).filter((name) => name.startsWith('_cc_') && !withoutStatus.includes(name));

  it('each verb that the module exports was called 1,000 times, answered and refused', () => {
    expect(verbsOf(module).length).toBeGreaterThanOrEqual(8);
    for (const name of verbsOf(module)) {
      const count = calls.get(name) ?? { answered: 0, refused: 0 };
      expect(count.answered, `${name} answered`).toBeGreaterThanOrEqual(1000);
      if (!neverRefuses.includes(name)) expect(count.refused, `${name} refused`).toBeGreaterThanOrEqual(1000);
    }
  });
});
