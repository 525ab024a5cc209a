/** A site that asks: its question on a screen, the answer before its camera, and what is no answer. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { Citizen } from '../support/citizen.ts';
import { setClockOffset, stopClockAt } from '../support/clock.ts';
import { expect, kDesktopSizePx, test } from '../support/fixtures.ts';
import { readQrText } from '../support/foreign.ts';
import { Rater } from '../support/rating.ts';
import { wordsOf, type Catalogue } from '../../support/words.ts';

/** kDemoRequestSeconds in server/src/demo/demo_portal.h, and one more. */
const kTooLateSeconds = 181;

async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(' | ')}`), state).toEqual([]);
}

class Portal {
  readonly words: Catalogue = wordsOf('en');

  constructor(readonly page: Page, private readonly origin: string) {}

  async open(): Promise<void> {
    await this.page.goto(`${this.origin}/portal/`);
    await expect(this.page.getByRole('heading', { name: this.words.portal.heading })).toBeVisible();
  }

  /** Asks, and gives the address that stands in the symbol. */
  async ask(): Promise<string> {
    await this.page.getByRole('button', { name: this.words.portal.signIn }).or(this.page.getByRole('button', { name: this.words.portal.again })).click();
    const symbol = this.page.getByRole('img', { name: this.words.code.imageName(this.words.portal.title), exact: true });
    await expect(symbol).toBeVisible();
    return readQrText(await symbol.screenshot());
  }

  async show(picture: Buffer): Promise<void> {
    await this.page.getByLabel(this.words.scanner.choosePicture).setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  }

  async lookAgain(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.portal.lookAgain }).click();
  }

  refusal(): Locator {
    return this.page.locator('section cc-fault').first();
  }

  async expectRefusal(fault: keyof Catalogue['faults']): Promise<void> {
    await expect(this.refusal()).toContainText(this.words.common.faultId(fault));
    await this.expectNobody();
  }

  async expectNobody(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: this.words.portal.signedIn })).toHaveCount(0);
    await expect(this.page.getByText('王小明')).toHaveCount(0);
  }
}

/** Signs in with a code that the site's camera has read. */
async function signIn(portal: Portal, citizen: Citizen): Promise<void> {
  await portal.show(await answer(citizen, await portal.ask()));
  await expect(portal.page.getByRole('heading', { name: portal.words.portal.signedIn })).toBeVisible();
}

async function answer(citizen: Citizen, address: string): Promise<Buffer> {
  await citizen.page.goto(address);
  await expect(citizen.page.getByRole('heading', { level: 1 })).toHaveText(citizen.words.places.portalTitle);
  await citizen.page.getByRole('button', { name: citizen.words.places.portalAgree }).click();
  await expect(citizen.page.getByText(citizen.words.places.onlyFor('Demo Tax Office'))).toBeVisible();
  await expect(citizen.code('government-service')).toBeVisible();
  return (await citizen.photograph()).picture;
}

test('she signs in to a site with her code: she sees who asks and what is seen, and the site’s camera reads her answer', async ({ city, film, openContext, openCitizen }) => {
  test.setTimeout(180_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  await film.show();
  await portal.open();
  await expectNoViolations(portal.page, 'the site');
  const address = await portal.ask();
  expect(address.startsWith(`${city.origin}/app/#portal=`)).toBe(true);
  await expectNoViolations(portal.page, 'the question');

  await citizen.page.goto(address);
  await expect(citizen.page.getByText('Demo Tax Office', { exact: true })).toBeVisible();
  await expect(citizen.page.getByText(city.origin, { exact: true })).toBeVisible();
  await expect(citizen.page.getByText(citizen.words.places.sentToYou)).toBeVisible();
  await expect(citizen.page.getByText('Sign in to your tax account')).toBeVisible();
  const { attributes, common } = citizen.words;
  await expect(citizen.page.getByText(citizen.words.places.willSee([attributes.name, attributes['document-type'], attributes.pseudonym].join(common.listSeparator)))).toBeVisible();
  expect(new URL(citizen.page.url()).hash, 'the question is out of the address at once').toBe('');
  await expectNoViolations(citizen.page, 'who asks');
  const picture = await answer(citizen, address);

  await portal.show(picture);
  await expect(portal.page.getByRole('heading', { name: portal.words.portal.signedIn })).toBeVisible();
  await expect(portal.page.getByText('王小明')).toBeVisible();
  await expect(portal.page.getByRole('term')).toHaveText([attributes.name, attributes['document-type'], attributes.pseudonym]);
  await expectNoViolations(portal.page, 'signed in');
  await portal.page.getByRole('button', { name: portal.words.portal.signOut }).click();
  await portal.expectNobody();

  await test.step('the same answer is of no use for the next question', async () => {
    await portal.ask();
    await portal.show(picture);
    await portal.expectRefusal('audience/wrong-nonce');
    await expect(portal.refusal()).toContainText(portal.words.about.answer!['audience/*']!.what);
  });
});

