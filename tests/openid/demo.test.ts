// The demo's sign-in service beside a real demo city: registers its sample portal there, and serves both. JOIN: a phone signs in here, with the kit.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.js';
import { Browser } from './support/browser.js';
import { freePair } from './support/ports.js';

const checkout = resolve(import.meta.dirname, '../..');
let city: CityServer;
let folder: string;
beforeAll(async () => {
  city = await CityServer.start();
  folder = Reflect.get(city, 'dataFolder') as string;
});
afterAll(() => city?.end());

async function started(port: number): Promise<ChildProcess> {
  const [demo, server] = [join(checkout, 'server/openid/scripts/demo.mjs'), join(checkout, 'build/native/server/citycode-server')];
  const child = spawn(process.execPath, [demo, server, folder, city.origin, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  await expect.poll(async () => (await fetch(`http://localhost:${port + 1}/`)).status, { timeout: 20_000 }).toBe(200);
  await expect.poll(async () => (await fetch(`http://localhost:${port}/jwks`)).status, { timeout: 20_000 }).toBe(200);
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
