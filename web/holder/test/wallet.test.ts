import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askThrough, problemOf, type Answer } from '@citycode/client/api';
import { toBase64Url } from '@citycode/client/bytes';
import { createPrivateKey, createPublicKey, sign as nodeSign } from 'node:crypto';
import { KeyMaker, makeWrappingKey, type SeedSigner } from '@citycode/client/keys';
import { keyFault, KeyRefused } from '@citycode/client/stored-key';
import { CityApi, type CardPhoto, type IssuedBatch, type IssuedCard, type KnownCard, type KnownCards, type Signer, type WantedPass } from '../src/city-api.js';
import { WalletStore } from '../src/indexed-store.js';
import type { Device } from '../src/store.js';
import { Wallet } from '../src/wallet.js';
import { unhurried } from '../../client/test/support/askings.js';

vi.mock('@citycode/client/core', () => ({ askCore: vi.fn() }));

const kStartMs = 1_764_000_000_000;
const kDay = 86_400;
const device: Device = { deviceId: 'd', holder: { displayName: '王小明', holderClass: 'resident' }, scopes: ['transit', 'identity'], passesPerScope: 4 };

/** A seed signer that is not ours: Node's, through a PKCS #8 prefix for Ed25519 (RFC 8410). */
const nodeSigner: SeedSigner = async (seed, message) => {
  const privateKey = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { publicKey: new Uint8Array(spki.subarray(-32)), signature: new Uint8Array(nodeSign(null, message, privateKey)) };
};

class FakeCity extends CityApi {
  asked: (WantedPass & { key: string })[][] = [];
  answer: ((keys: readonly (WantedPass & { key: string })[]) => Answer<IssuedBatch>) | null = null;
  enrolAnswer: Answer<Device> = { ok: device };
  signers: Signer[] = [];

  constructor(private readonly time: () => number) {
    super(time, 'http://localhost');
  }
  override async enrol(signer: Signer): Promise<Answer<Device>> {
    this.signers.push(signer);
    return this.enrolAnswer;
  }
  revoked = 0;
  revokeAnswer: () => Promise<Answer<unknown>> = async () => ({ ok: {} });
  withCards: boolean[] = [];
  override revokeThis(_signer: Signer, withCards: boolean): Promise<Answer<unknown>> {
    this.revoked += 1;
    this.withCards.push(withCards);
    return this.revokeAnswer();
  }
  /** What the office remembers of the holder's cards. */
  known: KnownCard[] = [];
  override async paperCode(_signer: Signer, _photo: CardPhoto | null, replaces: number | null): Promise<Answer<IssuedCard>> {
    const now = Math.floor(this.time() / 1000);
    const number = 1000 + this.known.length;
    this.known = this.known.map((card) => (card.number === replaces ? { ...card, withdrawnUnixSeconds: now } : card));
    this.known.unshift({ number, issuedUnixSeconds: now, lastDay: '2026-05-23', expiresUnixSeconds: now + 180 * kDay });
    return { ok: { text: 'NCF', number, name: '王小明', documentNumberMasked: '9***15', holderClass: 'resident', lastDay: '2026-05-23', notBeforeUnixSeconds: now, expiresUnixSeconds: now + 180 * kDay } };
  }
  override async cards(): Promise<Answer<KnownCards>> {
    return { ok: { cards: this.known, nowUnixSeconds: Math.floor(this.time() / 1000) } };
  }
  override async revokeCard(_signer: Signer, number: number): Promise<Answer<unknown>> {
    if (!this.known.some((card) => card.number === number)) return { problem: problemOf('request/not-found') };
    this.known = this.known.map((card) => (card.number === number ? { ...card, withdrawnUnixSeconds: Math.floor(this.time() / 1000) } : card));
    return { ok: { revokedCards: 1 } };
  }
  override async passes(_signer: Signer, keys: readonly (WantedPass & { key: string })[]): Promise<Answer<IssuedBatch>> {
    this.asked.push([...keys]);
    if (this.answer) return this.answer(keys);
    const now = Math.floor(this.time() / 1000);
    return { ok: { nowUnixSeconds: now, passes: keys.map(({ key, ...want }) => ({ ...want, key, pass: toBase64Url(new TextEncoder().encode(key)), attributes: [], notBeforeUnixSeconds: now - 120, expiresUnixSeconds: now + kDay })) } };
  }
}

