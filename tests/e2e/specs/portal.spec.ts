/** A site that asks: its living code on a screen, the answer by way of the city's relay, and what is no answer. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { Citizen } from '../support/citizen.ts';
import { setClockOffset } from '../support/clock.ts';
import { expect, kDesktopSizePx, test } from '../support/fixtures.ts';
import { readQrText } from '../support/foreign.ts';
import { Rater } from '../support/rating.ts';
import { wordsOf, type Catalogue } from '../../support/words.ts';

/** --demo-sign-in-seconds, where nobody gave it, and one more. */
const kTooLateSeconds = 181;
/** kLivingCodeSeconds, and time to open the app. */
const kPictureSeconds = 13;

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

  symbol(): Locator {
    return this.page.getByRole('img', { name: this.words.code.imageName(this.words.signIn.image), exact: true });
  }

  /** Asks, and gives the address that stands in the symbol now. */
  async ask(): Promise<string> {
    await this.page.getByRole('button', { name: this.words.signIn.begin }).or(this.page.getByRole('button', { name: this.words.signIn.again })).click();
    return this.address();
  }

  async address(): Promise<string> {
    await expect(this.symbol()).toBeVisible();
    return readQrText(await this.symbol().screenshot());
  }

  async expectIn(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: this.words.portal.signedIn })).toBeVisible();
  }

  async expectNobody(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: this.words.portal.signedIn })).toHaveCount(0);
    await expect(this.page.getByText('王小明')).toHaveCount(0);
  }
}

const secondOf = (address: string): number => Number(address.split('.').at(-2));

/** What the phone asks its person. */
async function expectQuestion(citizen: Citizen): Promise<void> {
  await expect(citizen.page.getByRole('heading', { level: 1 })).toHaveText(citizen.words.asked.title);
}

/** Holds the phone before the site's screen. Who was too slow for a living code, on a busy machine, looks once more, as a person does. */
async function look(citizen: Citizen, portal: Portal): Promise<void> {
  const tooSlow = citizen.page.getByText(citizen.words.common.faultId('portal/old-code'));
  const question = citizen.page.getByRole('heading', { level: 1, name: citizen.words.asked.title });
  await expect(async () => {
    await citizen.page.goto('about:blank');
    await citizen.page.goto(await portal.address());
    await expect(question.or(tooSlow)).toBeVisible();
    await expect(question).toBeVisible({ timeout: 1 });
  }).toPass();
}

async function agree(citizen: Citizen): Promise<void> {
  await expectQuestion(citizen);
  await citizen.page.getByRole('button', { name: citizen.words.asked.agree }).click();
}

/** Signs in on a computer with the phone in the hand. */
async function signIn(portal: Portal, citizen: Citizen): Promise<void> {
  await portal.ask();
  await look(citizen, portal);
  await agree(citizen);
  await portal.expectIn();
}

test('she signs in to a site with her phone: she sees who asks, ticks what it may see, and the site sees no more', async ({ city, openContext, openCitizen }) => {
  test.setTimeout(120_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  await portal.open();
  await expectNoViolations(portal.page, 'the site');
  const first = await portal.ask();
  expect(first.startsWith(`${city.origin}/app/#portal=`)).toBe(true);
  await expectNoViolations(portal.page, 'the code');
  await expect.poll(async () => secondOf(await portal.address()), 'the code lives').toBeGreaterThan(secondOf(first));

  await look(citizen, portal);
  await expectQuestion(citizen);
  expect(new URL(citizen.page.url()).hash, 'the code is out of the address at once').toBe('');
  await expect(citizen.page.getByText('Demo Tax Office', { exact: true })).toBeVisible();
  await expect(citizen.page.getByText(city.origin, { exact: true })).toBeVisible();
  await expect(citizen.page.getByText(citizen.words.asked.there)).toBeVisible();
  await expect(citizen.page.getByText(citizen.words.asked.sentToYou)).toBeVisible();
  await expect(citizen.page.getByText('Sign in to your tax account')).toBeVisible();
  const { attributes } = citizen.words;
  await expect(citizen.page.getByRole('listitem')).toHaveText([attributes.name, attributes.pseudonym]);
  for (const name of ['document-type', 'document-number-masked', 'over-18'] as const) await expect(citizen.page.getByLabel(attributes[name], { exact: true }), 'nothing is ticked before she ticks it').not.toBeChecked();
  await expectNoViolations(citizen.page, 'who asks');
  await expect(portal.page.getByRole('heading', { name: portal.words.signIn.opened })).toBeFocused();
  await expect(portal.symbol(), 'nobody else can take the question now').toHaveCount(0);
  await expectNoViolations(portal.page, 'opened');

  await citizen.page.getByLabel(attributes['over-18'], { exact: true }).check();
  await agree(citizen);
  await expect(citizen.page.getByRole('heading', { name: citizen.words.asked.answered })).toBeFocused();
  await expectNoViolations(citizen.page, 'answered');
  await portal.expectIn();
  await expect(portal.page.getByText('王小明')).toBeVisible();
  await expect(portal.page.getByRole('term')).toHaveText([attributes.name, attributes['over-18'], attributes.pseudonym]);
  await expectNoViolations(portal.page, 'signed in');
  await portal.page.getByRole('button', { name: portal.words.portal.signOut }).click();
  await portal.expectNobody();
});

test('on the same phone: by the app and back to the site, which lets in no other browser', async ({ city, openContext, openCitizen }) => {
  test.setTimeout(120_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const portal = new Portal(citizen.page, city.origin);
  const { words } = portal;
  await portal.open();
  await portal.page.getByRole('button', { name: words.signIn.thisDevice }).click();
  await expect(citizen.page.getByText(citizen.words.asked.here)).toBeVisible();
  await agree(citizen);
  await portal.expectIn();
  expect(new URL(portal.page.url()).hash, 'what the app brought is out of the address').toBe('');

  await test.step('a link that was sent to her signs nobody in', async () => {
    const thief = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
    await thief.open();
    const [request] = await Promise.all([
      thief.page.waitForRequest((each) => each.url().startsWith(`${city.origin}/app/`)),
      thief.page.getByRole('button', { name: words.signIn.thisDevice }).click(),
    ]);
    expect(request).toBeTruthy();
    // The app opens the question in the thief's browser; so he asks for the link and sends it before it is opened.
    const sent = await fetch(`${city.origin}/v1/demo/sign-ins`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"language":"en","returns":true}' });
    const { session, address } = await sent.json() as { session: string; address: string };
    await citizen.page.goto('about:blank');
    await citizen.page.goto(city.origin + address);
    await agree(citizen);
    await expect(citizen.page.getByText(words.signIn.otherBrowser.what), 'her browser comes to the site, which did not ask there').toBeVisible();
    const state = await fetch(`${city.origin}/v1/demo/sign-ins/state`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ session }) });
    expect(await state.json()).toEqual({ state: 'opened' });
  });
});

