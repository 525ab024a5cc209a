/** The phone's own page in a browser, in English. */
import type { BrowserContext, Page } from 'playwright-core';
import { holderWordsOf } from '../../support/words.js';

export const phoneWords = holderWordsOf('en');

/** As who tries the demo does: from the city's first page to a code. */
export async function becomeCitizen(context: BrowserContext, city: string, name: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${city}/`);
  await page.getByRole('button', { name: phoneWords.landing.chooseName(name) }).click();
  await page.getByRole('img', { name: phoneWords.code.imageName('') }).waitFor();
  return page;
}

export async function agree(page: Page): Promise<void> {
  await page.getByRole('button', { name: phoneWords.asked.agree }).click();
}