let nowMs: number;
let city: FakeCity;
let wallet: Wallet;
let store: WalletStore;

async function open(): Promise<void> {
  store = await WalletStore.open();
  const wrapping = await makeWrappingKey();
  // fake-indexeddb clones by structuredClone, which Node does not offer for CryptoKey: wrapped seeds here, CryptoKey in the browser's tests.
  wallet = new Wallet({ store, now: () => nowMs, api: city, keys: new KeyMaker(async () => wrapping, nodeSigner, false) });
  await wallet.load();
}

beforeEach(async () => {
  askThrough(unhurried());
  indexedDB.deleteDatabase('citycode-wallet');
  nowMs = kStartMs;
  city = new FakeCity(() => nowMs);
  await open();
});

async function enrolled(): Promise<void> {
  expect(await wallet.enrol('7K2M-9QXT-4HRB')).toBeNull();
  expect(await wallet.replenish()).toEqual({ asked: true, problem: null });
}

describe('enrolling', () => {
  it('keeps the device and fetches a batch for each scene', async () => {
    await enrolled();
    expect(city.asked[0]!.map(({ scope }) => scope)).toEqual([...Array(4).fill('transit'), ...Array(4).fill('identity')]);
    expect(new Set(city.asked[0]!.map(({ key }) => key)).size).toBe(8);
    expect(await store.device()).toEqual(device);
  });

  it('asks again with the same key after a lost answer', async () => {
    city.enrolAnswer = { problem: problemOf('env/offline') };
    expect((await wallet.enrol('7K2M-9QXT-4HRB'))?.fault).toBe('env/offline');
    await open();
    city.enrolAnswer = { ok: device };
    expect(await wallet.enrol('7K2M-9QXT-4HRB')).toBeNull();
    expect(city.signers[0]!.publicKey).toEqual(city.signers[1]!.publicKey);
  });
});

describe('showing passes', () => {
  it('takes a fresh one each time, then the last again', async () => {
    await enrolled();
    const ids: string[] = [];
    for (let i = 0; i < 6; i++) {
      nowMs += 1000;
      const taken = await wallet.take('transit');
      ids.push(taken.ok!.record.id);
      expect(taken.ok!.reused).toBe(i >= 4);
    }
    expect(new Set(ids.slice(0, 4)).size).toBe(4);
    expect(ids.slice(3)).toEqual([ids[3], ids[3], ids[3]]);
  });

  it('says whether passes are used up or past their end', async () => {
    await enrolled();
    expect((await wallet.take('court')).fault).toBe('env/no-passes-left');
    nowMs += kDay * 1000;
    expect((await wallet.take('transit')).fault).toBe('time/expired');
    nowMs -= 2 * kDay * 1000;
    expect((await wallet.take('identity')).fault).toBe('env/clock-differs');
  });

  it('signs with the key of the pass', async () => {
    await enrolled();
    const { record } = (await wallet.take('transit')).ok!;
    const message = new TextEncoder().encode('to be signed');
    const signature = await wallet.sign(record, message);
    const publicKey = await crypto.subtle.importKey('raw', record.key.publicKey, 'Ed25519', true, ['verify']);
    expect(toBase64Url(record.key.publicKey)).toBe(record.id);
    expect(await crypto.subtle.verify('Ed25519', publicKey, new Uint8Array(signature), message)).toBe(true);
  });
});

