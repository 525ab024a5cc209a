// The demo's sign-in service beside a real demo city: registers its sample portal there, serves both, and people sign in with the phone's own pages.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser as Chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readQrText } from '../e2e/support/foreign.js';
import { kChromium, kQuietSwitches } from '../support/chromium.js';
import { CityServer } from '../support/city-server.js';
import { Browser } from './support/browser.js';
import { agree, becomeCitizen, phoneWords } from './support/phone-page.js';
import { freePair } from './support/ports.js';

const checkout = resolve(import.meta.dirname, '../..');
let city: CityServer;
let folder: string;
beforeAll(async () => {
  city = await CityServer.start();
  folder = Reflect.get(city, 'dataFolder') as string;
});
afterAll(() => city?.end());

const commandAt = (port: number): string[] =>
  [process.execPath, join(checkout, 'server/openid/scripts/demo.mjs'), join(checkout, 'build/native/server/citycode-server'), folder, city.origin, String(port)];

/** `before`: what starts it, with its command behind. */
async function started(port: number, before: readonly string[] = []): Promise<ChildProcess> {
  const [program, ...args] = [...before, ...commandAt(port)];
  const child = spawn(program!, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const address of [`http://localhost:${port + 1}/`, `http://localhost:${port}/jwks`]) {
    await vi.waitFor(async () => expect((await fetch(address)).status).toBe(200), { timeout: 20_000 });
  }
  return child;
}
async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

it('registers a portal that asks, and leads from the sample to the page of a sign-in, at every start', async () => {
  for (const port of [await freePair(), await freePair()]) {
    const demo = await started(port);
    try {
      const issuer = `http://localhost:${port}`;
      expect(await city.atTheCounter('list-portals')).toMatch(new RegExp(`openid-sample +${issuer} +tax-office(.|\n)*asks for sign-in`, 'u'));
      const browser = new Browser();
      const { location } = await browser.get(`http://localhost:${port + 1}/sign-in`);
      const page = await browser.follow(location!, issuer);
      expect(page.address).toContain(`${issuer}/sign-in/`);
      expect(page.text).toContain('Sign in to Sample Portal');
      expect(page.text).toContain('with Citycode of Demo City');
      for (const secret of ['sample.seeds', 'sample.json']) expect((await stat(join(folder, 'openid', secret))).mode & 0o777).toBe(0o600);
    } finally {
      await ended(demo);
    }
    await expect(fetch(`http://localhost:${port}/jwks`), 'nothing is left running').rejects.toThrow();
  }
});

it('ends with the city in whose place it was started, as scripts/run does it', async () => {
  const port = await freePair();
  const shell = await started(port, ['/bin/sh', '-c', '"$0" "$@" & exec sleep 600']);
  shell.kill('SIGKILL');
  for (const at of [port, port + 1]) await expect.poll(() => fetch(`http://localhost:${at}/`).then(() => 'there', () => 'gone'), { timeout: 10_000 }).toBe('gone');
});

it('says in one sentence why it cannot begin', async () => {
  const port = await freePair();
  const [program, script, server, , origin] = commandAt(port);
  const missing = join(folder, 'no-folder/at/all');
  const complaints = await promisify(execFile)(program!, [script!, `${server!}-that-is-not-there`, missing, origin!, String(port)]).then(() => '', (cause: { stderr: string }) => cause.stderr);
  expect(complaints).toMatch(/^citycode: the sign-in service does not run: .+\n$/u);
});

describe('a person', () => {
  let port: number;
  let demo: ChildProcess;
  let browser: Chromium;
  let portal: Page;
  let phone: Page;
  async function newContext(): Promise<BrowserContext> {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 900, height: 900 } });
    context.setDefaultTimeout(10_000);
    return context;
  }
  beforeAll(async () => {
    port = await freePair();
    [demo, browser] = await Promise.all([started(port), chromium.launch({ executablePath: kChromium, args: kQuietSwitches })]);
    portal = await (await newContext()).newPage();
    phone = await becomeCitizen(await newContext(), city.origin, '王小明');
  });
  afterAll(async () => {
    await browser?.close();
    if (demo) await ended(demo);
  });

  /** From the sample to the picture on the service's page, and with it to the question on the phone. */
  async function asked(): Promise<string> {
    await portal.goto(`http://localhost:${port + 1}/sign-in`);
    await portal.locator('cc-code svg[part=symbol]').waitFor();
    const address = await readQrText(await portal.locator('cc-code').screenshot());
    expect(address.startsWith(`${city.origin}/app/#portal=`)).toBe(true);
    await phone.goto('about:blank');
    await phone.goto(address);
    await phone.getByRole('heading', { name: phoneWords.asked.title }).waitFor();
    return address;
  }
  const name = () => phone.getByLabel(phoneWords.attributes.name, { exact: true });
  const knownAs = async (): Promise<string> => (await portal.locator('code').textContent())!;

  it('reads who asks, ticks what the site may also see, and the site shows that', async () => {
    const address = await asked();
    for (const text of ['Sample Portal', `http://localhost:${port}`, 'Sign in to the sample portal']) await phone.getByText(text, { exact: true }).waitFor();
    expect(await phone.getByRole('listitem').allTextContents()).toEqual([phoneWords.attributes['over-18'], phoneWords.attributes.pseudonym]);
    expect(await name().isChecked()).toBe(false);

    const other = await becomeCitizen(await newContext(), city.origin, '李雨桐');
    await other.goto(address);
    await other.getByText(phoneWords.faults['portal/opened']!.what).waitFor();
    await other.context().close();

    await name().check();
    await agree(phone);
    await portal.getByText('Signed in as 王小明.').waitFor();
    expect(portal.url()).toBe(`http://localhost:${port + 1}/`);
    await portal.getByText('18 or older: yes').waitFor();
  });

  it('leaves the name out, while the keys rotate, and is the same one there', async () => {
    const before = await knownAs();
    await asked();
    await promisify(execFile)(process.execPath, [join(checkout, 'server/openid/dist/main.js'), 'rotate-keys', join(folder, 'openid/openid.json'), '--signs-in', '0']);
    const keys = async (): Promise<number> => ((await (await fetch(`http://localhost:${port}/jwks`)).json()) as { keys: unknown[] }).keys.length;
    await expect.poll(keys, { timeout: 5000 }).toBe(6);
    await agree(phone);
    await portal.getByText('Signed in as somebody.').waitFor();
    expect(await knownAs()).toBe(before);
  });

  it('refuses, and the site has seen nothing', async () => {
    await asked();
    await phone.getByRole('button', { name: phoneWords.places.decline }).click();
    await portal.getByText('You did not sign in.').waitFor();
  });
});
