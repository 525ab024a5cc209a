/** The real page against an office that refuses, hours in seconds: how often it asks, what it says, and that it comes back. */
import type { Page, Route } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';

const kHourSeconds = 3600;

/** As on a morning on which all passes have ended. */
async function losePasses(page: Page): Promise<void> {
  await page.evaluate(() => new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('citycode-wallet');
    opening.onerror = () => reject(opening.error!);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('passes', 'readwrite');
      transaction.objectStore('passes').clear();
      transaction.oncomplete = () => { opening.result.close(); resolve(); };
    };
  }));
}

/** The page's clock, timers and all; what is not a timer (storage, the network) goes on between the steps. */
async function pass(page: Page, seconds: number, stepSeconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += stepSeconds) {
    await page.clock.runFor(stepSeconds * 1000);
    await page.evaluate(() => new Promise<void>((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => resolve(); port2.postMessage(null); }));
  }
}

async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (isHidden ? 'hidden' : 'visible') });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

const refusals: readonly (readonly [string, Parameters<Route['fulfill']>[0]])[] = [
  ['401 of the city', { status: 401, contentType: 'application/problem+json', body: JSON.stringify({ fault: 'issue/unknown-device', requestId: 'r-1' }) }],
  ['502 of whatever stands before it', { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }],
];

for (const [name, answer] of refusals) {
  test(`a phone without passes whose office answers ${name} asks 4 times in ten seconds and 60 in an hour, and nothing unseen`, async ({ openCitizen }) => {
    test.setTimeout(180_000);
    const citizen = await openCitizen();
    const { page, words } = citizen;
    await citizen.becomeDemoCitizen('王小明');
    await losePasses(page);

    let asked = 0;
    await page.route('**/v1/passes', async (route) => {
      asked += 1;
      await route.fulfill(answer);
    });
    await page.clock.install();
    await page.goto('about:blank');
    await citizen.openApp();
    await citizen.expectFault('env/no-passes-left', { what: false });
    await pass(page, 10, 1);
    expect(asked).toBeGreaterThanOrEqual(1);
    expect(asked).toBeLessThanOrEqual(4);

    // What happened, its id, and when the page asks again by itself; the button stays what it is.
    const until = words.common.asksAgainAt('|').split('|')[0]!.trim();
    await expect(page.locator('cc-fault').filter({ hasText: until }).first()).toBeVisible();
    await expect(page.getByRole('button', { name: words.app.fetchNow })).toBeVisible();
    await page.evaluate((label) => {
      const find = (root: Document | ShadowRoot): Element[] => [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? find(each.shadowRoot) : [])]);
      const button = find(document).find((each) => each.tagName === 'BUTTON' && each.textContent.trim() === label)!;
      Object.assign(globalThis, { flickers: 0 });
      new MutationObserver((changes) => {
        Object.assign(globalThis, { flickers: (globalThis as unknown as { flickers: number }).flickers + changes.length });
      }).observe(button, { subtree: true, childList: true, characterData: true, attributes: true });
    }, words.app.fetchNow);
    await pass(page, kHourSeconds - 10, 20);
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThanOrEqual(60);
    expect(await page.evaluate(() => (globalThis as unknown as { flickers: number }).flickers)).toBe(0);

    const seen = asked;
    await setHidden(page, true);
    await pass(page, kHourSeconds, 60);
    expect(asked).toBe(seen);

    await page.unroute('**/v1/passes');
    await setHidden(page, false);
    await pass(page, 10, 1);
    await expect(citizen.code()).toBeVisible();
  });
}

test('a press asks at once, and a page that is loaded again and again asks no more often', async ({ openCitizen }) => {
  const citizen = await openCitizen();
  const { page, words } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  await losePasses(page);
  let asked = 0;
  await page.route('**/v1/passes', async (route) => {
    asked += 1;
    await route.fulfill({ status: 429, headers: { 'Retry-After': '600' }, contentType: 'application/problem+json', body: JSON.stringify({ fault: 'request/too-many', requestId: 'r-1' }) });
  });
  await page.reload();
  await citizen.expectFault('request/too-many');
  for (let i = 0; i < 5; i++) {
    await page.reload();
    await citizen.expectFault('request/too-many');
    await page.getByRole('button', { name: words.app.fetchNow }).click();
  }
  expect(asked, 'what the city told holds for presses and reloads').toBe(1);
});
