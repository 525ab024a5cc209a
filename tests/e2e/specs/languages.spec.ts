/** A page's own language without a network: the one that the person chose is there, and of the others the page says what is lacking. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { holderWordsOf } from '../../support/words.ts';

/** The language of which the page's service worker keeps the words. */
const keptLanguage = (page: Page): Promise<string | null> => page.evaluate(async () => {
  await navigator.serviceWorker.ready;
  return (await caches.match('/app/spoken-language'))?.text() ?? null;
});

const choose = (page: Page, language: string): Promise<unknown> => page.locator('cc-language select').selectOption(language);

test('a phone opens without a network in its own language, and in the one that it changed to', async ({ city, openCitizen }) => {
  const citizen = await openCitizen({ language: 'zh-CN' });
  const { page } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  await expect.poll(() => keptLanguage(page)).toBe('zh-cn');
  await city.stop();
  await page.reload();
  await expect(citizen.code()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');

  await city.startAgain();
  await choose(page, 'id');
  await expect(page.getByRole('button', { name: holderWordsOf('id').app.more })).toBeVisible();
  await expect.poll(() => keptLanguage(page)).toBe('id');
  await city.stop();
  await page.reload();
  await expect(page.getByRole('button', { name: holderWordsOf('id').app.more })).toBeVisible();
});

test('a language that was never fetched says without a network what is lacking, and the page goes on as it was', async ({ city, openCitizen }) => {
  const citizen = await openCitizen({ language: 'zh-CN' });
  const { page, words } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  await expect.poll(() => keptLanguage(page)).toBe('zh-cn');
  await page.reload();   // from now on by the service worker
  await expect(citizen.code()).toBeVisible();
  await city.stop();
  await choose(page, 'id');
  await expect(page.locator('cc-language')).toContainText(words.faults['env/module-not-loaded']!.what);
  await expect(page.locator('cc-language select')).toHaveValue('zh-CN');
  await choose(page, 'en');
  await expect(page.getByRole('button', { name: holderWordsOf('en').app.more })).toBeVisible();
  await expect(page.locator('cc-language')).not.toContainText(holderWordsOf('en').faults['env/module-not-loaded']!.what);
});