test('a phone that has no code yet sees who asks, enrols, and then answers', async ({ city, film, openContext, openCitizen }) => {
  const citizen = await openCitizen();
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  await film.show();
  await portal.open();
  await citizen.page.goto(await portal.ask());
  await citizen.page.getByRole('button', { name: citizen.words.places.portalAgree }).click();
  await expect(citizen.page.getByText(citizen.words.app.enrolThen('Demo Tax Office'))).toBeVisible();
  await expectNoViolations(citizen.page, 'enrolling for a site');
  await citizen.enterEnrolmentCode(await city.enrolmentCodeFor('Wang Xiaoming'));
  await expect(citizen.page.getByText(citizen.words.places.onlyFor('Demo Tax Office'))).toBeVisible();
  await expect(citizen.code('government-service')).toBeVisible();
  await portal.show((await citizen.photograph()).picture);
  await expect(portal.page.getByRole('heading', { name: portal.words.portal.signedIn })).toBeVisible();
});

test('the site’s camera reads the answer off the screen of her phone', async ({ city, film, openContext, openCitizen }) => {
  test.setTimeout(120_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const context = await openContext({ sizePx: kDesktopSizePx });
  const portal = new Portal(await context.newPage(), city.origin);
  await film.show();
  await portal.open();
  const address = await portal.ask();
  const picture = await answer(citizen, address);
  await film.show(picture);
  // The fake camera keeps the film that it began with: the same page, with its camera started again.
  await portal.page.evaluate(() => {
    const scanner = document.querySelector('demo-portal')!.shadowRoot!.querySelector('cc-scanner')!;
    const place = scanner.parentElement!;
    scanner.remove();
    place.append(scanner);
  });
  await expect(portal.page.getByRole('heading', { name: portal.words.portal.signedIn })).toBeVisible();
  await expect(portal.page.getByText('王小明')).toBeVisible();
});

test('a site’s question is over after three minutes, on the phone and on the site', async ({ city, film, openContext, openCitizen }) => {
  test.setTimeout(120_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  await film.show();
  await portal.open();
  const address = await portal.ask();
  await answer(citizen, address);

  await setClockOffset(portal.page, kTooLateSeconds);
  await expect(portal.page.getByText(portal.words.portal.ended.what)).toBeVisible();
  await expect(portal.page.locator('cc-scanner'), 'nothing can be answered any more').toHaveCount(0);
  await portal.expectNobody();

  await setClockOffset(citizen.page, kTooLateSeconds);
  await expect(citizen.page.getByText(citizen.words.about.place!['time/expired']!.what), 'the phone says so, and shows nothing else instead').toBeVisible();
  await expect(citizen.code()).toHaveCount(0);

  await citizen.page.goto('about:blank');
  await citizen.page.goto(address);
  await citizen.expectFault('time/expired', { what: false });
  await expect(citizen.page.getByText(citizen.words.about.place!['time/expired']!.what)).toBeVisible();
  await expect(citizen.page.getByRole('button', { name: citizen.words.places.portalAgree })).toHaveCount(0);
});

test('what is no answer: her plain code, an answer to another question, a question that nobody registered', async ({ city, film, openContext, openCitizen, openScanner }) => {
  test.setTimeout(180_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('government-service');
  const plain = await citizen.photograph();
  await film.show();
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  const other = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  await portal.open();
  await other.open();
  await portal.ask();
  await portal.show(plain.picture);
  await portal.expectRefusal('audience/wrong-venue');
  await portal.lookAgain();

  const toTheOther = await answer(citizen, await other.ask());
  await portal.show(toTheOther);
  await portal.expectRefusal('audience/wrong-nonce');

  const scanner = await openScanner({ camera: 'refused' });
  await scanner.open();
  await expect(scanner.scene('government-service')).toBeVisible();
  await stopClockAt(scanner.page, await citizen.nowUnixSeconds());
  await scanner.setUp('government-service');
  await scanner.choosePicture({ name: 'code.png', mimeType: 'image/png', buffer: toTheOther });
  await scanner.expectOutcome('invalid');
  await scanner.expectFault('audience/wrong-venue');
  expect(await scanner.fields(), 'an answer for a site is of no use at a desk').toEqual({});

  await citizen.page.goto('about:blank');
  await citizen.page.goto(`${(await portalAddress(city.origin)).slice(0, -4)}AAAA`);
  await citizen.expectFault('portal/bad-request');
  await expect(citizen.page.getByRole('button', { name: citizen.words.places.portalAgree })).toHaveCount(0);
});

test('who signed in sends a tax return, and rates it on the phone that they signed in with', async ({ city, film, openContext, openCitizen }) => {
  test.setTimeout(180_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  const { words } = portal;
  await film.show();
  await portal.open();
  await signIn(portal, citizen);

  const send = portal.page.getByRole('button', { name: words.portal.send });
  await portal.page.route('**/v1/demo/portal-services', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await send.click();
  await expect(portal.page.getByText(words.portal.notSent.what), 'the city took it, and its answer was lost').toBeVisible();
  await expectNoViolations(portal.page, 'not sent');
  const arrived = portal.page.getByRole('heading', { name: words.portal.arrived });
  await expect(async () => {
    if (await send.isVisible()) await send.click({ timeout: 1000 });
    await expect(arrived).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(arrived).toBeFocused();
  await expect(portal.page.getByText('王小明'), 'nothing of her stands beside the link').toHaveCount(0);
  await expectNoViolations(portal.page, 'thanks');

  const rateHere = portal.page.getByRole('link', { name: words.portal.rate });
  const link = (await rateHere.getAttribute('href'))!;
  expect(link).toMatch(/^\/rate\/#ticket=[\w-]+$/);
  const symbol = portal.page.getByRole('img', { name: words.code.imageName(words.portal.rateImage), exact: true });
  expect(await readQrText(await symbol.screenshot()), 'the same for her phone').toBe(city.origin + link);
  const [elsewhere] = await Promise.all([portal.page.waitForEvent('popup'), rateHere.click()]);
  await new Rater(elsewhere, city).expectFault('ticket/other-pass');
  await expect(symbol, 'and her phone can still take it').toBeVisible();

  const rater = new Rater(citizen.page, city);
  await rater.open(link);
  await expect(rater.page.getByRole('heading', { name: 'Tax return' })).toBeVisible();
  await rater.choose('very-satisfied');
  await rater.send('now');
  await expect(rater.page.getByText(rater.words.rate.sentText)).toBeVisible();
  const figures = await (await fetch(`${city.origin}/v1/open/figures`)).json() as { cells: unknown[]; hidden: number };
  expect(figures, 'counted, and one alone is not shown').toMatchObject({ cells: [], hidden: 1 });
  await portal.page.getByRole('button', { name: words.portal.signOut }).click();
  await portal.expectNobody();
  await expect(rateHere).toHaveCount(0);
});

async function portalAddress(origin: string): Promise<string> {
  const made = await fetch(`${origin}/v1/demo/portal-requests`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"language":"en"}' });
  return origin + ((await made.json()) as { link: string }).link;
}
