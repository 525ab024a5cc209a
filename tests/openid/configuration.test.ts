// Mistakes in the configuration, each one sentence with its place; and the command line.
import { readConfiguration } from '@citycode/openid/configuration';
import { execFile, spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { chmod, copyFile, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './support/ports.js';
import { digestOf } from './support/sign-in-site.js';

type Json = Record<string, unknown>;
const kSeeds = { version: 1, key: 'A'.repeat(43), sealingKey: 'B'.repeat(42) + 'A' };
const kClient = {
  id: 'tax', name: 'Tax', purpose: 'Sign in', portal: { id: 'tax', seeds: 'tax.json' }, origin: 'https://tax.example',
  redirectAddresses: ['https://tax.example/back'], claims: ['name'],
};
const kRight = {
  version: 1, issuer: 'https://login.city.example', city: 'https://city.example', cityName: { en: 'City', id: 'Kota' }, database: 'sqlite:records.sqlite',
  keys: 'keys', clients: [kClient],
};
const withClient = (more: Json): Json => ({ ...kRight, clients: [{ ...kClient, ...more }] });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'citycode-openid-'));
  await writeFile(join(folder, 'tax.json'), JSON.stringify(kSeeds), { mode: 0o600 });
  await writeFile(join(folder, 'open.json'), JSON.stringify(kSeeds), { mode: 0o644 });
  await writeFile(join(folder, 'later.json'), JSON.stringify({ ...kSeeds, version: 2 }), { mode: 0o600 });
  await writeFile(join(folder, 'other.json'), JSON.stringify({ ...kSeeds, id: 'library' }), { mode: 0o600 });
  await writeFile(join(folder, 'short.json'), JSON.stringify({ ...kSeeds, key: 'A' }), { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function mistakesOf(json: Json | string): Promise<readonly string[]> {
  const file = join(folder, 'openid.json');
  await writeFile(file, typeof json === 'string' ? json : JSON.stringify(json));
  const read = readConfiguration(file);
  return 'mistakes' in read ? read.mistakes : [];
}

describe('a configuration', () => {
  it('that is right is read, with what it leaves out', async () => {
    expect(await mistakesOf(kRight)).toEqual([]);
    const read = readConfiguration(join(folder, 'openid.json'));
    expect(read).toMatchObject({ configuration: {
      host: '127.0.0.1', port: 8090, sessionSeconds: 0, rootKey: null, database: `sqlite:${join(folder, 'records.sqlite')}`, keys: join(folder, 'keys'),
      clients: [{ secretDigest: null, authentication: 'none', signs: 'RS256', pkce: 'required', name: { en: 'Tax' } }],
    } });
  });

  it.each<[string, Json, string]>([
    ['of an unknown version', { ...kRight, version: 2 }, 'version: 2 is not known here; this program reads version 1.'],
    ['without a version', { ...kRight, version: undefined }, 'version: is missing; this program reads version 1.'],
    ['with a key that is not known', { ...kRight, sesionSeconds: 5 }, 'sesionSeconds: is not known.'],
    ['with http far away', { ...kRight, issuer: 'http://login.city.example' }, 'issuer: http://login.city.example is not https; http is for this machine alone (http://localhost:8090).'],
    ['with a path behind the issuer', { ...kRight, issuer: 'https://login.city.example/openid' }, 'issuer: https://login.city.example/openid has more in it than the address of a site: give https://login.city.example.'],
    ['with a city that is no address', { ...kRight, city: 'city' }, 'city: city is no address; give one like https://login.city.example.'],
    ['with another database', { ...kRight, database: 'mysql://city' }, 'database: "mysql://city" is not right; give sqlite:PATH or postgresql://….'],
    ['with an address of PostgreSQL that is none', { ...kRight, database: 'postgresql://city:secret@:5432/openid?host=/tmp' }, 'database: is no address of PostgreSQL; give one like postgresql://city@db.example/openid, or postgresql://city@/openid?host=/run/postgresql.'],
    ['with a port that is none', { ...kRight, listen: { port: 70_000 } }, 'listen.port: 70000 is no whole number from 0 to 65535.'],
    ['without clients', { ...kRight, clients: [] }, 'clients: is no list with at least one client.'],
    ['with a language that is not spoken', { ...kRight, cityName: { fr: 'Ville' } }, 'cityName.fr: is no language of these pages, which are zh-CN, zh-Hant, en, id.'],
    ['with a redirect that has a fragment', withClient({ redirectAddresses: ['https://tax.example/back#x'] }), 'clients[0].redirectAddresses[0]: https://tax.example/back#x has a fragment, behind which the answer would be lost.'],
    ['with a redirect that has a user part', withClient({ redirectAddresses: ['https://u:p@tax.example/back'] }), 'clients[0].redirectAddresses[0]: https://u:p@tax.example/back has a user part.'],
    ['with a redirect that has an empty user part', withClient({ redirectAddresses: ['https://@tax.example/back'] }), 'clients[0].redirectAddresses[0]: https://@tax.example/back has a user part.'],
    ['with a redirect at another port', withClient({ redirectAddresses: ['https://tax.example/back', 'https://tax.example:444/back'] }), 'clients[0].redirectAddresses[1]: https://tax.example:444/back has another port than https://tax.example.'],
    ['with a redirect at another site', withClient({ redirectAddresses: ['https://tax.example.evil/back'] }), 'clients[0].redirectAddresses[0]: https://tax.example.evil/back is not at https://tax.example.'],
    ['with a redirect written otherwise', withClient({ redirectAddresses: ['https://TAX.example/a/../back'] }), 'clients[0].redirectAddresses[0]: https://TAX.example/a/../back is written in another way than browsers write it: give https://tax.example/back.'],
    ['without a redirect', withClient({ redirectAddresses: [] }), 'clients[0].redirectAddresses: is no list with at least one in it.'],
    ['with a way out to another port', withClient({ postLogoutAddresses: ['https://tax.example:8443/'] }), 'clients[0].postLogoutAddresses[0]: https://tax.example:8443/ has another port than https://tax.example.'],
    ['with a purpose that fits no question', withClient({ purpose: '登录'.repeat(16) }), 'clients[0].purpose: is too long; give what people sign in for, in at most 90 bytes: 30 Chinese characters, or a short sentence.'],
    ['with an issuer that phones could not come back to', { ...kRight, issuer: `https://${'a.'.repeat(60)}example` }, 'issuer: is longer than 113 characters, and phones could not come back.'],
    ['with the seeds of another portal', withClient({ portal: { id: 'tax', seeds: 'other.json' } }), 'clients[0].portal.seeds: other.json is of another portal.'],
    ['with a claim that there is not', withClient({ claims: ['email'] }), 'clients[0].claims[0]: email is none of name, citycode_document_type, citycode_document_number_masked, citycode_over_18, citycode_over_60.'],
    ['with the secret itself', withClient({ secretSha256: 'hunter2' }), 'clients[0].secretSha256: "hunter2" is not right; give the SHA-256 of the secret as 43 characters of base64url.'],
    ['without PKCE or a secret', withClient({ pkce: 'or-nonce' }), 'clients[0].pkce: a client without a secret has only PKCE.'],
    ['with seeds that are not there', withClient({ portal: { id: 'tax', seeds: 'gone.json' } }), 'clients[0].portal.seeds: gone.json cannot be read (ENOENT).'],
    ['with seeds that others can read', withClient({ portal: { id: 'tax', seeds: 'open.json' } }), 'clients[0].portal.seeds: open.json can be read by others; run chmod 600 on it.'],
    ['with seeds of an unknown version', withClient({ portal: { id: 'tax', seeds: 'later.json' } }), 'clients[0].portal.seeds (later.json).version: 2 is not known here; this program reads version 1.'],
    ['with a seed that is too short', withClient({ portal: { id: 'tax', seeds: 'short.json' } }), 'clients[0].portal.seeds (short.json).key: "A" is not right; give 32 bytes as 43 characters of base64url.'],
    ['with two clients of one portal', { ...kRight, clients: [kClient, { ...kClient, id: 'other' }] }, 'clients[1].portal.id: tax is the portal of tax; each client needs one of its own, so that nobody can be followed from one to the other.'],
  ])('%s', async (_, json, sentence) => {
    expect(await mistakesOf(json)).toEqual([sentence]);
  });

  it('that is no JSON, and none', async () => {
    expect(await mistakesOf('{')).toEqual([expect.stringMatching(/openid\.json: cannot be read \(it is no JSON: .*\)\.$/u)]);
    expect(await mistakesOf('[]')).toEqual([expect.stringMatching(/is no object of JSON\.$/u)]);
    expect(readConfiguration(join(folder, 'none'))).toEqual({ mistakes: [`${join(folder, 'none')}: cannot be read (ENOENT).`] });
  });

  it('tells all mistakes at once', async () => {
    expect(await mistakesOf({ ...kRight, issuer: '', keys: undefined, clients: [{ ...kClient, id: 'Tax Office', signs: 'HS256' }] })).toHaveLength(4);
  });
});

describe('the command line', () => {
  const package_ = resolve(import.meta.dirname, '../../server/openid');

  const run = async (...words: readonly string[]): Promise<{ out: string; complaints: string; status: number }> => {
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(package_, 'dist/main.js'), ...words], { cwd: folder });
      return { out: stdout, complaints: stderr, status: 0 };
    } catch (cause) {
      const { stdout, stderr, code } = cause as { stdout: string; stderr: string; code: number };
      return { out: stdout, complaints: stderr, status: code };
    }
  };

  it('checks a configuration', async () => {
    await mistakesOf(kRight);
    expect(await run('check', 'openid.json')).toMatchObject({ out: 'The configuration is right.\n', status: 0 });
    await mistakesOf(withClient({ redirectAddresses: ['https://tax.example/#'], claims: ['email'] }));
    const { complaints, status } = await run('check', 'openid.json');
    expect(status).toBe(1);
    expect(complaints.split('\n').filter((line) => line.startsWith('clients[0].'))).toHaveLength(2);
    expect((await run('dance')).complaints).toContain('usage: citycode-openid serve FILE');
  });

  it('serves until it is told to end, and says at once what is wrong', async () => {
    const port = await freePort();
    await mistakesOf({ ...kRight, issuer: `http://localhost:${port}`, listen: { port }, keys: 'served' });
    const served = spawn(process.execPath, [join(package_, 'dist/main.js'), 'serve', 'openid.json'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(served, 'exit');
    const [line] = (await once(createInterface({ input: served.stdout }), 'line')) as [string];
    expect(line).toBe(`Sign-in is ready at http://localhost:${port} (port ${port})`);
    expect((await fetch(`http://localhost:${port}/.well-known/openid-configuration`)).status).toBe(200);
    expect(await run('serve', 'openid.json'), 'the port is taken').toMatchObject({ status: 1, complaints: expect.stringContaining('EADDRINUSE') as string });
    served.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    await mistakesOf({ ...kRight, version: 7 });
    expect(await run('serve', 'openid.json')).toMatchObject({ status: 1, complaints: 'version: 7 is not known here; this program reads version 1.\n' });
  });

  it('makes a secret of which the configuration has only the digest', async () => {
    const { out } = await run('new-secret');
    const [, secret, digest] = /^secret {8}([\w-]{43})\nsecretSha256 {2}([\w-]{43})\n$/u.exec(out)!;
    expect(digest).toBe(digestOf(secret!));
  });

  it('makes the keys of a portal, and never over others', async () => {
    const { out } = await run('new-portal', 'new.json');
    const [, key, sealingKey] = /^key {9}([\w-]{43})\nsealingKey {2}([\w-]{43})\n$/u.exec(out)!;
    const seeds = JSON.parse(await readFile(join(folder, 'new.json'), 'utf8')) as Record<string, string>;
    for (const [crv, d, x] of [['Ed25519', seeds['key'], key], ['X25519', seeds['sealingKey'], sealingKey]]) {
      // The public part is computed anew: what the file holds is the secret of what was said.
      const prefix = crv === 'Ed25519' ? '302e020100300506032b657004220420' : '302e020100300506032b656e04220420';
      const secret = createPrivateKey({ format: 'der', type: 'pkcs8', key: Buffer.concat([Buffer.from(prefix, 'hex'), Buffer.from(d!, 'base64url')]) });
      expect(createPublicKey(secret).export({ format: 'jwk' }).x).toBe(x);
    }
    await mistakesOf(withClient({ portal: { id: 'tax', seeds: 'new.json' } }));
    expect((await run('check', 'openid.json')).status).toBe(0);
    expect(await run('new-portal', 'new.json')).toMatchObject({ status: 1, complaints: expect.stringContaining('EEXIST') as string });
  });

  it('rotates keys in a folder that only its owner can read, and refuses one that others can', async () => {
    await mistakesOf(kRight);
    expect(await run('rotate-keys', 'openid.json')).toMatchObject({ status: 0 });
    const keys = join(folder, 'keys');
    expect((await stat(keys)).mode & 0o777).toBe(0o700);
    expect(await readdir(keys)).toEqual(['signing-keys.json']);
    expect((await stat(join(keys, 'signing-keys.json'))).mode & 0o777).toBe(0o600);
    expect((JSON.parse(await readFile(join(keys, 'signing-keys.json'), 'utf8')) as { keys: unknown[] }).keys).toHaveLength(6);
    expect(await run('rotate-keys', 'openid.json', '--signs-in', 'soon')).toMatchObject({ status: 1, complaints: expect.stringContaining('--signs-in needs a number of seconds.') as string });
    await copyFile(join(keys, 'signing-keys.json'), join(folder, 'kept'));
    await writeFile(join(keys, 'signing-keys.json'), JSON.stringify({ version: 9, keys: [] }));
    expect((await run('rotate-keys', 'openid.json')).complaints).toContain('is of version 9, and this program reads version 1');
    await copyFile(join(folder, 'kept'), join(keys, 'signing-keys.json'));
    await chmod(join(keys, 'signing-keys.json'), 0o640);
    expect((await run('rotate-keys', 'openid.json')).complaints).toContain('can be read by others');
  });
});
