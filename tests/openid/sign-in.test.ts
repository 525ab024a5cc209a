// Sign-in over HTTP with the unmodified openid-client, on both engines of records.
import { rotateSigningKeys } from '@citycode/openid/keys/signing-keys';
import { KeyFolder } from '@citycode/openid/keys/key-folder';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { join } from 'node:path';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { City, kAmara, kWang, kZhou, type Person } from './support/city.js';
import { kEngines, type Engine } from './support/engines.js';
import { freePort } from './support/ports.js';
import { RelyingParty, SignInPage, type Begun } from './support/relying-party.js';
import { kSecret, SignInSite } from './support/sign-in-site.js';

const kBack = { tax: 'http://localhost:9401/back', library: 'http://localhost:9402/back', app: 'http://localhost:9403/back' };
const denied = { name: 'AuthorizationResponseError', error: 'access_denied' };
const grantRefused = { name: 'ResponseBodyError', error: 'invalid_grant' };

describe.each(kEngines)('on %s', (_, openEngine) => {
  let engine: Engine;
  let site: SignInSite;
  let city: City;
  beforeAll(async () => {
    engine = await openEngine();
    site = await SignInSite.open({ database: await engine.newDatabase() });
    city = site.city;
  });
  afterAll(async () => {
    await site?.end();
    await engine?.end();
  });

  interface AtPage {
    readonly rp: RelyingParty;
    readonly begun: Begun;
    readonly page: SignInPage;
  }
  async function begun(id = 'tax', more: Readonly<Record<string, string>> = {}, browser = new Browser()): Promise<AtPage> {
    const rp = await RelyingParty.at(site, id);
    const first = await rp.begin(more);
    return { rp, begun: first, page: await SignInPage.reached(browser, first, site) };
  }

  /** The whole way, with this person's phone. */
  async function signedIn(id = 'tax', person: Person = kWang, more: Readonly<Record<string, string>> = {}, browser = new Browser()) {
    const { rp, begun: first, page } = await begun(id, more, browser);
    await city.agree(person, (await page.ask()).address);
    const back = await page.finish();
    return { rp, begun: first, back, tokens: await rp.end(first, back) };
  }

  describe('a citizen', () => {
    it.each([['tax', 'RS256'], ['library', 'EdDSA'], ['app', 'ES256']])('is signed in at %s, whose ID token is signed with %s', async (id, alg) => {
      const { rp, tokens } = await signedIn(id);
      expect(decodeProtectedHeader(tokens.id_token!).alg).toBe(alg);
      await jwtVerify(tokens.id_token!, createRemoteJWKSet(new URL(rp.configuration.serverMetadata().jwks_uri!)), { issuer: site.issuer, audience: id });
      const claims = tokens.claims()!;
      expect(claims).toMatchObject({ sub: await site.subjectOf(id, kWang), acr: 'urn:citycode:acr:phone', amr: ['swk', 'user'] });
      expect(Date.now() / 1000 - claims.auth_time!).toBeLessThan(30);
      expect(await rp.userInfo(tokens)).toEqual({ sub: claims.sub, name: '王小明' });
      expect(tokens.refresh_token).toBeUndefined();
    });

    it('is another subject at each portal, the same one each time, and another than somebody else', async () => {
      const subs = await Promise.all((['tax', 'library', 'tax'] as const).map(async (id) => (await signedIn(id)).tokens.claims()!.sub));
      expect(subs[0]).toBe(subs[2]);
      expect(subs[0]).not.toBe(subs[1]);
      expect((await signedIn('tax', kAmara)).tokens.claims()!.sub).not.toBe(subs[0]);
    });

    it('is asked only for what the portal asks and may ask, and tells only what was approved', async () => {
      const claims = JSON.stringify({ id_token: { citycode_over_18: { essential: true } }, userinfo: { citycode_document_type: null, email: null } });
      const { rp, begun: first, page } = await begun('tax', { scope: 'openid profile email', claims });
      const opened = await city.open(kWang, (await page.ask()).address);
      expect(opened.ask).toMatchObject({ scope: 'sign-in', purpose: 'Sign in to the tax office', origin: site.issuer });
      expect(opened.ask).toMatchObject({ required: ['over-18', 'pseudonym'], optional: ['name', 'document-type'] });   // in the scene's order
      await opened.agree({ without: ['name'] });
      const tokens = await rp.end(first, await page.finish());
      expect(tokens.claims()).toMatchObject({ citycode_over_18: true });
      expect(await rp.userInfo(tokens)).toEqual({ sub: tokens.claims()!.sub, citycode_document_type: 'resident' });

      const limited = await begun('library', { scope: 'openid profile document age' });
      expect((await city.open(kWang, (await limited.page.ask()).address)).ask).toMatchObject({ required: ['pseudonym'], optional: ['name'] });
    });

    it('answers on the phone that the browser is on, and comes back with its code', async () => {
      const browser = new Browser();
      const { rp, begun: first, page } = await begun('tax', {}, browser);
      const { address } = await page.ask('here');
      const opens = (await city.agree(kWang, address))!;
      expect(opens).toMatch(new RegExp(`^${site.issuer}/sign-in/return#citycode=`, 'u'));
      await expect.poll(async () => (await page.state()).state, { message: 'the answer alone signs nobody in' }).toBe('returning');
      expect((await browser.get(`${page.address}/finish`)).location).toBe(new URL(page.address).pathname);
      const returned = await browser.follow(opens, site.issuer);
      expect(returned.address).toBe(`${page.address}#${opens.split('#')[1]!}`);
      expect((await page.bringBack(opens.split('#citycode=')[1]!)).state).toBe('ready');
      expect((await rp.end(first, await page.finish())).claims()!.sub).toBe(await site.subjectOf('tax', kWang));
    });

    it('may ask for a new code, and the former one opens nothing', async () => {
      const { rp, begun: first, page } = await begun();
      const { address } = await page.ask();
      const { address: second } = await page.ask();
      await expect.poll(() => city.faultOf(kWang, address)).toBe('portal/unknown');
      await city.agree(kWang, second);
      expect((await rp.end(first, await page.finish())).claims()!.sub).toBe(await site.subjectOf('tax', kWang));
    });

    it('sees another address each second, and that a phone has opened it', async () => {
      const { page } = await begun();
      const first = await page.ask();
      expect(first.state).toBe('waiting');
      expect(Math.abs(first.endsInSeconds - 300)).toBeLessThanOrEqual(1);
      await expect.poll(async () => (await page.state()).address, { timeout: 3000 }).not.toBe(first.address);
      await city.open(kWang, first.address);
      await expect.poll(async () => (await page.state()).state).toBe('opened');
    });
  });

  describe('ends without a sign-in when', () => {
    it('the person refuses', async () => {
      const { rp, begun: first, page } = await begun();
      await (await city.open(kWang, (await page.ask()).address)).refuse();
      await expect(rp.end(first, await page.finish())).rejects.toMatchObject({ ...denied, error_description: 'the person did not agree' });
    });

    it('it is cancelled, and the code on the screen opens nothing any more', async () => {
      const { rp, begun: first, page } = await begun();
      const { address } = await page.ask();
      expect((await page.cancel()).state).toBe('ready');
      await expect.poll(() => city.faultOf(kWang, address)).toBe('portal/unknown');
      await expect(rp.end(first, await page.finish())).rejects.toMatchObject({ ...denied, error_description: 'the sign-in was cancelled' });
    });

    it('its time is over', async () => {
      site.mostLifeSeconds = 3;
      const { rp, begun: first, page } = await begun();
      const { address } = await page.ask().finally(() => { site.mostLifeSeconds = 300; });
      await expect.poll(async () => (await page.state()).state, { timeout: 20_000 }).toBe('expired');
      await expect.poll(() => city.faultOf(kWang, address)).toBe('portal/unknown');
      await page.cancel();
      await expect(rp.end(first, await page.finish())).rejects.toMatchObject({ ...denied, error_description: 'the time for the sign-in was over' });
    });

    it('the device is withdrawn in between', async () => {
      // A service of its own: one that has just heard the city's lists believes them for three seconds.
      const own = await SignInSite.open({ database: await engine.newDatabase(), city });
      const rp = await RelyingParty.at(own, 'tax');
      const first = await rp.begin();
      const page = await SignInPage.reached(new Browser(), first, own);
      await (await city.open(kZhou, (await page.ask()).address)).agreeAndBeLost();
      await expect(rp.end(first, await page.finish())).rejects.toMatchObject({ ...denied, error_description: 'the city or the phone refused: revocation/revoked' });
      await own.end();
    });

    it('the phone of somebody else opens what another has opened', async () => {
      const { rp, begun: first, page } = await begun();
      const { address } = await page.ask();
      const own = await city.open(kWang, address);
      expect(await city.faultOf(kAmara, address)).toBe('portal/opened');
      await own.agree();
      expect((await rp.end(first, await page.finish())).claims()!.sub).toBe(await site.subjectOf('tax', kWang));
    });

    it('the phone of somebody else answered a link that was passed on', async () => {
      const { rp, begun: first, page } = await begun();
      const opens = (await city.agree(kAmara, (await page.ask('here')).address))!;
      const theirs = new Browser();
      expect(await theirs.follow(opens, site.issuer)).toMatchObject({ status: 400, text: expect.stringContaining('another browser began it') as string });
      expect((await theirs.get(page.address)).status).toBe(404);
      expect((await theirs.post(`${page.address}/return`, { version: 1, code: opens.split('#citycode=')[1]! }, { origin: site.issuer })).status).toBe(404);
      await expect.poll(async () => (await page.state()).state).toBe('returning');
      expect((await page.bringBack('A'.repeat(22))).state).toBe('ready');
      await expect(rp.end(first, await page.finish())).rejects.toMatchObject({ ...denied, error_description: 'the city or the phone refused: portal/wrong-return' });
    });

    it('the city is away, until it is there again', async () => {
      const { rp, begun: first, page } = await begun();
      await city.server.stop();
      expect(await page.ask()).toMatchObject({ status: 502, error: 'the city cannot be reached, or did not take the question' });
      await city.server.startAgain();
      await city.agree(kWang, (await page.ask()).address);
      expect((await rp.end(first, await page.finish())).claims()!.sub).toBe(await site.subjectOf('tax', kWang));
    });
  });

  it('begins without a city, and signs people in when it is there', async () => {
    const own = await SignInSite.open({ database: await engine.newDatabase() });
    await own.stop();
    await own.city.server.stop();
    await own.start();
    const rp = await RelyingParty.at(own, 'tax');
    const first = await rp.begin();
    const page = await SignInPage.reached(new Browser(), first, own);
    expect((await page.ask()).status).toBe(502);
    await own.city.server.startAgain();
    await own.city.agree(kWang, (await page.ask()).address);
    expect((await rp.end(first, await page.finish())).claims()!.sub).toBe(await own.subjectOf('tax', kWang));
    await own.end();
  });

  describe('refuses', () => {
    const kWrong = [
      ['of another site', 'https://evil.example/back'], ['with a fragment', `${kBack.tax}#here`], ['with a user part', kBack.tax.replace('//', '//tax@')],
      ['at another port', kBack.tax.replace('9401', '9499')], ['with more behind it', `${kBack.tax}/more`], ['that is none', 'back'],
    ] as const;
    it.each(kWrong)('a redirect address %s, and sends nobody there', async (_what, redirect) => {
      const rp = await RelyingParty.at(site, 'tax');
      const { address } = await rp.begin({ redirect_uri: redirect });
      const answer = await new Browser().get(address);
      expect({ status: answer.status, location: answer.location }).toEqual({ status: 400, location: null });
      expect(answer.text).toContain('redirect_uri');
    });

    it('a code that is used again, and what it was good for before', async () => {
      const { rp, begun: first, back, tokens } = await signedIn();
      await expect(rp.end(first, back)).rejects.toMatchObject(grantRefused);
      await expect(rp.userInfo(tokens)).rejects.toMatchObject({ status: 401 });
    });

    it('one of two who bring the same code at the same moment', async () => {
      const { rp, begun: first, page } = await begun();
      await city.agree(kWang, (await page.ask()).address);
      const back = await page.finish();
      const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => rp.end(first, back)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
      for (const each of outcomes) if (each.status === 'rejected') expect(each.reason).toMatchObject(grantRefused);
    });

    it('a request without PKCE, with its plain method, and another verifier', async () => {
      const rp = await RelyingParty.at(site, 'app');
      const bare = client.buildAuthorizationUrl(rp.configuration, { redirect_uri: kBack.app, scope: 'openid', state: 's' });
      expect(new URL((await new Browser().get(bare)).location!).searchParams.get('error')).toBe('invalid_request');
      const plain = await rp.begin({ code_challenge_method: 'plain' });
      expect(new URL((await new Browser().get(plain.address)).location!).searchParams.get('error')).toBe('invalid_request');
      const { begun: first, page } = await begun('app');
      await city.agree(kWang, (await page.ask()).address);
      await expect(rp.end({ ...first, verifier: client.randomPKCECodeVerifier() }, await page.finish())).rejects.toMatchObject(grantRefused);
    });

    it('no PKCE of a client with a secret that may bring a nonce, and one without either', async () => {
      const rp = await RelyingParty.at(site, 'library');
      const ledTo = async (more: Readonly<Record<string, string>>): Promise<URL> => {
        const address = client.buildAuthorizationUrl(rp.configuration, { redirect_uri: kBack.library, scope: 'openid', state: 's', ...more });
        return new URL((await new Browser().get(address)).location!, site.issuer);
      };
      expect((await ledTo({ nonce: 'n' })).pathname).toMatch(/^\/sign-in\//u);
      expect((await ledTo({})).searchParams.get('error')).toBe('invalid_request');
    });

    it('a wrong secret, and the code of another client', async () => {
      const { begun: first, page } = await begun('tax');
      await city.agree(kWang, (await page.ask()).address);
      const back = await page.finish();
      const thief = await RelyingParty.at(site, 'library');
      await expect(thief.end(first, back)).rejects.toMatchObject(grantRefused);
      const here = { execute: [client.allowInsecureRequests] };
      const guess = await client.discovery(new URL(site.issuer), 'tax', {}, client.ClientSecretBasic(`${kSecret}!`), here);
      const checks = { pkceCodeVerifier: first.verifier, expectedNonce: first.nonce, expectedState: first.state };
      await expect(client.authorizationCodeGrant(guess, new URL(back), checks)).rejects.toMatchObject({ status: 401 });
    });

    it('a browser that answers for another sign-in', async () => {
      const { page } = await begun();
      const other = await begun();
      expect((await page.browser.get(`${other.page.address}/state`, 'application/json')).status).toBe(404);
      expect((await page.browser.get(`${other.page.address}/finish`)).status).toBe(404);
      // Even one that sends the cookie of its own sign-in where no browser would.
      const cookie = ['citycode_interaction', 'citycode_interaction.sig'].map((name) => `${name}=${page.browser.cookie(name)!}`).join('; ');
      const status = async (at: string): Promise<number> => (await fetch(`${at}/state`, { headers: { cookie } })).status;
      expect([await status(page.address), await status(other.page.address)]).toEqual([200, 404]);
    });

    it('questions to the page from elsewhere, of an unknown version, too long, and of no kind', async () => {
      const { page } = await begun();
      const at = `${page.address}/ask`, from = { origin: site.issuer };
      const status = async (body: object | string, more: Readonly<Record<string, string>> = from): Promise<number> =>
        (await page.browser.post(at, body, more)).status;
      expect(await status({ version: 1, way: 'screen' }, { origin: 'https://evil.example' })).toBe(403);
      const later = await page.browser.post(at, { version: 2, way: 'screen' }, from);
      expect(later).toMatchObject({ status: 400, text: '{"error":"messages of version 2 are not known here"}' });
      expect(await status({ way: 'screen' })).toBe(400);
      expect(await status({ version: 1, way: 'by post' })).toBe(400);
      expect(await status('{')).toBe(400);
      expect(await status({ version: 1, way: 'screen', more: 'x'.repeat(5000) })).toBe(413);
      expect(await status('version=1', { ...from, 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
      expect((await page.browser.get(at)).status).toBe(405);
      expect((await page.state()).state, 'nothing was asked').toBe('none');
    });

    it('another response type, a request object, and an unknown client', async () => {
      const rp = await RelyingParty.at(site, 'tax');
      const errorOf = async (more: Readonly<Record<string, string>>): Promise<string | null> => {
        const { location } = await new Browser().get((await rp.begin(more)).address);
        return location && new URLSearchParams(new URL(location).search || new URL(location).hash.slice(1)).get('error');
      };
      expect(await errorOf({ response_type: 'id_token' })).toBe('unsupported_response_type');
      expect(await errorOf({ request: 'e30.e30.' })).toBe('request_not_supported');
      expect(await errorOf({ claims: '{' })).toBe('invalid_request');
      const { address } = await rp.begin();
      address.searchParams.set('client_id', 'nobody');
      expect(await new Browser().get(address)).toMatchObject({ status: 400, location: null });
    });
  });

  describe('the library refuses', () => {
    it('a wrong nonce, a wrong state, and a wrong audience', async () => {
      const { rp, begun: first, page } = await begun();
      await city.agree(kWang, (await page.ask()).address);
      const back = await page.finish();
      await expect(rp.end({ ...first, state: 'another' }, back)).rejects.toMatchObject({ cause: { message: expect.stringContaining('"state"') as string } });
      await expect(rp.end({ ...first, nonce: 'another' }, back)).rejects.toMatchObject({ cause: { message: expect.stringContaining('"nonce"') as string } });
      const { rp: own, tokens } = await signedIn();
      const keys = createRemoteJWKSet(new URL(own.configuration.serverMetadata().jwks_uri!));
      await expect(jwtVerify(tokens.id_token!, keys, { issuer: site.issuer, audience: 'library' })).rejects.toThrow('"aud"');
    });
  });

  describe('keys', () => {
    it('that rotate in the middle: what was signed before stays good, the new key signs, the old one is published', async () => {
      const before = await signedIn();
      const { rp, begun: first, page } = await begun();
      const { address } = await page.ask();
      rotateSigningKeys(new KeyFolder(join(site.folder, 'keys')), 0);
      const jwks = async (): Promise<string[]> =>
        ((await (await fetch(rp.configuration.serverMetadata().jwks_uri!)).json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
      await expect.poll(async () => (await jwks()).length, { timeout: 5000 }).toBe(6);
      await city.agree(kWang, address);
      const tokens = await rp.end(first, await page.finish());
      const kids = [before.tokens, tokens].map(({ id_token }) => decodeProtectedHeader(id_token!).kid);
      expect(kids[0]).not.toBe(kids[1]);
      expect(await jwks()).toEqual(expect.arrayContaining(kids));
      const keys = createRemoteJWKSet(new URL(rp.configuration.serverMetadata().jwks_uri!));
      for (const { id_token } of [before.tokens, tokens]) await jwtVerify(id_token!, keys, { issuer: site.issuer, audience: 'tax' });
    });

    it('are published a while before they sign, and private parts never', async () => {
      const kidOf = async (): Promise<string> => decodeProtectedHeader((await signedIn()).tokens.id_token!).kid!;
      const first = await kidOf();
      rotateSigningKeys(new KeyFolder(join(site.folder, 'keys')), 600);
      const jwks = async (): Promise<Record<string, string>[]> =>
        ((await (await fetch(`${site.issuer}/jwks`)).json()) as { keys: Record<string, string>[] }).keys;
      await expect.poll(async () => (await jwks()).length, { timeout: 5000 }).toBe(9);
      expect(await kidOf()).toBe(first);
      for (const key of await jwks()) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']));
    });
  });

  describe('records', () => {
    it('give a copy of the database no token, no code, no name and no subject', async () => {
      const { begun: first, back, tokens } = await signedIn('tax', kAmara);
      const lying = await engine.dump(site.configuration().database);
      expect(lying.length).toBeGreaterThan(500);
      const secrets = [tokens.access_token, new URL(back).searchParams.get('code')!, first.nonce, first.state, tokens.claims()!.sub, 'Amara', site.backOf('tax')];
      for (const secret of secrets) expect(lying).not.toContain(secret);
    });

    it('are there after a restart: a sign-in between page and phone, a code, a token', async () => {
      const early = await begun();
      const waiting = await begun();
      const { address } = await waiting.page.ask();
      const late = await begun();
      await city.agree(kWang, (await late.page.ask()).address);
      await expect.poll(async () => (await late.page.state()).state).toBe('ready');   // kept, before the process ends
      const { rp, tokens } = await signedIn();
      await site.stop();
      await site.start();
      // The first may meet a connection that the former process has just closed.
      await expect.poll(async () => (await rp.userInfo(tokens))['name']).toBe('王小明');
      expect((await late.rp.end(late.begun, await late.page.finish())).claims()!.sub).toBe(await site.subjectOf('tax', kWang));
      // Who was asked before the restart is asked anew: the former question went with the process.
      await expect.poll(() => city.faultOf(kWang, address)).toBe('portal/unknown');
      for (const { rp: own, begun: first, page } of [early, waiting]) {
        expect((await page.state()).state).toBe(page === early.page ? 'none' : 'elsewhere');
        await city.agree(kWang, (await page.ask()).address);
        expect((await own.end(first, await page.finish())).claims()!.sub).toBe(await site.subjectOf('tax', kWang));
      }
    });

    it('are shared by two processes', async () => {
      const port = await freePort();
      await site.start(port);
      const { rp, begun: first, page } = await begun();
      const other = page.through(`http://localhost:${port}`);
      const { address } = await page.ask();
      expect((await other.state()).state).toBe('elsewhere');
      await city.agree(kWang, address);
      await expect.poll(async () => (await other.state()).state).toBe('ready');
      const { location } = await page.browser.get(`${other.address}/finish`);
      const tokens = await rp.end(first, (await page.browser.follow(location!, site.issuer)).address);
      const told = await fetch(`http://localhost:${port}/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
      expect(await told.json()).toMatchObject({ name: '王小明' });
    });

    it('say that a sign-in was cancelled, though the phone answers the process that asked', async () => {
      const port = await freePort();
      await site.start(port);
      const { rp, begun: first, page } = await begun();
      const opened = await city.open(kWang, (await page.ask()).address);
      expect((await page.through(`http://localhost:${port}`).cancel()).state).toBe('ready');
      await opened.agree();
      await expect(rp.end(first, await page.finish())).rejects.toMatchObject({ ...denied, error_description: 'the sign-in was cancelled' });
    });

    it('that are away: a sentence and 503, and all goes on when they are back', async () => {
      const { rp, tokens } = await signedIn();
      const { rp: own, begun: first, page } = await begun();
      const opened = await city.open(kWang, (await page.ask()).address);
      await engine.goAway(site.configuration().database);
      try {
        const begins = await new Browser().get((await rp.begin()).address);
        expect(begins).toMatchObject({ status: 503, location: null, text: expect.stringContaining('cannot reach its database') as string });
        expect(begins.headers.get('retry-after')).toBe('5');
        await opened.agree();   // the answer is here and cannot be kept yet
        await expect.poll(() => page.state()).toMatchObject({ status: 503, error: expect.stringContaining('database') as string });
        const told = await fetch(`${site.issuer}/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
        if (engine.readsGoOn) expect(told.status).toBe(200);
        else expect({ status: told.status, ...(await told.json() as object) }).toMatchObject({ status: 503, error: 'temporarily_unavailable' });
      } finally {
        await engine.comeBack(site.configuration().database);
      }
      expect((await rp.userInfo(tokens))['name']).toBe('王小明');
      await expect.poll(async () => (await page.state()).state).toBe('ready');
      expect((await own.end(first, await page.finish())).claims()!.sub).toBe(await site.subjectOf('tax', kWang));
    });

    it('that are away at the start: it starts, and answers when they are there', async () => {
      const database = await engine.newDatabase();
      const own = await SignInSite.open({ database, city });
      await own.stop();
      await engine.goAway(database);
      try {
        await own.start();
        expect((await fetch(`${own.issuer}/.well-known/openid-configuration`)).status).toBe(200);
        expect((await new Browser().get((await (await RelyingParty.at(own, 'tax')).begin()).address)).status).toBe(503);
      } finally {
        await engine.comeBack(database);
      }
      await SignInPage.reached(new Browser(), await (await RelyingParty.at(own, 'tax')).begin(), own);
      await own.end();
    });
  });
});
