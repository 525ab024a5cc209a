/** The operators’ door, where nobody can sign in yet: it asks for nothing, and nobody is led to it. */
import { expect, test } from '../support/fixtures.ts';
import { wordsOf } from '../../support/words.ts';

const words = wordsOf('en').operators;

test('says that nobody can sign in yet, asks for nothing and keeps nothing', async ({ city, openContext }) => {
  const page = await (await openContext()).newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${city.origin}/operators`);
  expect(page.url()).toBe(`${city.origin}/operators/`);
  await expect(page.getByRole('region', { name: words.signIn })).toContainText(words.notYet);
  await expect(page.locator('input, textarea, form, [contenteditable]')).toHaveCount(0);
  expect(asked.filter((path) => path.startsWith('/v1/'))).toEqual([]);
  expect(await page.evaluate(async () => [await indexedDB.databases(), await caches.keys(), Object.keys(localStorage)])).toEqual([[], [], []]);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await page.getByRole('link', { name: words.openScanner }).click();
  await expect(page).toHaveURL(`${city.origin}/console/`);
});

test('is no page’s link and no search engine’s find', async ({ city, openCitizen }) => {
  const { page } = await openCitizen();
  for (const path of ['/', '/app/', '/console/', '/sheet/', '/portal/']) {
    await page.goto(city.origin + path);
    await expect(page.locator('header, main').first()).toBeVisible();
    expect(await page.locator('a').evaluateAll((links: HTMLAnchorElement[]) => links.map(({ pathname }) => pathname)), path).not.toContain('/operators/');
  }
  expect(await (await fetch(`${city.origin}/operators/`)).text()).toContain('<meta name="robots" content="noindex">');
});
