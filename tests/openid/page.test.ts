// The page of a sign-in in Chromium, under its own policy: code, keyboard, languages, large text, the same phone.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser as Chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kChromium, kQuietSwitches } from '../support/chromium.js';
import { kAmara, kWang } from './support/city.js';
import { agree, becomeCitizen } from './support/phone-page.js';
import { freePort } from './support/ports.js';
import { RelyingParty, type Begun } from './support/relying-party.js';
import { SignInSite } from './support/sign-in-site.js';

let folder: string;
let site: SignInSite;
let browser: Chromium;
let context: BrowserContext;
let page: Page;
let problems: string[];
let rp: RelyingParty;
let portal: Server;
let portalOrigin: string;
let begun: Begun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'citycode-openid-'));
  // At the portal it only counts where a browser is led.
  const port = await freePort();
  portalOrigin = `http://localhost:${port}`;
  const body = '<link rel="icon" href="data:,"><title>portal</title>';
  portal = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(body)).listen(port, 'localhost');
  [site, browser] = await Promise.all([
    SignInSite.open({ database: `sqlite:${join(folder, 'records.sqlite')}`, taxPort: port }),
    chromium.launch({ executablePath: kChromium, args: kQuietSwitches }),
  ]);
  rp = await RelyingParty.at(site, 'tax');
  context = await browser.newContext({ locale: 'en-GB', viewport: { width: 900, height: 900 } });
});
afterAll(async () => {
  await browser?.close();
  portal?.close();
  portal?.closeAllConnections();
  await site?.end();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await context.clearCookies();
  page = await context.newPage();
  problems = [];
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(error.message));
});
afterEach(async () => {
  await page.close();
  expect(problems).toEqual([]);
});

async function opened(more: Readonly<Record<string, string>> = {}): Promise<void> {
  begun = await rp.begin(more);
  await page.goto(begun.address.href);
  await page.locator('cc-code svg[part=symbol]').waitFor();
}
const shownAddress = (): Promise<string> => page.evaluate(() => (document.querySelector('cc-code') as HTMLElement & { text: string }).text);
const button = (name: string) => page.getByRole('button', { name });
async function backAtPortal(): Promise<URL> {
  await page.waitForURL(`${portalOrigin}/back?*`);
  return new URL(page.url());
}

describe('the page of a sign-in', () => {
  it('shows who asks for what, a code that changes, that it was opened, and goes back to the portal', async () => {
    await opened({ scope: 'openid profile', claims: JSON.stringify({ userinfo: { citycode_over_18: { essential: true } } }) });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in to The tax office');
    expect(await page.getByText('with Citycode of Demo City').isVisible()).toBe(true);
    expect(await page.getByRole('listitem').allTextContents()).toEqual(['whether you are 18', 'your name (you may leave it out)']);
    expect(await page.locator('#ends').textContent()).toMatch(/^Ends in [45]:\d\d$/u);
    const first = await shownAddress();
    await expect.poll(shownAddress).not.toBe(first);
    const phone = await site.city.open(kWang, await shownAddress());
    await page.getByText('A phone has opened it. Answer there.').waitFor();
    expect(await page.locator('cc-code').isVisible()).toBe(false);
    await phone.agree();
    const tokens = await rp.end(begun, (await backAtPortal()).href);
    expect(tokens.claims()!.sub).toBe(await site.subjectOf('tax', kWang));
  });

  it('is left by the keyboard, and the portal is told', async () => {
    await opened();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement!.id)).toBe('here');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect((await backAtPortal()).searchParams.get('error')).toBe('access_denied');
  });

  it('offers a new code when the time is over', async () => {
    site.mostLifeSeconds = 3;
    await opened().finally(() => { site.mostLifeSeconds = 300; });
    await page.getByText('The time for this code is over.').waitFor();
    expect(await page.locator('cc-code').isVisible()).toBe(false);
    await button('New code').click();
    await page.locator('cc-code').waitFor();
    await site.city.agree(kWang, await shownAddress());
    expect((await backAtPortal()).searchParams.has('code')).toBe(true);
  });

  it('goes to the phone’s own page and signs in the browser that comes back', async () => {
    await (await becomeCitizen(context, site.city.server.origin, kWang.name)).close();
    await opened();
    await button('Answer on this device').click();
    await agree(page);
    expect((await rp.end(begun, (await backAtPortal()).href)).claims()!.sub).toBe(await site.subjectOf('tax', kWang));
  });

  it('signs nobody in when another browser brings the phone’s answer', async () => {
    await opened();
    const { address } = await page.evaluate(async () => {
      const asked = await fetch(`${location.pathname}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"version":1,"way":"here"}' });
      return await asked.json() as { readonly address: string };
    });
    const theirs = await browser.newContext({ locale: 'en-GB' });
    const other = await becomeCitizen(theirs, site.city.server.origin, kAmara.name);
    await other.goto(address);
    await agree(other);
    await other.getByRole('heading', { name: 'Go back to where you began' }).waitFor();
    await page.getByText('Your phone has answered. Go on in the page that it opened.').waitFor();
    await theirs.close();
  });

  it('says that the service is away, and goes on when it is back', async () => {
    await opened();
    await context.route('**/state', (route) => route.fulfill({ status: 503, body: '{}' }));
    await page.getByText('The city cannot be reached now. We go on trying.').waitFor();
    problems = [];   // the browser itself complains of the answer
    await context.unroute('**/state');
    await page.getByText('Scan this code').waitFor();
    problems = [];
  });

  it.each([
    ['zh-CN', '登录tax办公室'], ['zh-Hant', '登入The tax office'], ['en', 'Sign in to The tax office'], ['id', 'Masuk ke The tax office'],
  ])('speaks %s, is accessible, and has room at 200 percent', async (language, heading) => {
    await opened({ ui_locales: language, scope: 'openid profile document age' });
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(heading);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.setViewportSize({ width: 360, height: 700 });
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Sign in to The tax office' }).waitFor();
    await page.locator('cc-code svg[part=symbol]').waitFor();
  });
});

describe('pages of messages', () => {
  it('are accessible, in the language of the browser', async () => {
    const wrong = await rp.begin({ redirect_uri: 'https://evil.example/' });
    await page.goto(wrong.address.href);
    problems = [];   // 400 is said by the browser too
    expect(await page.getByRole('heading').textContent()).toBe('This sign-in cannot go on');
    expect(page.url()).toMatch(new RegExp(`^${site.issuer}/auth`, 'u'));
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });

  it('ask before signing out, and lead back to the portal', async () => {
    await opened();
    await site.city.agree(kWang, await shownAddress());
    const tokens = await rp.end(begun, (await backAtPortal()).href);
    const out = new URL(rp.configuration.serverMetadata().end_session_endpoint!);
    out.search = String(new URLSearchParams({ id_token_hint: tokens.id_token!, post_logout_redirect_uri: `${portalOrigin}/`, state: 's' }));
    await page.goto(out.href);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await button('Sign out').click();
    await page.waitForURL(`${portalOrigin}/?state=s`);
  });
});