describe('at a portal', () => {
  const wanted = { scope: 'sign-in', portal: 'tax-office', attributes: ['name', 'pseudonym'] };

  it('has a pass made for this portal and answer, which is shown nowhere else and stays as long as a slip may name it', async () => {
    await enrolled();
    const made = await wallet.portalPass(wanted);
    expect(city.asked[1]).toEqual([{ ...wanted, key: made.ok!.record.id }]);
    expect(made.ok!.nowUnixSeconds).toBe(nowMs / 1000);
    expect((await wallet.take('sign-in')).fault).toBe('env/no-passes-left');
    const kept = (await store.passes()).find(({ scope }) => scope === 'sign-in')!;
    expect(kept.keptUntilUnixSeconds).toBe(nowMs / 1000 + 15 * kDay);
    const message = new Uint8Array([1, 2, 3]);
    const publicKey = await crypto.subtle.importKey('raw', kept.key.publicKey, 'Ed25519', false, ['verify']);
    expect(await crypto.subtle.verify('Ed25519', publicKey, new Uint8Array(await wallet.sign(kept, message)), message)).toBe(true);
  });

  it('says why the office made none, and takes no answer that has none', async () => {
    await enrolled();
    city.answer = () => ({ problem: problemOf('issue/scope-not-for-holder') });
    expect((await wallet.portalPass(wanted)).problem!.fault).toBe('issue/scope-not-for-holder');
    city.answer = () => ({ ok: { nowUnixSeconds: 0, passes: [] } });
    expect((await wallet.portalPass(wanted)).problem!.fault).toBe('request/malformed');
    expect((await store.passes()).some(({ scope }) => scope === 'sign-in')).toBe(false);
  });
});

describe('at a venue', () => {
  const library = { venue: 'city-library', scopes: ['identity', 'court'] };

  it('fetches passes that are for this venue, of its scenes that the person has', async () => {
    await enrolled();
    await wallet.visit(library);
    expect(await wallet.replenish()).toEqual({ asked: true, problem: null });
    expect(city.asked[1]!.map(({ scope, venue }) => [scope, venue])).toEqual([['identity', 'city-library'], ['identity', 'city-library']]);
    expect((await wallet.take('identity', 'city-library')).ok!.record.venue).toBe('city-library');
    expect((await wallet.take('identity')).ok!.record.venue).toBeUndefined();
    expect((await wallet.take('identity', 'city-museum')).fault).toBe('env/no-passes-left');
  });

  it('never shows the scene’s own pass instead', async () => {
    await enrolled();
    expect((await wallet.take('identity', 'city-library')).fault).toBe('env/no-passes-left');
  });

  it('counts only its own, and they do not count elsewhere', async () => {
    await enrolled();
    await wallet.visit(library);
    await wallet.replenish();
    expect((await wallet.stock()).counts).toEqual(new Map([['transit', 4], ['identity', 4]]));
    await wallet.take('identity', 'city-library');
    expect(await wallet.replenish()).toEqual({ asked: true, problem: null });
    expect(city.asked[2]!.map(({ venue }) => venue)).toEqual(['city-library']);
  });

  it('takes no pass that the office made for another venue', async () => {
    await enrolled();
    city.answer = (keys) => ({ ok: { nowUnixSeconds: 0, passes: keys.map(({ scope, key }) => ({ scope, venue: 'elsewhere', key, pass: 'AA', attributes: [], notBeforeUnixSeconds: 0, expiresUnixSeconds: 2 ** 31 })) } });
    await wallet.visit(library);
    await wallet.replenish();
    expect((await store.passes()).some(({ venue }) => venue !== undefined)).toBe(false);
  });

  it('keeps nothing of the venue when the person leaves it', async () => {
    await enrolled();
    await wallet.visit(library);
    await wallet.replenish();
    await wallet.visit(null);
    expect(await store.passes()).toHaveLength(8);
    expect((await store.passes()).some(({ venue }) => venue !== undefined)).toBe(false);
    expect(await wallet.replenish()).toEqual({ asked: false, problem: null });
  });

  it('keeps nothing of it after the day, also when the page was closed', async () => {
    await enrolled();
    await wallet.visit(library);
    await wallet.replenish();
    await open();
    nowMs += (kDay + 1) * 1000;
    await wallet.replenish();
    expect((await store.passes()).some(({ venue }) => venue !== undefined)).toBe(false);
  });
});

