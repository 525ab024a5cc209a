// The main job in each engine: a phone shows a code, a scanner reads it off the phone's own pixels, with the city and without.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.ts';
import { wrapDate } from '../support/test-clock.ts';
import { holderWordsOf, wordsOf } from '../support/words.ts';
import { cameraIsCanvas, holdBeforeCamera } from './support/camera.ts';
import { kEngines } from './support/engines.ts';
import { attributeOf, filesAreKept, stopClockAt } from './support/in-page.ts';
import { Page } from './support/page.ts';

const phoneWords = holderWordsOf('en');
const gateWords = wordsOf('en');
const kTransit = phoneWords.scenes.transit!;
const code = { role: 'img', name: phoneWords.code.imageName(kTransit) } as const;
/** Between the photograph and the look of the scanner. */
const kMomentSeconds = 2;
/** Longer than a gate takes a code for shown just now. */
const kTooLateSeconds = 120;

interface Photograph {
  readonly picture: Buffer;
  readonly takenUnixSeconds: number;
}

const drawing = (phone: Page): Promise<string | null> => phone.tab.evaluate(attributeOf, '[part=symbol] path', 'd');

/** Of a pass that was not shown yet, if another was. */
async function showTransit(phone: Page): Promise<Photograph> {
  await phone.press({ role: 'button', name: kTransit });
  await phone.find(code);
  const takenUnixSeconds = await phone.tab.evaluate(() => Date.now() / 1000);
  return { picture: await phone.pictureOf(code), takenUnixSeconds };
}

const setClock = (gate: Page, { takenUnixSeconds }: Photograph, laterSeconds = kMomentSeconds): Promise<void> =>
  gate.tab.evaluate(stopClockAt, takenUnixSeconds + laterSeconds);
const expectOutcome = (gate: Page, outcome: 'valid' | 'invalid'): Promise<void> => gate.expectWords(gateWords.verdict[outcome], 'cc-verdict', 'h2');
const lookAgain = (gate: Page): Promise<void> => gate.press({ role: 'button', name: gateWords.verdict.clearNow });

async function expectFault(gate: Page, fault: keyof typeof gateWords.faults): Promise<void> {
  await gate.expectWords(gateWords.common.faultId(fault), 'cc-verdict');
}

describe.each(kEngines.map((make) => make()))('$name', (engine) => {
  let city: CityServer;
  let phone: Page;
  let gate: Page;
  let photograph: Photograph;

  beforeAll(async () => {
    [city, phone, gate] = await Promise.all([CityServer.start(), Page.open(engine), Page.open(engine, wrapDate, cameraIsCanvas)]);
    console.log(`engine: ${await phone.tab.version()}`);
  });
  afterAll(async () => {
    await engine.close();
    await city?.end();
  });

  it('enrols a phone, which then shows a code', async () => {
    await phone.tab.goto(`${city.origin}/app/`);
    await phone.type({ role: 'textbox', name: phoneWords.app.enrolLabel }, await city.enrolmentCodeFor('Wang Xiaoming'));
    await phone.press({ role: 'button', name: phoneWords.app.enrolButton });
    photograph = await showTransit(phone);
  });

  it('reads the code off the pixels of the phone, and lets it in once', async () => {
    await gate.tab.goto(`${city.origin}/console/#demo`);
    await gate.press({ role: 'radio', name: kTransit });
    await gate.press({ role: 'button', name: gateWords.console.start });
    await setClock(gate, photograph);
    await holdBeforeCamera(gate, photograph.picture);
    await expectOutcome(gate, 'valid');
    await gate.expectWords(gateWords.attributes['fare-type']!, 'cc-verdict', 'dl');
    await lookAgain(gate);
    await expectOutcome(gate, 'invalid');
    await expectFault(gate, 'replay/seen');
  });

  it('shows and reads a code with the city gone and both pages opened anew', async () => {
    for (const page of [phone, gate]) await page.waitFor('service worker', () => page.tab.evaluate(filesAreKept));
    await city.stop();
    const before = await drawing(phone);
    await Promise.all([phone.tab.reload(), gate.tab.reload()]);
    photograph = await showTransit(phone);
    expect(await drawing(phone)).not.toBe(before);
    await setClock(gate, photograph);
    await holdBeforeCamera(gate, photograph.picture);
    await expectOutcome(gate, 'valid');
  });

  it('refuses a copy of it that is shown later', async () => {
    await setClock(gate, photograph, kTooLateSeconds);
    await lookAgain(gate);
    await expectOutcome(gate, 'invalid');
    await expectFault(gate, 'time/shown-too-long-ago');
  });

  it('has complained of nothing in all that', async () => {
    expect([await phone.tab.complaints(), await gate.tab.complaints()]).toEqual([[], []]);
  });

  it('complains of what breaks the policy, fails or says so', async () => {
    await phone.tab.evaluate(() => {
      document.body.setAttribute('style', 'color: red');
      console.error('said on purpose');
      setTimeout(() => { throw new Error('thrown on purpose'); });
    });
    await phone.waitFor('complaint of each', async () => {
      const complaints = (await phone.tab.complaints()).join('\n');
      return ['policy: style-src-attr', 'said on purpose', 'thrown on purpose'].every((words) => complaints.includes(words));
    });
  });
});
