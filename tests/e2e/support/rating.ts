/** Whoever was served, on the page of slips; and the desk that gives them. */
import { expect, type Page } from '@playwright/test';
import type { CityServer } from '../../support/city-server.ts';
import type { Scanner } from './scanner.ts';
import { holderWordsOf, type Catalogue, type LanguageTag } from '../../support/words.ts';

export type LevelName = keyof Catalogue['rating']['levels'];

export class Rater {
  readonly words: Catalogue;

  constructor(readonly page: Page, private readonly city: CityServer, language: LanguageTag = 'en') {
    this.words = holderWordsOf(language);
  }

  /** As the phone's camera opens it from the staff's screen. Another page first: an address that differs in its fragment alone loads nothing. */
  async open(link: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(this.city.origin + link);
  }

  async choose(level: LevelName): Promise<void> {
    const number = { 'very-dissatisfied': 1, 'dissatisfied': 2, 'basically-satisfied': 3, 'satisfied': 4, 'very-satisfied': 5 }[level];
    await this.page.locator(`cc-rating input[name="level"][value="${number}"]`).check();
  }

  async send(when: 'now' | 'later'): Promise<void> {
    await this.page.getByRole('button', { name: when === 'now' ? this.words.rate.sendNow : this.words.rate.sendLater, exact: true }).click();
  }

  async expectFault(fault: keyof Catalogue['faults']): Promise<void> {
    await expect(this.page.locator('cc-fault').filter({ hasText: this.words.common.faultId(fault) }).first()).toContainText(this.words.faults[fault]!.what);
  }
}

/** The link that stands in the code on the staff's screen. */
export async function linkOf(page: Page): Promise<string> {
  const code = page.locator('service-page cc-code');
  await expect(code.getByRole('img')).toBeVisible();
  const text = await code.evaluate((element) => (element as HTMLElement & { text: string }).text);
  const { pathname, hash } = new URL(text);
  expect(pathname).toBe('/rate/');
  return pathname + hash;
}

/** From the camera to the slip's link and back; for the person who was scanned last, or for somebody without a phone. */
export async function finishService(scanner: Scanner, item: string, forWhom: 'scanned' | 'slip'): Promise<string> {
  const { page, words } = scanner;
  await page.getByRole('button', { name: words.console.serviceFinished }).click();
  await page.getByRole('radio', { name: item }).check();
  await page.getByRole('button', { name: forWhom === 'slip' ? words.service.slip : words.service.finish }).click();
  const link = await linkOf(page);
  await page.getByRole('button', { name: words.service.done }).click();
  return link;
}