describe('fetching more', () => {
  it('asks nobody while enough are left', async () => {
    await enrolled();
    await wallet.take('transit');
    expect(await wallet.replenish()).toEqual({ asked: false, problem: null });
  });

  it('asks once for two who want it at the same time', async () => {
    expect(await wallet.enrol('7K2M-9QXT-4HRB')).toBeNull();
    await Promise.all([wallet.replenish(), wallet.replenish()]);
    expect(city.asked).toHaveLength(1);
  });

  it('keeps what is there when the office does not answer', async () => {
    await enrolled();
    for (let i = 0; i < 3; i++) await wallet.take('transit');
    city.answer = () => ({ problem: problemOf('env/offline') });
    expect((await wallet.replenish()).problem?.fault).toBe('env/offline');
    expect((await wallet.take('transit')).ok?.reused).toBe(false);
  });

  it('goes on without a scene that the office took back', async () => {
    expect(await wallet.enrol('7K2M-9QXT-4HRB')).toBeNull();
    city.answer = (keys) => keys.some(({ scope }) => scope === 'identity') ? { problem: problemOf('issue/scope-not-for-holder') }
      : { ok: { nowUnixSeconds: kStartMs / 1000, passes: keys.map(({ key, ...want }) => ({ ...want, key, pass: 'AA', attributes: [], notBeforeUnixSeconds: kStartMs / 1000 - 120, expiresUnixSeconds: kStartMs / 1000 + kDay })) } };
    expect((await wallet.replenish()).problem).toBeNull();
    expect((await wallet.take('transit')).ok).toBeDefined();
  });

  it('takes no pass for a key that it did not ask for', async () => {
    expect(await wallet.enrol('7K2M-9QXT-4HRB')).toBeNull();
    city.answer = (keys) => ({ ok: { nowUnixSeconds: 0, passes: keys.map(({ scope }) => ({ scope, key: 'somebody-elses', pass: 'AA', attributes: [], notBeforeUnixSeconds: 0, expiresUnixSeconds: kStartMs })) } });
    await wallet.replenish();
    expect((await wallet.take('transit')).fault).toBe('env/no-passes-left');
  });
});

it('forgets everything', async () => {
  await enrolled();
  await wallet.change({ elderMode: true });
  await wallet.remove();
  expect(city.revoked, 'the city was told').toBe(1);
  await open();
  expect(wallet.device).toBeNull();
  expect(wallet.settings).toEqual({});
  expect(await store.passes()).toEqual([]);
  expect(await store.deviceKey()).toBeUndefined();
});

it('forgets everything also when the city cannot be told', async () => {
  await enrolled();
  city.revokeAnswer = async () => { throw new Error('the network broke'); };
  await wallet.remove();
  await open();
  expect(wallet.device).toBeNull();
  expect(await store.deviceKey()).toBeUndefined();
});

it('tells the city nothing of a phone that never was enrolled', async () => {
  await wallet.remove();
  expect(city.revoked).toBe(0);
});

