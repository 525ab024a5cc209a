// The packed <cc-sign-in> on a portal's own page, whose server asks with the kit, against the running city and a phone.
import { openPortal, type CityPortal, type SignIn, type SignInAnswer } from '@citycode/verify/portal';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kChromium } from '../support/chromium.js';
import { CityServer } from '../support/city-server.js';
import { wordsOf } from '../support/words.ts';
import { Phone } from '../verify/phone.js';
import { registerPortal } from '../verify/registered.js';
import { Project } from '../verify/project.js';
import { Site } from './site.js';

const words = wordsOf('en');

let city: CityServer;
let phone: Phone;
let project: Project;
let site: Site;
let origin: string;
let portal: CityPortal;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let problems: string[];

/** What a portal's own server keeps of each page that asks. */
interface Session { readonly asked: SignIn; answer: SignInAnswer | null }
const sessions = new Map<string, Session>();

/** The two addresses of docs/api.md, "A portal's own page". */
const server = {
  async start({ returns }: { returns: boolean }) {
    const asked = await portal.ask({ scene: 'sign-in', purpose: 'Sign in', required: ['name', 'pseudonym'], ...(returns && { returnTo: `${origin}/` }) });
    const session = crypto.randomUUID();
    const kept: Session = { asked, answer: null };
    void asked.answer.then((answer) => { kept.answer = answer; });
    sessions.set(session, kept);
    return { session, address: await asked.address(), expiresUnixSeconds: asked.expiresUnixSeconds };
  },
  async state({ session, returned }: { session: string; returned?: string }) {
    const kept = sessions.get(session);
    if (!kept) return { state: 'expired' };
    const { asked, answer } = kept;
    if (!answer) return asked.state === 'waiting' ? { state: 'waiting', address: await asked.address() } : { state: 'opened' };
    const code = 'returnCode' in answer ? answer.returnCode : null;
    if (code !== null && returned !== code) return { state: returned === undefined ? 'opened' : 'failed' };
    if (answer.outcome === 'failed') return { state: 'failed', fault: answer.fault };
    return { state: answer.outcome, ...(answer.outcome === 'signed-in' && { result: { name: answer.attributes['name'] } }) };
  },
};

beforeAll(async () => {
  [city, project] = await Promise.all([CityServer.start(), Project.withPacked('embed')]);
  phone = await Phone.of(city, 'Wang Xiaoming');
  site = await Site.open({ '/citycode/': join(project.installed, 'dist') });
  site.policy = `script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:; style-src 'self'`;
  origin = site.origin.replace('127.0.0.1', 'localhost');
  site.pages.set('/', `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tax account</title><link rel="icon" href="/icon.svg"><script src="/hear.js"></script>
    <script type="module" src="/citycode/cc-sign-in.js"></script></head><body><h1>Tax account</h1><form><cc-sign-in name="session" src="/sign-ins"></cc-sign-in></form></body></html>`);
  site.pages.set('/hear.js', 'globalThis.heard = []; addEventListener("cc-sign-in", ({ detail }) => heard.push(detail));');
  site.pages.set('/icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const registered = await registerPortal(city, 'embedding', { origin, returnTo: `${origin}/` });
  portal = await openPortal({ city: city.origin, ...registered });
  site.posts.set('/sign-ins', server.start);
  site.posts.set('/sign-ins/state', server.state);
  browser = await chromium.launch({ executablePath: kChromium, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
  site?.close();
  await Promise.all([city?.end(), project?.remove()]);
});

beforeEach(async () => {
  problems = [];
  context = await browser.newContext();
  page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  return () => context.close();
});

const heard = (): Promise<unknown> => page.evaluate(() => globalThis.heard);
const formValue = (): Promise<string | null> => page.evaluate(() => new FormData(document.querySelector('form')!).get('session') as string | null);
const shownAddress = async (): Promise<string> => {
  await page.locator('cc-sign-in cc-code [part=symbol]').waitFor();
  return page.locator('cc-sign-in cc-code').evaluate((code) => (code as unknown as { text: string }).text);
};
const begin = async (): Promise<void> => {
  await page.goto(`${origin}/`);
  await page.getByRole('button', { name: words.signIn.begin }).click();
};

describe.skipIf(!existsSync(kChromium) && !process.env['CI'])('<cc-sign-in>', () => {
  it('shows the living code, and gives the page and its form what became of it', async () => {
    await begin();
    const first = await shownAddress();
    expect(first.startsWith(`${city.origin}/app/#portal=`)).toBe(true);
    await expect.poll(shownAddress).not.toBe(first);
    expect(await formValue()).toBe(null);
    const question = await phone.open(await shownAddress());
    await page.getByText(words.signIn.opened).waitFor();
    expect(await page.locator('cc-sign-in cc-code').count()).toBe(0);
    await phone.answer(question, ['name', 'pseudonym']);
    await page.getByText(words.signIn.done).waitFor();
    expect(await heard()).toEqual([{ state: 'signed-in', result: { name: '王小明' } }]);
    expect(sessions.has((await formValue())!)).toBe(true);
    expect(problems).toEqual([]);
  });

  it('says that the person refused, and asks again', async () => {
    await begin();
    await phone.answer(await phone.open(await shownAddress()), null);
    await page.getByText(words.signIn.refused.what).waitFor();
    expect(await heard()).toEqual([{ state: 'refused', result: null }]);
    await page.getByRole('button', { name: words.signIn.again }).click();
    await phone.answer(await phone.open(await shownAddress()), ['name', 'pseudonym']);
    await page.getByText(words.signIn.done).waitFor();
  });

  it('goes by way of the app on this device, and lets in the browser that brings the code back and no other', async () => {
    await page.route(`${city.origin}/app/**`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>The app</title>' }));
    await page.goto(`${origin}/`);
    await page.getByRole('button', { name: words.signIn.thisDevice }).click();
    await page.waitForURL(`${city.origin}/app/**`);
    const brought = await phone.answer(await phone.open(page.url()), ['name', 'pseudonym']);
    const other = await context.newPage();
    await other.goto(`${origin}/#citycode=${brought}`);
    await other.getByText(words.signIn.otherBrowser.what).waitFor();
    await page.goto(`${origin}/#citycode=${brought}`);
    await page.getByText(words.signIn.done).waitFor();
    expect(new URL(page.url()).hash).toBe('');
  });

  it('says when its own server does not answer, and goes on when it does', async () => {
    await begin();
    const address = await shownAddress();
    site.posts.delete('/sign-ins/state');
    await page.locator('cc-sign-in cc-fault').waitFor();
    site.posts.set('/sign-ins/state', server.state);
    await page.locator('cc-sign-in cc-fault').waitFor({ state: 'detached' });
    expect(await shownAddress()).not.toBe(address);
    site.posts.delete('/sign-ins');
    await page.reload();
    await page.getByRole('button', { name: words.signIn.begin }).click();
    await page.locator('cc-sign-in cc-fault').waitFor();
    site.posts.set('/sign-ins', server.start);
    await page.getByRole('button', { name: words.signIn.begin }).click();
    await shownAddress();
  });
});
