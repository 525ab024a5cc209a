/** The person with the phone: page A. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { CityServer } from '../../support/city-server.ts';
import { holderWordsOf, type Catalogue, type LanguageTag } from '../../support/words.ts';

export type SceneName = keyof Catalogue['scenes'];

/** kSlotSeconds of docs/format.md. */
const kSlotSeconds = 5;

export interface Photograph {
  /** A picture of the screen, cut to the code. */
  readonly picture: Buffer;
  /** On the phone's own clock; at most one slot before it was taken. */
  readonly takenUnixSeconds: number;
}

export class Citizen {
  readonly words: Catalogue;

  constructor(readonly page: Page, private readonly city: CityServer, language: LanguageTag) {
    this.words = holderWordsOf(language);
  }

  async openLanding(): Promise<void> {
    await this.page.goto(`${this.city.origin}/`);
  }

  async openApp(): Promise<void> {
    await this.page.goto(`${this.city.origin}/app/`);
  }

  /** From the landing page to the code: the way of a stranger who tries the demo. */
  async becomeDemoCitizen(displayName: string): Promise<void> {
    await this.openLanding();
    await this.page.getByRole('button', { name: this.words.landing.chooseName(displayName) }).click();
    await expect(this.code()).toBeVisible();
  }

  async enterEnrolmentCode(code: string): Promise<void> {
    await this.page.getByLabel(this.words.app.enrolLabel).fill(code);
    await this.page.getByRole('button', { name: this.words.app.enrolButton }).click();
  }

  async chooseScene(scene: SceneName): Promise<void> {
    await expect(this.code()).toBeVisible();
    const before = await this.drawing();
    await this.page.getByRole('navigation', { name: this.words.app.scenes })
      .getByRole('button', { name: this.words.scenes[scene], exact: true }).click();
    await expect(this.code(scene)).toBeVisible();
    await expect.poll(() => this.drawing()).not.toBe(before);
  }

  code(scene?: SceneName): Locator {
    const name = this.words.code.imageName(scene ? this.words.scenes[scene] : '');
    return this.page.getByRole('img', { name, exact: scene !== undefined });
  }

  fault(): Locator {
    return this.page.getByRole('alert');
  }

  /** The fault's id, and what it says unless the page has better words for this case. */
  async expectFault(fault: keyof Catalogue['faults'], { what = true } = {}): Promise<void> {
    const told = this.page.locator('cc-fault').filter({ hasText: this.words.common.faultId(fault) }).first();
    await expect(told).toBeVisible();
    if (what) await expect(told).toContainText(this.words.faults[fault]!.what);
  }

  async nowUnixSeconds(): Promise<number> {
    return this.page.evaluate(() => Date.now() / 1000);
  }

  async photograph(): Promise<Photograph> {
    const picture = await this.code().screenshot();
    return { picture, takenUnixSeconds: await this.nowUnixSeconds() };
  }

  /** One photograph of each of `count` slots that follow one another. */
  async photographSlots(count: number): Promise<Photograph[]> {
    const photographs: Photograph[] = [];
    while (photographs.length < count) {
      const path = await this.drawing();
      photographs.push(await this.photograph());
      if (photographs.length < count) await expect.poll(() => this.drawing(), { timeout: 3 * kSlotSeconds * 1000 }).not.toBe(path);
    }
    return photographs;
  }

  /** The code's modules, as the page draws them: another string, another code. */
  async drawing(): Promise<string> {
    return (await this.code().locator('path').getAttribute('d')) ?? '';
  }
}