describe('cards', () => {
  it('are the holder’s: listed, replaced and revoked one by one, and nothing of them is kept here', async () => {
    await enrolled();
    expect((await wallet.cards()).ok?.cards).toEqual([]);
    const first = (await wallet.paperCard(null)).ok!;
    const second = (await wallet.paperCard(null, first.number)).ok!;
    const known = (await wallet.cards()).ok!.cards;
    expect(known.map(({ number, withdrawnUnixSeconds }) => [number, withdrawnUnixSeconds !== undefined])).toEqual([[second.number, false], [first.number, true]]);
    expect((await wallet.revokeCard(second.number)).ok).toEqual({ revokedCards: 1 });
    expect((await wallet.revokeCard(77)).problem?.fault).toBe('request/not-found');
    const kept = JSON.stringify([await store.device(), await store.settings()]);
    expect(kept).not.toContain('NCF');
    expect(kept).not.toContain(String(first.number));
  });

  it('stay good when the code is removed from the phone', async () => {
    await enrolled();
    expect(await wallet.remove()).toBeNull();
    expect(city.withCards).toEqual([false]);
  });

  it('go with the code when that is asked for, and then the city has to be told', async () => {
    await enrolled();
    city.revokeAnswer = async () => ({ problem: problemOf('env/offline') });
    expect((await wallet.remove({ withCards: true }))?.fault).toBe('env/offline');
    expect(wallet.device, 'nothing was removed').not.toBeNull();
    expect(await store.device()).toEqual(device);
    city.revokeAnswer = async () => ({ ok: {} });
    expect(await wallet.remove({ withCards: true })).toBeNull();
    expect(city.withCards).toEqual([true, true]);
    expect(wallet.device).toBeNull();
  });
});

describe('the scenes of the holder', () => {
  /** The office as it is from now on: it refuses other scenes, and says with each batch which they are. */
  const officeGives = (scopes: readonly string[], holder = device.holder): void => {
    city.answer = (keys) => keys.some(({ scope }) => !scopes.includes(scope)) ? { problem: problemOf('issue/scope-not-for-holder') }
      : { ok: { nowUnixSeconds: nowMs / 1000, scopes, holder, passes: keys.map(({ key, ...want }) => ({ ...want, key, pass: 'AA', attributes: [], notBeforeUnixSeconds: nowMs / 1000 - 120, expiresUnixSeconds: nowMs / 1000 + kDay })) } };
  };
  const afterADay = async () => {
    nowMs += kDay * 1000;
    return wallet.replenish();
  };

  it('grow with the next batch: who turns 18 has the new scene and its passes at once', async () => {
    await enrolled();
    officeGives(['transit', 'identity', 'over-18'], { ...device.holder, ageGroup: 'adult' });
    expect((await afterADay()).problem).toBeNull();
    expect(wallet.device?.scopes).toEqual(['transit', 'identity', 'over-18']);
    expect(wallet.device?.holder.ageGroup).toBe('adult');
    expect((await wallet.take('over-18')).ok).toBeDefined();
    await open();
    expect(wallet.device?.scopes, 'kept').toEqual(['transit', 'identity', 'over-18']);
    expect(await wallet.replenish()).toEqual({ asked: false, problem: null });
  });

  it('shrink with it: what is no longer theirs is not shown any more', async () => {
    await enrolled();
    officeGives(['transit']);
    expect((await afterADay()).problem).toBeNull();
    expect(wallet.device?.scopes).toEqual(['transit']);
    expect((await wallet.take('identity')).fault).toBe('env/no-passes-left');
    expect((await store.passes()).every(({ scope }) => scope === 'transit')).toBe(true);
  });

  it('are learnt also when only the lost one runs out', async () => {
    await enrolled();
    officeGives(['transit']);
    for (let i = 0; i < 4; i++) await wallet.take('identity');
    expect((await wallet.replenish()).problem).toBeNull();
    expect(wallet.device?.scopes).toEqual(['transit']);
  });

  it('are asked for twice at most by an office that names others with each answer', async () => {
    await enrolled();
    const before = city.asked.length;
    city.answer = (keys) => ({ ok: {
      nowUnixSeconds: nowMs / 1000, scopes: [`scene-${city.asked.length}`], holder: device.holder,
      passes: keys.map(({ key, ...want }) => ({ ...want, key, pass: 'AA', attributes: [], notBeforeUnixSeconds: nowMs / 1000 - 120, expiresUnixSeconds: nowMs / 1000 + kDay })),
    } });
    expect((await afterADay()).problem).toBeNull();
    expect(city.asked.length - before).toBeLessThanOrEqual(2);
  });

  it('are not taken away by a refusal alone', async () => {
    await enrolled();
    city.answer = () => ({ problem: problemOf('issue/scope-not-for-holder') });
    await afterADay();
    expect(wallet.device?.scopes).toEqual(['transit', 'identity']);
    expect(city.asked.length, 'and it does not ask in circles').toBeLessThan(8);
  });

  it('stay as they are where an office of an earlier version says nothing of them', async () => {
    await enrolled();
    await afterADay();
    expect(wallet.device).toEqual(device);
  });
});

