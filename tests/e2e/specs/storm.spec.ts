/**
 * The real page, in a real browser, on the morning on which all passes have ended and the office refuses. Ten seconds and what
 * follows from an answer are played here; hours, every page and every address are played in tests/pages.
 */
import type { Page, Route } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';

const kTenSeconds = 10;
const kMostInTenSeconds = 4;   // docs/adr/0042
const kToldSeconds = 600;

type Answer = Parameters<Route['fulfill']>[0] | 'hangs';

const problem = (status: number, fault: string, headers: Record<string, string> = {}): Answer =>
  ({ status, headers, contentType: 'application/problem+json', body: JSON.stringify({ fault, requestId: 'r-1' }) });

const refusals: Readonly<Record<string, Answer>> = {
  '401': problem(401, 'issue/unknown-device'),
  '403': problem(403, 'issue/scope-not-for-holder'),
  '429 with Retry-After': problem(429, 'request/too-many', { 'Retry-After': String(kToldSeconds) }),
  '502 with HTML': { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' },
  '503': problem(503, 'store/unavailable'),
  'nothing': 'hangs',
};

/** As it is when the last pass has ended; and nothing is known of earlier refusals. */
async function losePasses(page: Page): Promise<void> {
  await page.evaluate(() => new Promise<void>((resolve, reject) => {
    localStorage.clear();
    const opening = indexedDB.open('citycode-wallet');
    opening.onerror = () => reject(opening.error!);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('passes', 'readwrite');
      transaction.objectStore('passes').clear();
      transaction.oncomplete = () => { opening.result.close(); resolve(); };
    };
  }));
}

/** The page's clock, timers and all; what is no timer (storage, the network, signing) goes on between the steps. */
async function pass(page: Page, seconds: number, stepSeconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += stepSeconds) {
    await page.clock.runFor(stepSeconds * 1000);
    await page.evaluate(() => new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    }));
  }
}

/** From here on the page's clock moves by `pass` alone, however slow the machine is. Answers with its time in seconds. */
async function stopClock(page: Page): Promise<number> {
  await page.clock.pauseAt(await nowOn(page) * 1000 + 1000);
  return nowOn(page);
}

const nowOn = (page: Page): Promise<number> => page.evaluate(() => Date.now() / 1000);

async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (isHidden ? 'hidden' : 'visible') });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('a phone without passes asks 4 times in ten seconds at most, whatever the office answers, and obeys Retry-After', async ({ city, openCitizen }) => {
  test.setTimeout(120_000);
  const citizen = await openCitizen({ keepsNoFiles: true });
  const { page, words } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  await losePasses(page);
  let asked = 0;
  let answer: Answer = 'hangs';
  await page.route('**/v1/passes', async (route) => {
    asked += 1;
    if (answer !== 'hangs') await route.fulfill(answer);
  });
  await page.clock.install();

  for (const [name, refusal] of Object.entries(refusals)) {
    await test.step(name, async () => {
      answer = refusal;
      await page.goto(`${city.origin}/nothing`);   // of the same origin, and asks for nothing
      await page.evaluate(() => localStorage.clear());
      asked = 0;
      const openedAt = await nowOn(page);   // no answer is older
      await citizen.openApp();
      await expect(page.locator('cc-fault').first()).toBeVisible();
      await expect.poll(() => asked).toBeGreaterThanOrEqual(1);
      await pass(page, kTenSeconds - (await stopClock(page) - openedAt), 1);
      expect(asked, `${name}: in ten seconds`).toBeLessThanOrEqual(kMostInTenSeconds);
      await expect(page.getByRole('button', { name: new RegExp(`^(${words.app.fetchNow}|${words.app.fetchingPasses})$`) })).toBeVisible();

      if (name.startsWith('429')) {
        const seen = asked;
        await page.getByRole('button', { name: words.app.fetchNow }).click();
        await pass(page, openedAt + kToldSeconds - 12 - await nowOn(page), 10);
        expect(asked, 'nobody asks before the time that the office told, and no press does').toBe(seen);
        await pass(page, 60, 2);
        expect(asked, 'then it asks').toBeGreaterThan(seen);
      }
      const seen = asked;
      await setHidden(page, true);
      await pass(page, 3600, 300);
      expect(asked, `${name}: while nobody sees the page`).toBe(seen);
      await page.clock.resume();
    });
  }

  await test.step('the office is back', async () => {
    await page.unroute('**/v1/passes');
    await page.goto(`${city.origin}/nothing`);
    await page.evaluate(() => localStorage.clear());
    await page.clock.setSystemTime(Date.now());   // hours were played; the office compares clocks
    await citizen.openApp();
    await pass(page, kTenSeconds, 1);
    await expect(citizen.code()).toBeVisible();
  });
});