test('a phone that has no code yet sees who asks, enrols, and then answers', async ({ city, openContext, openCitizen }) => {
  const citizen = await openCitizen();
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  await portal.open();
  await portal.ask();
  await look(citizen, portal);
  await agree(citizen);
  await expect(citizen.page.getByText(citizen.words.app.enrolThen('Demo Tax Office'))).toBeVisible();
  await expectNoViolations(citizen.page, 'enrolling for a site');
  await citizen.enterEnrolmentCode(await city.enrolmentCodeFor('Wang Xiaoming'));
  await agree(citizen);
  await portal.expectIn();
});

test('she refuses: the site is told, has seen nothing, and can ask again', async ({ city, openContext, openCitizen }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  await portal.open();
  await portal.ask();
  await look(citizen, portal);
  await expectQuestion(citizen);
  await citizen.page.getByRole('button', { name: citizen.words.places.decline }).click();
  await expect(citizen.page.getByRole('heading', { name: citizen.words.asked.refused })).toBeVisible();
  await expect(portal.page.getByText(portal.words.signIn.refused.what)).toBeVisible();
  await expectNoViolations(portal.page, 'refused');
  await portal.expectNobody();
  await signIn(portal, citizen);
});

test('a question ends visibly in the hand, also on a page that slept over its end', async ({ city, openContext, openCitizen }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  await portal.open();
  await portal.ask();
  await look(citizen, portal);
  await expectQuestion(citizen);
  await setClockOffset(citizen.page, kTooLateSeconds);
  await citizen.expectFault('portal/unknown', { what: false });
  await expect(citizen.page.getByText(citizen.words.faults['portal/unknown']!.what)).toBeVisible();
  await expect(citizen.page.getByRole('button', { name: citizen.words.asked.agree })).toHaveCount(0);
  await expectNoViolations(citizen.page, 'over');
  await citizen.page.getByRole('button', { name: citizen.words.common.back }).click();
  await expect(citizen.code()).toBeVisible();
});

test('what opens nothing: a picture of the code, a second phone, a code that nobody showed', async ({ city, openContext, openCitizen }) => {
  test.setTimeout(120_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  await portal.open();
  const pictured = await portal.ask();
  await expect.poll(async () => secondOf(await portal.address()) - secondOf(pictured), { message: 'the picture grows old', timeout: 40_000 }).toBeGreaterThanOrEqual(kPictureSeconds);
  await citizen.page.goto(pictured);
  await citizen.expectFault('portal/old-code');
  await expect(citizen.page.getByRole('button', { name: citizen.words.asked.agree })).toHaveCount(0);

  const second = await openCitizen();
  await second.becomeDemoCitizen('李雨桐');
  const address = await portal.address();
  await Promise.all([citizen, second].map(({ page }) => page.goto('about:blank')));
  await citizen.page.goto(address);
  await expectQuestion(citizen);
  await second.page.goto(address);
  await second.expectFault('portal/opened');
  await agree(citizen);
  await portal.expectIn();

  for (const [hash, fault] of [['0oRD', 'portal/bad-code'], [`${address.split('=')[1]!.slice(0, 20)}AA.1.AAAAAAAAAAAAAAAAAAAAAA`, 'portal/unknown']] as const) {
    await citizen.page.goto('about:blank');
    await citizen.page.goto(`${city.origin}/app/#portal=${hash}`);
    await citizen.expectFault(fault);
  }
});

test('who signed in sends a tax return, and rates it on the phone that they signed in with', async ({ city, openContext, openCitizen }) => {
  test.setTimeout(180_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const portal = new Portal(await (await openContext({ sizePx: kDesktopSizePx })).newPage(), city.origin);
  const { words } = portal;
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
