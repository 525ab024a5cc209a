// The sample portals as they are, each a process of its own with the common client of its language: Node with openid-client, Python with Authlib.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { kWang } from './support/city.js';
import { freePort } from './support/ports.js';
import { SignInPage } from './support/relying-party.js';
import { kSecret, SignInSite } from './support/sign-in-site.js';

const samples = resolve(import.meta.dirname, '../../web/portal/samples');
const cache = process.env['CITYCODE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'citycode');
const kStartTimeoutMs = 20_000;

describe.each([
  ['Node', [process.execPath, join(samples, 'node/portal.mjs')]],
  ['Python', [join(cache, 'oracles/bin/python3'), join(samples, 'python/portal.py')]],
] as const)('the sample for %s', (_, command) => {
  let folder: string;
  let site: SignInSite;
  let portal: ChildProcess;
  let origin: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'citycode-openid-'));
    const port = await freePort();
    origin = `http://localhost:${port}`;
    site = await SignInSite.open({ database: `sqlite:${join(folder, 'records.sqlite')}`, taxPort: port });
    portal = spawn(command[0], [command[1]], {
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ISSUER: site.issuer, CLIENT_ID: 'tax', CLIENT_SECRET: kSecret, ORIGIN: origin, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complaints = '';
    portal.stderr!.on('data', (text: Buffer) => { complaints += text.toString(); });
    await new Promise<void>((done, failed) => {
      setTimeout(() => failed(new Error(`the portal did not start: ${complaints}`)), kStartTimeoutMs).unref();
      portal.once('exit', () => failed(new Error(`the portal ended: ${complaints}`)));
      createInterface({ input: portal.stdout! }).on('line', (line) => { if (line.startsWith('ready at ')) done(); });
    });
  });
  afterAll(async () => {
    if (portal && portal.exitCode === null) {
      const ended = once(portal, 'exit');
      portal.kill();
      await ended;
    }
    await site?.end();
    await rm(folder, { recursive: true, force: true });
  });

  async function begun(): Promise<{ browser: Browser; page: SignInPage; address: string }> {
    const browser = new Browser();
    const { location } = await browser.get(`${origin}/sign-in`);
    const page = await SignInPage.reached(browser, { address: new URL(location!) }, site);
    return { browser, page, address: (await page.ask()).address };
  }

  it('signs a citizen in, and out again', async () => {
    const { browser, page, address } = await begun();
    const opened = await site.city.open(kWang, address);
    expect(opened.ask).toMatchObject({ required: ['over-18', 'pseudonym'], optional: ['name'] });
    await opened.agree();
    expect((await browser.get(await page.finish())).location).toMatch(/\/$/u);
    const { text } = await browser.get(`${origin}/`);
    expect(text).toContain('Signed in as 王小明.');
    expect(text).toContain(`<code>${await site.subjectOf('tax', kWang)}</code>`);
    expect(text).toContain('18 or older: yes');
    const { location } = await browser.get(`${origin}/sign-out`);
    expect(location).toMatch(new RegExp(`^${site.issuer}/session/end\\?`, 'u'));
    expect(await browser.get(location!)).toMatchObject({ status: 200, text: expect.stringContaining('Sign out?') as string });
    expect((await browser.get(`${origin}/`)).text).toContain('Sign in with Citycode');
  });

  it('says so when the person refuses', async () => {
    const { browser, page, address } = await begun();
    await (await site.city.open(kWang, address)).refuse();
    expect(await browser.get(await page.finish())).toMatchObject({ status: 403, text: expect.stringContaining('You did not sign in.') as string });
    expect((await browser.get(`${origin}/`)).text).toContain('Sign in with Citycode');
  });

  it('signs no browser in that did not begin, and none twice', async () => {
    const { browser, page, address } = await begun();
    await site.city.agree(kWang, address);
    const back = await page.finish();
    expect((await new Browser().get(back)).status).toBe(400);
    expect((await browser.get(back)).status).toBe(303);
    expect((await new Browser().get(back)).status).toBe(400);
  });
});
