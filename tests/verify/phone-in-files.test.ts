// A phone in Node that keeps itself in files, against the running server: it enrols, fetches, shows, and goes on in another process's place.
import { Asking } from '@citycode/client/asking';
import { fetchFrom, pageParts } from '@citycode/client/host';
import { FileStore } from '@citycode/client/stores/files';
import { KeptStore } from '@citycode/holder/kept-store';
import { walletOver } from '@citycode/holder/page-wallet';
import type { Wallet } from '@citycode/holder/wallet';
import { loadCoreForNode } from '@citycode/wasm/node';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.js';

type Core = Awaited<ReturnType<typeof loadCoreForNode>>;

let city: CityServer;
let core: Core;
let folder: string;
let damaged: string[];
beforeAll(async () => { [city, core] = await Promise.all([CityServer.start(), loadCoreForNode()]); });
afterAll(() => city?.end());
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'citycode-phone-')), 'kept');
  damaged = [];
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

/** Of a secret that a person gives each time. */
const openingKeyOf = async (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)), 'AES-GCM', false, ['encrypt', 'decrypt']);

async function signWithSeed(seed: Uint8Array, message: Uint8Array): Promise<{ publicKey: Uint8Array; signature: Uint8Array }> {
  const signed = core.holder.sign(seed, message);
  if (!signed.ok) throw new Error(signed.fault);
  return signed.ok;
}

async function phoneIn(where: string, secret = 'what the person knows'): Promise<Wallet> {
  const store = new KeptStore(await FileStore.open(where, (file) => damaged.push(file)));
  const through = new Asking({ ...pageParts, fetch: fetchFrom(city.origin) });
  const wallet = walletOver(store, { now: Date.now, origin: city.origin, through, signWithSeed, openingKey: await openingKeyOf(secret) });
  await wallet.load();
  return wallet;
}

/** The outcome of this moment's code at a verifier that has the city's lists. */
async function outcomeOf(wallet: Wallet): Promise<string> {
  const taken = await wallet.take('transit');
  if (!taken.ok) return taken.fault!;
  const { record } = taken.ok;
  const claims = { audience: 'transit', issuedUnixSeconds: Math.floor(Date.now() / 5000) * 5 };
  const signature = await wallet.sign(record, Uint8Array.from(core.holder.presentationToBeSigned(record.pass, claims).ok!));
  const text = core.holder.writeCode(record.pass, claims, signature).ok!;
  const list = new Uint8Array(await (await fetch(`${city.origin}/v1/trust-list`)).arrayBuffer());
  const { rootKey } = (await (await fetch(`${city.origin}/v1/city`)).json()) as { rootKey: string };
  expect(core.verifier.loadTrustList(list, Uint8Array.from(Buffer.from(rootKey, 'base64url')), Math.floor(Date.now() / 1000)).fault).toBeUndefined();
  return core.verifier.verifyCode(text, { nowUnixSeconds: Math.floor(Date.now() / 1000), scopeName: 'transit' }).ok!.outcome;
}

describe('a phone in files', () => {
  it('enrols, shows what a verifier takes, and goes on after a new start with the passes that are left', async () => {
    const first = await phoneIn(folder);
    expect(await first.enrol(await city.enrolmentCodeFor('Wang Xiaoming'))).toBe(null);
    expect((await first.replenish({ atOnce: true })).problem).toBe(null);
    expect(await outcomeOf(first)).toBe('undecided');   // this verifier has no status list: signatures and times were looked at
    const left = (await first.stock()).counts.get('transit')!;
    const second = await phoneIn(folder);
    expect(second.device?.holder.displayName).toBe(first.device!.holder.displayName);
    expect((await second.stock()).counts.get('transit')).toBe(left);
    expect(await outcomeOf(second)).toBe('undecided');
    expect((await second.stock()).counts.get('transit')).toBe(left - 1);
  });

  it('keeps no seed that its files alone give away, and no file that others may read', async () => {
    const wallet = await phoneIn(folder);
    await wallet.enrol(await city.enrolmentCodeFor('Wang Xiaoming'));
    await wallet.replenish({ atOnce: true });
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    const other = await phoneIn(folder, 'a guess');
    const taken = await other.take('transit');
    await expect(other.sign(taken.ok!.record, new Uint8Array(8))).rejects.toThrow();
  });

  it('is as new where its files are damaged, and says when nothing can be written', async () => {
    const wallet = await phoneIn(folder);
    await wallet.enrol(await city.enrolmentCodeFor('Wang Xiaoming'));
    await wallet.replenish({ atOnce: true });
    for (const name of await readdir(folder)) await writeFile(join(folder, name), (await readFile(join(folder, name))).subarray(1));
    const again = await phoneIn(folder);
    expect(again.device).toBe(null);
    expect(await again.take('transit')).toEqual({ fault: 'env/no-passes-left' });
    expect(damaged.length).toBeGreaterThan(0);
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file in the folder’s place');
    expect((await wallet.take('transit')).fault).toBe('env/storage-evicted');
    expect((await wallet.enrol(await city.enrolmentCodeFor('Wang Xiaoming')))?.fault).toBe('env/storage-full');
  });
});
