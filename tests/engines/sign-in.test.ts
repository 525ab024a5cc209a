// Signing in at a site in each engine: with the phone in the hand, on the phone itself, refused, too late, and by a phone that has no code yet.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.ts';
import { holderWordsOf, wordsOf } from '../support/words.ts';
import { kEngines } from './support/engines.ts';
import { shownAddress, type Wanted } from './support/in-page.ts';
import { Page } from './support/page.ts';

const phoneWords = holderWordsOf('en');
const siteWords = wordsOf('en');

/** For a person to see a question, also on a machine of two cores under load. */
const kShortSeconds = 15;

const begin = { role: 'button', name: siteWords.signIn.begin } as const;
const again = { role: 'button', name: siteWords.signIn.again } as const;
const agree = { role: 'button', name: phoneWords.asked.agree } as const;

describe.each(kEngines.map((make) => make()))('$name', (engine) => {
  let city: CityServer;
  let phone: Page;
  let site: Page;

  beforeAll(async () => {
    [city, phone, site] = await Promise.all([CityServer.start(), Page.open(engine), Page.open(engine)]);
  });
  afterAll(async () => {
    await engine.close();
    await city?.end();
  });

  /** What a phone's camera would read off the site's screen now. */
  async function addressOnSite(): Promise<string> {
    await site.find({ role: 'img', name: siteWords.code.imageName(siteWords.signIn.image) });
    return site.tab.evaluate(shownAddress);
  }

  it('lets a phone without a code see who asks, enrol, and answer', async () => {
    await site.tab.goto(`${city.origin}/portal/`);
    await site.press(begin);
    await phone.tab.goto(await addressOnSite());
    await phone.press(agree);
    await phone.type({ role: 'textbox', name: phoneWords.app.enrolLabel }, await city.enrolmentCodeFor('Wang Xiaoming'));
    await phone.press({ role: 'button', name: phoneWords.app.enrolButton });
    await phone.press(agree);
    await site.expectWords(siteWords.portal.signedIn, 'h1');
    await site.press({ role: 'button', name: siteWords.portal.signOut });
  });

  it('signs in on a computer with the phone in the hand', async () => {
    await site.press(begin);
    await phone.tab.goto('about:blank');
    await phone.tab.goto(await addressOnSite());
    await phone.press(agree);
    await phone.expectWords(phoneWords.asked.answered, 'h1');
    await site.expectWords(siteWords.portal.signedIn, 'h1');
    await site.press({ role: 'button', name: siteWords.portal.signOut });
  });

  it('is told that the person refused', async () => {
    await site.press(begin);
    await phone.tab.goto('about:blank');
    await phone.tab.goto(await addressOnSite());
    await phone.press({ role: 'button', name: phoneWords.places.decline });
    await site.expectWords(siteWords.signIn.refused.what, 'cc-sign-in');
  });

  it('goes by the app and back to the site on the phone itself', async () => {
    await phone.tab.goto(`${city.origin}/portal/`);
    await phone.press({ role: 'button', name: siteWords.signIn.thisDevice });
    await phone.press(agree);
    await phone.expectWords(siteWords.portal.signedIn, 'h1');
  });

  describe('in a city whose portal waits for a short time', () => {
    beforeAll(async () => {
      await city.stop();
      await city.startAgain({ signInSeconds: kShortSeconds });
      await site.tab.goto(`${city.origin}/portal/`);
    });

    async function haveInTheHand(press: Wanted): Promise<void> {
      await site.press(press);
      await phone.tab.goto('about:blank');
      await phone.tab.goto(await addressOnSite());
      await phone.find(agree);
    }

    async function expectOverOnBoth(): Promise<void> {
      await phone.expectWords(phoneWords.faults['portal/unknown']!.what, 'main');
      await site.expectWords(siteWords.signIn.expired.what, 'cc-sign-in');
      expect(await phone.words('main')).not.toContain(phoneWords.asked.agree);
    }

    it('says on both sides that the time went by with the question in the hand', async () => {
      await haveInTheHand(begin);
      await expectOverOnBoth();
    });

    it('says so when they wake, having slept over it', async ({ skip }) => {
      if (!site.tab.sleep || !phone.tab.sleep) return skip(`${engine.name} cannot be put to sleep here`);
      await haveInTheHand(again);
      await Promise.all([site.tab.sleep(kShortSeconds * 1000), phone.tab.sleep(kShortSeconds * 1000)]);
      await expectOverOnBoth();
    });

    it('asks again, and signs in', async () => {
      await haveInTheHand(again);
      await phone.press(agree);
      await site.expectWords(siteWords.portal.signedIn, 'h1');
    });
  });

  it('has complained of nothing in all that', async () => {
    expect([await phone.tab.complaints(), await site.tab.complaints()]).toEqual([[], []]);
  });
});
