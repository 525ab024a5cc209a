// What a browser is remembered for: sessions of one portal, signing out, what a portal asks about them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as client from 'openid-client';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from './support/browser.js';
import { kAmara, kWang, type Person } from './support/city.js';
import { RelyingParty, SignInPage } from './support/relying-party.js';
import { SignInSite } from './support/sign-in-site.js';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'citycode-openid-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

async function signIn(site: SignInSite, browser: Browser, id = 'tax', person: Person = kWang, more: Readonly<Record<string, string>> = {}) {
  const rp = await RelyingParty.at(site, id);
  const begun = await rp.begin(more);
  const page = await SignInPage.reached(browser, begun, site);
  await site.city.agree(person, (await page.ask()).address);
  return { rp, tokens: await rp.end(begun, await page.finish()) };
}

/** Where the browser ends up without a phone; the tokens if it was signed in. */
async function asked(site: SignInSite, browser: Browser, id: string, more: Readonly<Record<string, string>> = {}) {
  const rp = await RelyingParty.at(site, id);
  const begun = await rp.begin(more);
  const { address } = await browser.follow(begun.address, site.issuer);
  const error = new URL(address).searchParams.get('error');
  const checks = more['max_age'] ? { maxAge: Number(more['max_age']) } : {};
  const tokens = new URL(address).searchParams.has('code') ? await rp.end(begun, address, checks) : null;
  return { error, atPhone: address.startsWith(`${site.issuer}/sign-in/`), tokens };
}

describe('without sessions', () => {
  let site: SignInSite;
  beforeAll(async () => { site = await SignInSite.open({ database: `sqlite:${join(folder, 'none.sqlite')}` }); });
  afterAll(() => site.end());

  it('the phone is asked each time, and without it nobody is signed in', async () => {
    const browser = new Browser();
    await signIn(site, browser);
    expect(await asked(site, browser, 'tax')).toMatchObject({ atPhone: true });
    expect(await asked(site, browser, 'tax', { prompt: 'none' })).toMatchObject({ error: 'login_required' });
    await signIn(site, browser, 'tax', kAmara);
  });
});

describe('with sessions', () => {
  let site: SignInSite;
  beforeAll(async () => { site = await SignInSite.open({ database: `sqlite:${join(folder, 'some.sqlite')}`, sessionSeconds: 600 }); });
  afterAll(() => site.end());

  it('who was just here is signed in without the phone, with the same claims and the same time', async () => {
    const browser = new Browser();
    const { rp, tokens } = await signIn(site, browser, 'tax', kWang, { scope: 'openid profile', max_age: '10000' });
    const wishes: Record<string, string>[] = [{ prompt: 'none' }, { max_age: '10000' }, { prompt: 'none', id_token_hint: tokens.id_token! }];
    for (const more of wishes) {
      const again = await asked(site, browser, 'tax', more);
      expect(again.tokens!.claims()).toMatchObject({ sub: tokens.claims()!.sub, auth_time: tokens.claims()!.auth_time });
      expect(await rp.userInfo(again.tokens!)).toMatchObject({ name: '王小明' });
    }
  });

  it('the phone is asked when the portal wishes it, when more is asked, and when it was too long ago', async () => {
    const browser = new Browser();
    await signIn(site, browser);
    expect(await asked(site, browser, 'tax', { prompt: 'login' })).toMatchObject({ atPhone: true });
    expect(await asked(site, browser, 'tax', { scope: 'openid profile age', prompt: 'none' })).toMatchObject({ error: 'consent_required' });
    await new Promise((resolve) => { setTimeout(resolve, 2100 - Date.now() % 1000); });   // whole seconds are compared
    expect(await asked(site, browser, 'tax', { max_age: '1' })).toMatchObject({ atPhone: true });
    expect(await asked(site, new Browser(), 'tax', { prompt: 'none' })).toMatchObject({ error: 'login_required' });
  });

  it('another portal knows nothing of it, and who signs in there is signed out here', async () => {
    const browser = new Browser();
    const first = await signIn(site, browser, 'tax');
    expect(await asked(site, browser, 'app', { prompt: 'none' })).toMatchObject({ error: 'login_required' });
    const second = await signIn(site, browser, 'app');
    expect(second.tokens.claims()!.sub).not.toBe(first.tokens.claims()!.sub);
    expect(await asked(site, browser, 'tax', { prompt: 'none' })).toMatchObject({ error: 'login_required' });
  });

  it('somebody else takes the browser over, and a hint of who it was is not answered by them', async () => {
    const browser = new Browser();
    const first = await signIn(site, browser);
    const second = await signIn(site, browser, 'tax', kAmara, { prompt: 'login' });
    expect(second.tokens.claims()!.sub).not.toBe(first.tokens.claims()!.sub);
    expect(await asked(site, browser, 'tax', { prompt: 'none', id_token_hint: first.tokens.id_token! })).toMatchObject({ error: 'login_required' });
  });

  it('signing out asks, ends the session and its tokens, and leads back to the portal alone', async () => {
    const browser = new Browser();
    const { rp, tokens } = await signIn(site, browser);
    const out = client.buildEndSessionUrl(rp.configuration, { id_token_hint: tokens.id_token!, post_logout_redirect_uri: 'http://localhost:9401/', state: 'bye' });
    const page = await browser.get(out);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Sign out?') as string });
    const xsrf = /name="xsrf" value="([^"]+)"/u.exec(page.text)![1]!;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const done = await browser.post(`${site.issuer}/session/end/confirm`, String(new URLSearchParams({ xsrf, logout: 'yes' })), form);
    expect(done.location).toBe('http://localhost:9401/?state=bye');
    expect(await asked(site, browser, 'tax', { prompt: 'none' })).toMatchObject({ error: 'login_required' });
    await expect(rp.userInfo(tokens)).rejects.toMatchObject({ status: 401 });
    const astray = client.buildEndSessionUrl(rp.configuration, { id_token_hint: tokens.id_token!, post_logout_redirect_uri: 'https://evil.example/' });
    expect(await browser.get(astray)).toMatchObject({ status: 400, location: null });
  });
});