describe('keys', () => {
  it('where WebCrypto has Ed25519, the private half cannot be taken out', async () => {
    const maker = new KeyMaker(makeWrappingKey);
    const key = await maker.make();
    expect(key.kind).toBe('webcrypto');
    if (key.kind === 'webcrypto') await expect(crypto.subtle.exportKey('pkcs8', key.privateKey as CryptoKey)).rejects.toThrow();
  });

  it('elsewhere a seed is kept only as ciphertext', async () => {
    const seeds: Uint8Array[] = [];
    const wrapping = makeWrappingKey();
    const maker = new KeyMaker(() => wrapping, async (seed, message) => { seeds.push(seed.slice()); return nodeSigner(seed, message); }, false);
    const key = await maker.make();
    expect(key.kind).toBe('wrapped');
    if (key.kind === 'wrapped') expect(Buffer.from(key.sealedSeed).includes(Buffer.from(seeds[0]!))).toBe(false);
  });
});

describe('a browser without usable keys', () => {
  it('says so: no WebCrypto at all, or none that makes keys', async () => {
    const { subtle } = globalThis.crypto;
    const without = (instead: unknown): void => { Object.defineProperty(globalThis.crypto, 'subtle', { configurable: true, value: instead }); };
    try {
      without(undefined);
      await expect(new KeyMaker(makeWrappingKey).make()).rejects.toThrow(KeyRefused);
      without({ generateKey: () => Promise.reject(new DOMException('no such algorithm', 'NotSupportedError')) });
      await expect(new KeyMaker(makeWrappingKey, nodeSigner).make()).rejects.toThrow(KeyRefused);
      wallet = new Wallet({ store, now: () => nowMs, api: city, keys: new KeyMaker(makeWrappingKey, nodeSigner) });
      expect((await wallet.enrol('7K2M-9QXT-4HRB'))?.fault).toBe('env/crypto-missing');
    } finally {
      without(subtle);
    }
    expect(keyFault(new Error('a bug of ours'))).toBe('internal/bug');
  });
});

describe('a storage that somebody else has', () => {
  it('says that the browser deleted what was kept, and makes no new key', async () => {
    await enrolled();
    const other = await WalletStore.open();   // another tab, or the browser itself
    await other.destroy();
    expect((await wallet.take('transit')).fault).toBe('env/storage-evicted');
    expect((await wallet.replenish()).problem?.fault).toBe('env/storage-evicted');
    expect(await store.deviceKey()).toBeUndefined();
  });

  it('says the same when the connection was closed beneath it', async () => {
    await enrolled();
    await store.destroy();
    expect((await wallet.take('transit')).fault).toBe('env/storage-evicted');
  });

  it('forgets everything at once although another tab is open and answers nothing', async () => {
    await enrolled();
    const other = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('citycode-wallet');
      opening.onsuccess = () => resolve(opening.result);
    });
    other.onversionchange = null;
    await wallet.remove();
    await open();
    expect(wallet.device).toBeNull();
    expect(await store.passes()).toEqual([]);
    other.close();
  });
});
