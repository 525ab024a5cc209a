/** What is left behind: in caches, in storage, in addresses. Policies and origins are watched in every test (support/watch.ts). */
import type { Page } from '@playwright/test';
import { stopClockAt } from '../support/clock.ts';
import { expect, test } from '../support/fixtures.ts';
import { filesAreKept } from '../support/kept.ts';

/** Everything that the Cache API holds, addresses and bodies. */
async function cached(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const texts: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        texts.push(`${name} ${request.method} ${request.url} ${await answer!.text()}`);
      }
    }
    return texts;
  });
}

async function webStorage(page: Page): Promise<string> {
  return page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
}

test('keeps nothing of a person in addresses, caches or web storage', async ({ city, film, openCitizen, openScanner, watches }) => {
  const code = await city.enrolmentCodeFor('Wang Xiaoming');
  const secrets = ['王小明', 'Wang Xiaoming', '990000199003070015', '9***15', code, code.replaceAll('-', '')];
  const citizen = await openCitizen();
  const scanner = await openScanner();
  for (const watch of watches) watch.keepOutOfAddresses(...secrets);

  await citizen.openApp();
  await citizen.enterEnrolmentCode(code);
  await expect(citizen.code()).toBeVisible();
  await citizen.chooseScene('identity');
  const { picture, takenUnixSeconds } = await citizen.photograph();
  await film.show(picture);
  await scanner.open();
  await stopClockAt(scanner.page, takenUnixSeconds + 2);   // before the camera starts: one look, one verdict
  await scanner.setUp('identity');
  await scanner.expectOutcome('valid');
  expect(Object.values(await scanner.fields())).toContain('王小明');
  await scanner.next();

  for (const page of [citizen.page, scanner.page]) {
    await filesAreKept(page);
    const texts = await cached(page);
    expect(texts.length, 'the page works offline, so it has a cache').toBeGreaterThan(0);
    expect(texts.filter((text) => /\/v1\/(devices|passes|demo|terminals|scene-keys)/.test(text.split(' ')[2]!))).toEqual([]);
    for (const secret of secrets) {
      expect(texts.filter((text) => text.includes(secret)).map((text) => text.slice(0, 120)), secret).toEqual([]);
      expect(await webStorage(page)).not.toContain(secret);
    }
  }
});

test('a verdict leaves the screen by itself, with everything that it said', async ({ openCitizen, openScanner }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('identity');
  const { picture, takenUnixSeconds } = await citizen.photograph();
  const scanner = await openScanner({ camera: 'refused' });
  // The ten seconds are the page's timers': Playwright's clock runs them, nobody waits.
  await scanner.page.clock.install({ time: (takenUnixSeconds + 2) * 1000 });
  await scanner.open();
  await scanner.setUp('identity');
  await scanner.choosePicture({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  await scanner.expectOutcome('valid');
  await scanner.page.clock.fastForward(10_500);
  await expect(scanner.word()).toHaveCount(0);
  await expect(scanner.page.locator('body')).not.toContainText('王小明');
});

test('answers with the policy that the documents promise', async ({ city }) => {
  for (const path of ['/', '/app/', '/console/', '/operators/', '/v1/city', '/no-such-page']) {
    const answer = await fetch(`${city.origin}${path}`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "connect-src 'self'",
      "frame-ancestors 'none'", "require-trusted-types-for 'script'"]) {
      expect(policy, path).toContain(part);
    }
    expect(policy).not.toContain('unsafe-inline');
    expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(answer.headers.get('referrer-policy'), path).toBe('no-referrer');
  }
});
