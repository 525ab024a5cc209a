// Signing in at a site in each engine: with the phone in the hand, on the phone itself, refused, too late, and by a phone that has no code yet.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.ts';
import { holderWordsOf, wordsOf } from '../support/words.ts';
import { kEngines } from './support/engines.ts';
import { shownAddress, type Wanted } from './support/in-page.ts';
import { kPatienceMs, Page } from './support/page.ts';

const phoneWords = holderWordsOf('en');
const siteWords = wordsOf('en');

/** For a person to see a question; and so many times what it took on this machine a moment ago. */
const kShortSeconds = 15;
const kTimesAsLong = 4;
const kMostSeconds = 60;

const begin = { role: 'button', name: siteWords.signIn.begin } as const;
const again = { role: 'button', name: siteWords.signIn.again } as const;
const agree = { role: 'button', name: phoneWords.asked.agree } as const;

describe.each(kEngines.map((make) => make()))('$name', (engine) => {
  let city: CityServer;
  let phone: Page;
  let site: Page;
  let lookSeconds = 0;

  beforeAll(async () => {
    [city, phone, site] = await Promise.all([CityServer.start(), Page.open(engine), Page.open(engine)]);
  });
  afterAll(async () => {
    await engine.close();
    await city?.end();
  });

  /** Holds the phone before the site's screen. Who was too slow for a living code, on a busy machine, looks once more, as a person does. */
  async function look(): Promise<void> {
    for (let isSeen = false; !isSeen;) {
      await phone.tab.goto('about:blank');
      await site.find({ role: 'img', name: siteWords.code.imageName(siteWords.signIn.image) });
      await phone.tab.goto(await site.tab.evaluate(shownAddress));
      const answer = await phone.waitFor('question or refusal', async () => {
        const said = await phone.words('main') ?? '';
        return [phoneWords.asked.agree, phoneWords.common.faultId('portal/old-code')].find((words) => said.includes(words));
      });
      isSeen = answer === phoneWords.asked.agree;
    }
    await phone.find(agree);
  }

  it('lets a phone without a code see who asks, enrol, and answer', async () => {
    await site.tab.goto(`${city.origin}/portal/`);
    await site.press(begin);
    await look();
    await phone.press(agree);
    await phone.type({ role: 'textbox', name: phoneWords.app.enrolLabel }, await city.enrolmentCodeFor('Wang Xiaoming'));
    await phone.press({ role: 'button', name: phoneWords.app.enrolButton });
    await phone.press(agree);
    await site.expectWords(siteWords.portal.signedIn, 'h1');
    await site.press({ role: 'button', name: siteWords.portal.signOut });
  });

  it('signs in on a computer with the phone in the hand', async () => {
    const beganMs = performance.now();
    await site.press(begin);
    await look();
    lookSeconds = (performance.now() - beganMs) / 1000;
    await phone.press(agree);
    await phone.expectWords(phoneWords.asked.answered, 'h1');
    await site.expectWords(siteWords.portal.signedIn, 'h1');
    await site.press({ role: 'button', name: siteWords.portal.signOut });
  });

  it('is told that the person refused', async () => {
    await site.press(begin);
    await look();
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
    let shortSeconds = kShortSeconds;

    beforeAll(async () => {
      shortSeconds = Math.min(kMostSeconds, Math.max(kShortSeconds, Math.ceil(kTimesAsLong * lookSeconds)));
      await city.stop();
      await city.startAgain({ signInSeconds: shortSeconds });
      await site.tab.goto(`${city.origin}/portal/`);
    });

    async function haveInTheHand(press: Wanted): Promise<void> {
      await site.press(press);
      await look();
    }

    async function expectOverOnBoth(): Promise<void> {
      const over = phoneWords.faults['portal/unknown']!.what;
      await phone.waitFor(over, async () => (await phone.words('main'))?.includes(over), shortSeconds * 1000 + kPatienceMs);
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
      await Promise.all([site.tab.sleep(shortSeconds * 1000), phone.tab.sleep(shortSeconds * 1000)]);
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
